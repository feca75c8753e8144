"""Who may be given time, with whom it may be shared, to whom it may be left; years and months on the wall."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.domain.standards.parameters import defaults
from nuanliu.domain.standards.policies import (
    Kin,
    months_on,
    refusal_to_inherit,
    refusal_to_receive,
    refusal_to_share,
    year_left,
    year_of,
)
from nuanliu.domain.standards.types import Standard, frozen_values
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.ids import new_id

TODAY = date(2026, 11, 26)


def standard(**changed) -> Standard:
    values = frozen_values(defaults() | changed)
    return Standard(version_id=new_id(), number_of_version=1, title="", effective_from=at(TODAY, 0), values=values)


def kin(kinship="parent", *, is_confirmed=True, born=date(1946, 3, 1)) -> Kin:
    return Kin(kinship=kinship, is_confirmed=is_confirmed, birth_date=born)


def code(refusal) -> str | None:
    return refusal.code.value if refusal else None


@pytest.mark.parametrize(
    ("kinship", "receive", "share", "inherit"),
    [
        ("spouse", None, None, None),
        ("parent", None, None, None),
        ("child", None, None, None),
        ("grandparent", None, "kinship", None),
        ("parent_in_law", None, "kinship", "kinship"),
        ("grandchild", "kinship", "kinship", None),
        ("sibling", "kinship", "kinship", "kinship"),
        ("in_law", "kinship", "kinship", "kinship"),
        ("other", "kinship", "kinship", "kinship"),
    ],
)
def test_each_kinship_in_the_three_rules(kinship, receive, share, inherit) -> None:
    one, rules = kin(kinship), standard()
    assert code(refusal_to_receive(kin=one, on=TODAY, standard=rules)) == receive
    assert code(refusal_to_share(kin=one, standard=rules)) == share
    assert code(refusal_to_inherit(kin=one, standard=rules)) == inherit


def test_a_word_is_no_paper() -> None:
    word = kin(is_confirmed=False)
    assert code(refusal_to_receive(kin=word, on=TODAY, standard=standard())) == "unconfirmed"
    assert code(refusal_to_share(kin=word, standard=standard())) == "unconfirmed"
    assert code(refusal_to_inherit(kin=word, standard=standard())) == "unconfirmed"


@pytest.mark.parametrize(
    ("born", "refusal"),
    [(date(1966, 11, 26), None), (date(1966, 11, 27), "too_young"), (None, "age_unknown"), (date(1964, 2, 29), None)],
)
def test_sixty_is_counted_to_the_day(born, refusal) -> None:
    assert code(refusal_to_receive(kin=kin(born=born), on=TODAY, standard=standard())) == refusal


def test_no_transfer_after_death_where_the_standard_has_none() -> None:
    assert code(refusal_to_inherit(kin=kin(), standard=standard(death_transfer_times=0))) == "kinship"


@given(st.integers(0, 100_000), st.integers(0, 60_000))
def test_what_is_left_of_a_year_is_never_below_nothing(given_minutes, limit) -> None:
    left = year_left(given=given_minutes, standard=standard(transfer_yearly_max_min=limit))
    assert left == max(limit - given_minutes, 0)


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)), st.integers(0, 1439))
def test_a_moment_lies_in_its_own_year_on_the_wall(day, minute) -> None:
    moment = at(day, minute // 60, minute % 60)
    first, after = year_of(moment=moment)
    assert first <= moment < after
    assert local_date(first) == date(day.year, 1, 1)
    assert local_date(after - timedelta(seconds=1)) == date(day.year, 12, 31)


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)), st.integers(-240, 240))
def test_so_many_months_later_is_the_same_day_or_the_months_last(day, months) -> None:
    later = months_on(day=day, months=months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
    assert later.day <= day.day


def test_the_last_of_february() -> None:
    assert months_on(day=date(2028, 2, 29), months=24) == date(2030, 2, 28)
    assert months_on(day=date(2026, 12, 31), months=2) == date(2027, 2, 28)
    assert months_on(day=date(2026, 11, 30), months=-9) == date(2026, 2, 28)
