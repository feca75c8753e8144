"""Limits of a month and a year hold whatever is asked when, also where the Standard changes in mid-month."""

from collections import defaultdict
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.passbook.types import SaidHow
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import confirm_relation
from nuanliu.domain.people.types import KinProof, Kinship
from nuanliu.domain.standards.operations import publish_for_city
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.give_time import answer_gift, give_time
from nuanliu.usecases.use_time import convert_time, take_back
from tests.support.town import Town

pytestmark = pytest.mark.django_db
CHANGE = at(date(2027, 1, 15), 12)
MOMENTS = (
    at(date(2026, 12, 31), 23, 59),
    at(date(2027, 1, 1), 0),
    at(date(2027, 1, 15), 11, 59),
    CHANGE,
    at(date(2027, 1, 31), 23, 59),
    at(date(2027, 2, 1), 0),
    at(date(2027, 12, 31), 23, 59),
    at(date(2028, 1, 1), 0),
)
"""Both sides of every end: of a year, of a month, and of a version of the Standard."""
YEARLY, MONTHLY = {False: 6_000, True: 3_000}, {False: 600, True: 900}
"""Before the change, and from it on."""
ACTS = st.lists(
    st.tuples(
        st.sampled_from(MOMENTS),
        st.sampled_from(["give", "refused", "convert", "undone"]),
        st.integers(1, 24).map(lambda steps: steps * 150),
    ),
    max_size=9,
)


@pytest.fixture
def town(db) -> Town:
    town = Town.found()
    publish_for_city(
        title="半路改的标准",
        values={"transfer_yearly_max_min": YEARLY[True], "time_to_coin_monthly_max_min": MONTHLY[True]},
        effective_from=CHANGE,
        reason="试",
        published_by=None,
        now=town.now,
    )
    return town


def act(town: Town, giver: Person, mother: Person, kind: str, minutes: int, now: datetime) -> bool:
    """Whether it was done."""
    actor = town.actor(giver)
    try:
        if kind in {"give", "refused"}:
            gift = give_time(
                actor=actor, giver_id=giver.pk, receiver_id=mother.pk, minutes=minutes, how=SaidHow.SELF,
                token=new_id(), now=now,
            )  # fmt: skip
            if kind == "refused":
                answer_gift(actor=town.actor(mother), gift_id=gift.id, is_yes=False, how=SaidHow.SELF, now=now)
        else:
            made = convert_time(actor=actor, minutes=minutes, token=new_id(), now=now)
            if kind == "undone":
                take_back(actor=actor, dealing_id=made.id, now=now)
    except Unable as refused:
        if refused.code in {"year_full", "month_full"}:
            return False
        raise
    return True


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_the_limits_are_those_of_the_day_of_the_act(town: Town, acts) -> None:
    giver, mother = town.volunteer(), town.elder()
    town.give(giver, 200_000)
    confirm_relation(person=giver, relative=mother, kinship=Kinship.PARENT, proof=KinProof.BIRTH, by=None, at=town.now)
    in_year: dict[int, int] = defaultdict(int)
    in_month: dict[tuple[int, int], int] = defaultdict(int)
    for now, kind, minutes in sorted(acts, key=lambda one: one[0]):
        day, is_new = local_date(now), now >= CHANGE
        if kind in {"give", "refused"}:
            fits = in_year[day.year] + minutes <= YEARLY[is_new]
            in_year[day.year] += minutes if fits and kind == "give" else 0
        else:
            fits = in_month[day.year, day.month] + minutes <= MONTHLY[is_new]
            in_month[day.year, day.month] += minutes if fits and kind == "convert" else 0
        assert act(town, giver, mother, kind, minutes, now) is fits
    saved = town.savings(giver)
    assert (saved.time_held, saved.coin) == (sum(in_year.values()), sum(in_month.values()) * 100 // 60)
    assert saved.time == 200_000 - sum(in_month.values())


def test_the_version_of_the_day_stands_on_every_line(town: Town) -> None:
    giver = town.volunteer()
    town.give(giver, 1_000)
    before, after = (
        convert_time(actor=town.actor(giver), minutes=60, token=new_id(), now=now).standard_version
        for now in (MOMENTS[2], CHANGE)
    )
    assert before != after
    assert [standard_in_force(at=now).version_id for now in (MOMENTS[2], CHANGE)] == [before, after]
    assert check_books().findings == []
