"""`{% load announcing %}{% announcements "volunteers" %}`: what is said to such people now, above a first page."""

from collections.abc import Mapping
from typing import Any

from django import template

from nuanliu.domain.insights.types import Audience
from nuanliu.domain.network.models import Node
from nuanliu.usecases.announce import said_to

register = template.Library()


@register.inclusion_tag("ui/partials/announcements.html", takes_context=True)
def announcements(context: Mapping[str, Any], *audiences: str) -> dict[str, Any]:
    """What the reader is to know now: said to these people at her own site or above it."""
    request = context["request"]
    actor = request.actor
    paths = [held.path for held in actor.appointments]
    if actor.home_site is not None:
        paths += list(Node.objects.filter(pk=actor.home_site).values_list("path", flat=True))
    told = said_to(audiences=[Audience(one) for one in audiences], paths=paths, now=request.now) if paths else []
    return {"announcements": told}
