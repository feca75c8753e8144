"""What the Standard has to know about a visit besides its length: who, what else that day and month, how proved."""

from datetime import date, datetime

from django.db.models import QuerySet, Sum

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.rules import entered_by_hand
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.network.queries import is_staff_at
from nuanliu.domain.people.queries import are_kin
from nuanliu.domain.standards.policies import CountingContext
from nuanliu.platform.clock import LOCAL, day_bounds, local_date

COUNTED = [VisitState.CERTIFIED.value, VisitState.CREDITED.value]


def counting_context(*, need: Need, visit: Visit, now: datetime) -> CountingContext:
    """Read what was already counted for this helper on that day, and for this pair in that month."""
    day = local_date(need.starts_at)
    others = Visit.objects.filter(volunteer_id=visit.volunteer_id, state__in=COUNTED).exclude(id=visit.id)
    start, end = day_bounds(day)
    that_day = others.filter(need__starts_at__gte=start, need__starts_at__lt=end)
    first, following = _month_bounds(day)
    pair = others.filter(need__elder_id=need.elder_id, need__starts_at__gte=first, need__starts_at__lt=following)
    return CountingContext(
        volunteer_age=_age(visit.volunteer.birth_date, day),
        counted_today=_total(that_day),
        counted_pair_month=_total(pair),
        is_relative=are_kin(person=visit.volunteer_id, others=[need.elder_id]),
        is_manual=bool(entered_by_hand(visit=visit)) or visit.reported_late,
        is_own_staff=is_staff_at(login_id=visit.volunteer_id, site=need.site, now=now),
    )


def _total(visits: QuerySet[Visit]) -> int:
    return int(visits.aggregate(total=Sum("counted_minutes"))["total"] or 0)


def _age(born: date | None, on: date) -> int | None:
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _month_bounds(day: date) -> tuple[datetime, datetime]:
    first = datetime(day.year, day.month, 1, tzinfo=LOCAL)
    following = datetime(day.year + day.month // 12, day.month % 12 + 1, 1, tzinfo=LOCAL)
    return first, following
