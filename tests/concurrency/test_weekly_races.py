"""Two night jobs make the same occurrence; a pair that is asked first takes while everybody else tries."""

from collections import Counter
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from nuanliu.domain.care.models import Need, Service, Visit
from nuanliu.domain.care.series.models import FirstAsked, Occurrence, Series
from nuanliu.domain.care.types import NeedState
from nuanliu.platform.clock import local_date
from nuanliu.platform.ids import new_id
from tests.concurrency import weeklies
from tests.concurrency.test_races import drop_index
from tests.support.bulk import add_needs
from tests.support.races import CONTROL_ROUNDS, MEETING_ROUNDS, ROUNDS, race
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
WORKERS = 4


def run(function: Any, given: list[dict[str, Any]], control: str) -> list[list[str]]:
    """What everyone was told, round by round."""
    weak = weeklies.weakened(control) if control and connection.vendor == "sqlite" else nullcontext()
    with weak:
        outcomes = race(count=WORKERS, function=function, given=[{**one, "control": control} for one in given])
    return [[outcome.value or outcome.error for outcome in one] for one in outcomes]


def add_series(town: Town, count: int) -> list[Series]:
    """Each comes on one day of the coming week."""
    day = local_date(town.now) + timedelta(days=3)
    service = Service.objects.get(code="S101")
    elders = [town.elder(f"老人{n}") for n in range(20)]
    return Series.objects.bulk_create(
        [
            Series(
                site=town.site, id=new_id(), elder=elders[n % 20], service=service, state="active",
                weekdays=[day.isoweekday()], start_minute=540, planned_minutes=60, first_day=day, last_day=day,
                channel="phone", placed_by=new_id(), placed_at=town.now, made_until=day - timedelta(days=1),
            )
            for n in range(count)
        ]
    )  # fmt: skip


def race_to_make(count: int, control: str = "") -> tuple[list[str], list[str]]:
    town = Town.found()
    series = add_series(town, count)
    told = run(weeklies.make_days, [{"series": one.id, "now": town.now} for one in series], control)
    made = Counter(Occurrence.objects.filter(state="made").values_list("series_id", flat=True))
    wrong = [f"{one.id}: {made[one.id]} occurrences" for one in series if made[one.id] != 1]
    if Need.objects.count() != count:
        wrong.append(f"{Need.objects.count()} needs for {count} days")
    seen = [str(one) for one in told if Counter(one) != {"1": 1, "0": WORKERS - 1}]
    return seen, wrong


def test_four_jobs_make_a_day_once() -> None:
    assert race_to_make(ROUNDS) == ([], [])


def test_control_without_lock_and_derived_ids_a_day_is_made_twice() -> None:
    drop_index("occurrence_once_a_day")
    _seen, wrong = race_to_make(MEETING_ROUNDS, control="make")
    assert wrong


def race_for_first(count: int, control: str = "") -> list[str]:
    """Who took the needs, other than the helper who is asked first."""
    town = Town.found()
    elders = [town.elder(f"老人{n}") for n in range(20)]
    helpers = [town.volunteer(f"志愿者{n}") for n in range(WORKERS)]
    needs = add_needs(town, elders, NeedState.OPEN, count)
    FirstAsked.objects.bulk_create(
        [
            FirstAsked(
                site=town.site, need_id=need.id, volunteer=helpers[0], pair_id=new_id(), asked_at=town.now,
                until=town.now + timedelta(hours=1),
            )
            for need in needs
        ]
    )  # fmt: skip
    people = [helper.pk for helper in helpers]
    told = run(weeklies.take_or_wait, [{"need": need.id, "people": people, "now": town.now} for need in needs], control)
    others = Visit.objects.exclude(volunteer=helpers[0]).values_list("need_id", flat=True)
    wrong = [f"{need_id}: somebody else" for need_id in others]
    if not control:
        wrong += [str(one) for one in told if one[0] != "took it" or "took it" in one[1:]]
    return wrong


def test_what_is_kept_for_the_pair_goes_to_the_pair() -> None:
    assert race_for_first(ROUNDS) == []


def test_control_when_nobody_asks_for_whom_it_is_kept_somebody_else_has_it() -> None:
    assert race_for_first(CONTROL_ROUNDS, control="first")
