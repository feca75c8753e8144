"""What is special about needs: wishes of the helper, and changes that a helper has not answered."""

from collections.abc import Iterable
from uuid import UUID

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.series.models import ChangeAsked, Wishes


def wishes_of(*, needs: Iterable[Need]) -> dict[UUID, Wishes]:
    """What is wished of the helpers of these needs, by need; those without a wish are not in it."""
    known = [(need.site_id, need.id) for need in needs]
    rows = Wishes.objects.filter(
        site_id__in={site for site, _need in known}, need_id__in=[need for _site, need in known]
    )
    return {row.need_id: row for row in rows}


def change_asked(*, visit: Visit) -> ChangeAsked | None:
    """What the helper still has to answer about a visit; None if nothing."""
    return ChangeAsked.objects.filter(site_id=visit.site_id, visit_id=visit.id, answered_at=None).first()


def unanswered(*, need: Need) -> set[UUID]:
    """Visits of a need whose helpers have not answered to its change."""
    ids = [visit.id for visit in need.visits.all()]
    rows = ChangeAsked.objects.filter(site_id=need.site_id, visit_id__in=ids, answered_at=None)
    return set(rows.values_list("visit_id", flat=True))
