"""Reading pads, slips, and what is wrong with them."""

from collections import Counter, defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from nuanliu.domain.care.slips.models import Slip, SlipRange, StraySlip
from nuanliu.domain.care.slips.types import GONE_ON, SlipState


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
