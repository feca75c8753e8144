"""`{% load public %}`: what a page says about itself to machines, and its own title and description once more."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from nuanliu.domain.network.models import Node
from nuanliu.portals.ui.metadata import data_block

register = template.Library()


@register.simple_tag(takes_context=True)
def block_words(context: template.Context, name: str) -> SafeString | str:
    """What the block `name` of this page says, in one line."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks is not None else None
    if block is None:
        return ""
    return SafeString(" ".join(str(block.render(context)).split()))


@register.simple_tag(takes_context=True)
def full_address(context: Mapping[str, Any], path: str = "") -> str:
    """`path`, or this page, as a whole address without what was asked."""
    request = context.get("request")
    return str(request.build_absolute_uri(path or request.path)) if request is not None else path


@register.simple_tag(takes_context=True)
def organisation_data(context: Mapping[str, Any]) -> SafeString:
    """Who runs this, and how to ring."""
    return data_block(
        {
            "@type": "NGO",
            "name": settings.BRAND,
            "url": full_address(context, reverse("public:home")),
            "areaServed": settings.CITY,
            "parentOrganization": {"@type": "GovernmentOrganization", "name": settings.BUREAU},
            "contactPoint": {
                "@type": "ContactPoint",
                "telephone": settings.HOTLINE,
                "contactType": "customer service",
                "availableLanguage": ["zh", "en"],
            },
        }
    )


@register.simple_tag(takes_context=True)
def place_data(context: Mapping[str, Any], site: Node) -> SafeString:
    """Where a site is and when it is open."""
    place = None
    if site.latitude is not None and site.longitude is not None:
        place = {"@type": "GeoCoordinates", "latitude": float(site.latitude), "longitude": float(site.longitude)}
    return data_block(
        {
            "@type": "GovernmentOffice",
            "name": site.name,
            "url": full_address(context, reverse("public:site", args=[site.code])),
            "telephone": site.phone,
            "address": {"@type": "PostalAddress", "streetAddress": site.address, "addressLocality": settings.CITY}
            if site.address
            else None,
            "description": site.hours,
            "geo": place,
        }
    )


@register.filter
def in_words(text: str) -> str:
    """A sentence of the catalogue (what is said, brought, never done) in the reader's language, where that is known."""
    return gettext(text) if text else ""
