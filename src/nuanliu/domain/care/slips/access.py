"""Who may look at slips: whoever keeps those of their site."""

from uuid import UUID

from django.db.models import QuerySet

from nuanliu.domain.care.slips.models import Slip, SlipRange, StraySlip
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import sites_under
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.errors import NotVisible

SLIP_DESK = Power.NEED_ASSIST
"""Whoever may say for a helper when a visit began and ended keeps the slips that say so on paper."""


def slip_sites(*, actor: Actor) -> QuerySet[Node]:
    """The sites whose slips the actor keeps, by name."""
    return sites_under(paths=actor.paths(SLIP_DESK))


def access_slip_site(*, actor: Actor, site_id: UUID) -> Node:
    """One of them. Raises NotVisible."""
    site = Node.objects.filter(pk=site_id, closed_at=None).first()
    if site is None or not site.is_site or not actor.may(SLIP_DESK, path=site.path):
        raise NotVisible
    return site


def access_range(*, actor: Actor, range_id: UUID) -> SlipRange:
    """A pad of one of the actor's sites. Raises NotVisible."""
    found = SlipRange.objects.select_related("site", "holder").filter(id=range_id).first()
    if found is None or not actor.may(SLIP_DESK, path=found.site.path):
        raise NotVisible
    return found


def access_slip(*, actor: Actor, slip_id: UUID) -> Slip:
    """A slip of one of the actor's sites. Raises NotVisible."""
    found = Slip.objects.select_related("site", "range__holder").filter(id=slip_id).first()
    if found is None or not actor.may(SLIP_DESK, path=found.site.path):
        raise NotVisible
    return found


def access_stray(*, actor: Actor, stray_id: UUID) -> StraySlip:
    """What was noted of a slip that cannot count. Raises NotVisible."""
    found = StraySlip.objects.select_related("site").filter(id=stray_id).first()
    if found is None or not actor.may(SLIP_DESK, path=found.site.path):
        raise NotVisible
    return found
