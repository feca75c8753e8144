"""Many needs and visits at once, written directly: for races and benchmarks, which are about what comes after."""

from datetime import date, datetime, timedelta

from nuanliu.domain.care.models import Need, Service, Visit
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id
from tests.support.town import Town

MINUTES = 60


FIRST_DAY = date(2026, 11, 10)


def starts(number: int, first: date = FIRST_DAY) -> datetime:
    """Four times a day, so that no helper's caps or other visits are in the way."""
    return at(first + timedelta(days=number // 4), 8 + 3 * (number % 4))


def add_needs(town: Town, elders: list[Person], state: NeedState, count: int, *, first: date = FIRST_DAY) -> list[Need]:
    """So many needs from the day `first` on, four a day."""
    standard = standard_in_force(at=town.now).version_id
    given = Need.objects.filter(site=town.site).count()
    service = Service.objects.get(code="S101")
    return Need.objects.bulk_create(
        [
            Need(
                site=town.site,
                id=new_id(),
                number=given + number + 1,
                elder=elders[number % len(elders)],
                service=service,
                state=state,
                starts_at=starts(number, first),
                ends_at=starts(number, first) + timedelta(minutes=MINUTES),
                planned_minutes=MINUTES,
                payer="welfare",
                channel="phone",
                code="1234",
                placed_by=new_id(),
                submitted_at=town.now,
                review_by=town.now,
                standard_version=standard,
            )
            for number in range(count)
        ]
    )


def add_visits(town: Town, needs: list[Need], helpers: list[Person], state: VisitState) -> list[Visit]:
    """One visit a need, of an hour."""
    return Visit.objects.bulk_create(
        [
            Visit(
                site=town.site,
                id=new_id(),
                need_id=need.id,
                volunteer=helpers[number % len(helpers)],
                slot=1,
                state=state,
                taken_at=town.now,
                started_at=need.starts_at,
                ended_at=need.ends_at,
                start_evidence="elder_code",
                end_evidence="elder_code",
                grade="verified",
                measured_minutes=MINUTES,
                choice="time",
            )
            for number, need in enumerate(needs)
        ]
    )
