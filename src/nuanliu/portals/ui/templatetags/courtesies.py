"""`{% load courtesies %}`: what shops offer, in words."""

from django import template
from django.utils.translation import gettext as _

from nuanliu.domain.alliance import codes
from nuanliu.domain.alliance.models import Offer
from nuanliu.portals.ui.courtesies import KIND_ICONS, said_metres, said_percent, said_when
from nuanliu.portals.ui.labels import SPANS

register = template.Library()
register.filter("percent", said_percent)
register.filter("offer_when", said_when)
register.filter("metres", said_metres)
register.filter("code_grouped", codes.grouped)


@register.filter
def offer_icon(offer: Offer) -> str:
    """The drawing of its kind."""
    return KIND_ICONS.get(offer.kind, "gift")


@register.filter
def offer_often(offer: Offer) -> str:
    """How often one person may have it; empty for as often as she likes."""
    if not offer.per_person:
        return ""
    return _("一人%(span)s %(times)d 次") % {"span": SPANS[offer.per_span], "times": offer.per_person}
