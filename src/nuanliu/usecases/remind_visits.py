"""Who expects a visit, and who makes it, is told the evening before and again on the morning, once each."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import at, day_bounds, local, local_date
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated


def remind_visits(*, now: datetime, limit: int = 500) -> int:
    """Tell elder and helper of each visit of today that is still to come. Returns how many visits were told of.

    A visit taken today is told of by taking it, so only those taken before today are.
    """
    if local(now).hour < standard_in_force(at=now).integer("message_from_hour"):
        return 0
    today, tomorrow = day_bounds(local_date(now))
    rows = Visit.objects.filter(
        state=VisitState.TAKEN, taken_at__lt=today, need__starts_at__gt=now, need__starts_at__lt=tomorrow
    )
    return _remind(rows, kind=NoticeKind.VISIT_TODAY, now=now, limit=limit)


def remind_of_tomorrow(*, now: datetime, limit: int = 500) -> int:
    """In the evening, tell elder and helper of each visit of the next day, once each. Returns how many visits.

    Whoever took it this evening was told when she took it.
    """
    standard = standard_in_force(at=now)
    evening, night = standard.integer("reminder_evening_hour"), standard.integer("message_to_hour")
    if not evening <= local(now).hour < night:
        return 0
    start, end = day_bounds(local_date(now) + timedelta(days=1))
    rows = Visit.objects.filter(
        state=VisitState.TAKEN,
        taken_at__lt=at(local_date(now), evening),
        need__starts_at__gte=start,
        need__starts_at__lt=end,
    )
    return _remind(rows, kind=NoticeKind.VISIT_TOMORROW, now=now, limit=limit)


def _remind(rows: QuerySet[Visit], *, kind: NoticeKind, now: datetime, limit: int) -> int:
    today = day_bounds(local_date(now))[0]
    told = Notice.objects.filter(
        kind=kind, subject_id=OuterRef("need_id"), person_id=OuterRef("volunteer_id"), created_at__gte=today
    )
    due = rows.exclude(Exists(told)).order_by("need__starts_at", "id")
    ids = list(due.values_list("id", flat=True)[:limit])
    return sum(_remind_of(visit_id=visit_id, kind=kind, now=now, since=today) for visit_id in ids)


@repeated
def _remind_of(*, visit_id: UUID, kind: NoticeKind, now: datetime, since: datetime) -> bool:
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        told = Notice.objects.filter(kind=kind, subject_id=need.id, created_at__gte=since)
        known = set(told.values_list("person_id", flat=True))
        wanted = {visit.volunteer_id: visit.volunteer, need.elder_id: need.elder}
        if visit.state != VisitState.TAKEN or not wanted.keys() - known:
            return False
        for person_id in sorted(wanted.keys() - known):
            tell(person=wanted[person_id], kind=kind, need=need, at=now, helper=visit.volunteer.name)
        return True
