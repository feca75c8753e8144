"""What the Standard has to know about a visit besides its length: who, what else that day and month, how proved."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.rules import entered_by_hand
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.gatherings.counted import counted_on
from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.network.queries import is_staff_at, posts_of
from nuanliu.domain.standards.policies import CountingContext
from nuanliu.platform.clock import LOCAL, day_bounds, local_date

COUNTED = [VisitState.CERTIFIED.value, VisitState.CREDITED.value]


def counting_context(*, need: Need, visit: Visit, kin: Collection[tuple[UUID, UUID]], now: datetime) -> CountingContext:
    """Read what was already counted for this helper on that day, and for this pair in that month.

    `kin` are pairs of relatives; the helper's with the old person is among them if there is one.
    """
    day = local_date(need.starts_at)
    first, following = month_bounds(day=day)
    others = Visit.objects.filter(
        volunteer_id=visit.volunteer_id, state__in=COUNTED, need__starts_at__gte=first, need__starts_at__lt=following
    ).exclude(id=visit.id)
    month = list(others.values_list("need__starts_at", "need__elder_id", "counted_minutes"))
    is_own_staff = is_staff_at(login_id=visit.volunteer_id, site=need.site, now=now)
    gathered = counted_on(people=[visit.volunteer_id], moment=need.starts_at).get(visit.volunteer_id, 0)
    return context_of(need=need, visit=visit, kin=kin, month=month, is_own_staff=is_own_staff, gathered=gathered)


Counted = tuple[datetime, UUID, int | None]
"""Of a certified visit: when it was agreed for, whom it helped, how many minutes counted."""


def context_of(
    *,
    need: Need,
    visit: Visit,
    kin: Collection[tuple[UUID, UUID]],
    month: Iterable[Counted],
    is_own_staff: bool,
    gathered: int,
) -> CountingContext:
    """The same from what was read before.

    `month` are the helper's other certified visits of that month, `gathered` her minutes at gatherings of that day.
    """
    day = local_date(need.starts_at)
    start, end = day_bounds(day)
    counted = list(month)
    return CountingContext(
        volunteer_age=age_on(born=visit.volunteer.birth_date, day=day),
        counted_today=gathered + sum(minutes or 0 for at, _elder, minutes in counted if start <= at < end),
        counted_pair_month=sum(minutes or 0 for _at, elder, minutes in counted if elder == need.elder_id),
        is_relative=(visit.volunteer_id, need.elder_id) in kin,
        is_manual=bool(entered_by_hand(visit=visit)) or visit.reported_late,
        is_own_staff=is_own_staff,
    )


def contexts_of_roll(*, gathering: Gathering, lines: list[Signup], now: datetime) -> dict[UUID, CountingContext]:
    """The same for everybody on a roll, by line: three queries, however many they are.

    There is no pair here, and nobody is helped who could be kin. A roll that was typed in from paper is a manual entry.
    """
    day = local_date(gathering.starts_at)
    start, end = day_bounds(day)
    people = [line.person_id for line in lines if line.person_id]
    visits = Visit.objects.filter(
        volunteer_id__in=people, state__in=COUNTED, need__starts_at__gte=start, need__starts_at__lt=end
    )
    today = counted_on(people=people, moment=gathering.starts_at, without=gathering.id)
    for person, minutes in visits.values_list("volunteer_id", "counted_minutes"):
        today[person] = today.get(person, 0) + (minutes or 0)
    posts = posts_of(logins=people, now=now)
    staff = {one for one, paths in posts.items() if any(gathering.site.path.startswith(path) for path in paths)}
    return {
        line.id: CountingContext(
            volunteer_age=age_on(born=line.person.birth_date, day=day) if line.person else None,
            counted_today=today.get(line.person_id, 0) if line.person_id else 0,
            is_manual=gathering.is_paper_roll,
            is_own_staff=line.person_id in staff,
        )
        for line in lines
    }


def age_on(*, born: date | None, day: date) -> int | None:
    """Whole years on that day; None where the birthday is not known."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def month_bounds(*, day: date) -> tuple[datetime, datetime]:
    """First moment of the month of `day` and of the month after."""
    first = datetime(day.year, day.month, 1, tzinfo=LOCAL)
    following = datetime(day.year + day.month // 12, day.month % 12 + 1, 1, tzinfo=LOCAL)
    return first, following
