"""On the morning of a visit the old person and the helper are told of it, once each."""

from datetime import datetime, time
from uuid import UUID

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.platform.clock import day_bounds, local, local_date
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated

NOT_BEFORE = time(7, 30)
"""Nobody's telephone rings earlier than this for a reminder."""


def remind_visits(*, now: datetime, limit: int = 500) -> int:
    """Tell elder and helper of each visit of today that is still to come. Returns how many visits were told of.

    A visit taken today is told of by taking it, so only those taken before today are.
    """
    if local(now).time() < NOT_BEFORE:
        return 0
    today, tomorrow = day_bounds(local_date(now))
    rows = Visit.objects.filter(
        state=VisitState.TAKEN, taken_at__lt=today, need__starts_at__gt=now, need__starts_at__lt=tomorrow
    )
    ids = list(rows.order_by("need__starts_at", "id").values_list("id", flat=True)[:limit])
    return sum(_remind_of(visit_id=visit_id, now=now, since=today) for visit_id in ids)


@repeated
def _remind_of(*, visit_id: UUID, now: datetime, since: datetime) -> bool:
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        told = Notice.objects.filter(kind=NoticeKind.VISIT_TODAY, subject_id=need.id, created_at__gte=since)
        known = set(told.values_list("person_id", flat=True))
        wanted = {visit.volunteer_id: visit.volunteer, need.elder_id: need.elder}
        if visit.state != VisitState.TAKEN or not wanted.keys() - known:
            return False
        for person_id in sorted(wanted.keys() - known):
            tell(
                person=wanted[person_id],
                kind=NoticeKind.VISIT_TODAY,
                need=need,
                at=now,
                helper=visit.volunteer.name,
            )
        return True
