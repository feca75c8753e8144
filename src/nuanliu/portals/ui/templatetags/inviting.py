"""`{% load inviting %}`: invitations in words."""

from django import template

from nuanliu.platform.errors import Words
from nuanliu.portals.ui import inviting
from nuanliu.usecases.matching.near import NearNeed

register = template.Library()


@register.filter
def invitation_status(state: str) -> str:
    """The code of its look among the statuses."""
    return inviting.STATUS_CODES[state]


@register.filter
def why_not(code: str) -> Words:
    """Why she cannot."""
    return inviting.WHY_NOT[code]


@register.filter
def why_near(near: NearNeed) -> str:
    """The one reason that is said of a need near her."""
    return inviting.why_near(near)
