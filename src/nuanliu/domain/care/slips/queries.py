"""Reading pads, slips, and what is wrong with them."""

from collections import Counter, defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from nuanliu.domain.care.slips.models import Slip, SlipRange, StraySlip
from nuanliu.domain.care.slips.types import GONE_ON, SlipState
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


def slip_numbered(*, site: UUID, number: int) -> Slip | None:
    """The slip of this number at a site."""
    return Slip.objects.select_related("site", "range__holder").filter(site_id=site, number=number).first()


def ranges_of(*, site: UUID) -> QuerySet[SlipRange]:
    """A site's pads, newest first."""
    return SlipRange.objects.filter(site_id=site).select_related("holder").order_by("-first")


def slips_of(*, found: SlipRange) -> list[Slip]:
    """A pad's slips by number."""
    return list(Slip.objects.filter(site_id=found.site_id, range_id=found.id).order_by("number"))


def counts_of(*, site: UUID, ranges: Collection[UUID]) -> dict[UUID, Counter[str]]:
    """By pad how many slips stand in which state."""
    rows = Slip.objects.filter(site_id=site, range_id__in=ranges).values_list("range_id", "state")
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    for range_id, state, count in rows.annotate(count=Count("id")).order_by("range_id", "state"):
        found[range_id][state] = count
    return found


def skipped_slips(*, site: UUID) -> QuerySet[Slip]:
    """Slips that are still outstanding although a later number of the same pad has come in."""
    later = Slip.objects.filter(
        site_id=OuterRef("site_id"),
        range_id=OuterRef("range_id"),
        number__gt=OuterRef("number"),
        state__in=[state.value for state in GONE_ON],
    )
    rows = Slip.objects.filter(Exists(later), site_id=site, state=SlipState.ISSUED)
    return rows.select_related("range__holder").order_by("number")


def missing_slips(*, site: UUID) -> QuerySet[Slip]:
    """Slips of which somebody wrote down that they are lost."""
    rows = Slip.objects.filter(site_id=site, state=SlipState.MISSING)
    return rows.select_related("range__holder").order_by("number")


def stray_slips(*, site: UUID) -> QuerySet[StraySlip]:
    """Slips that were handed in and cannot count: what is not settled first, then the newest."""
    return StraySlip.objects.filter(site_id=site).order_by("settled_at", "-found_at", "-id")
