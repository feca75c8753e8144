"""Who may take a need on Wednesday 25 November 2026."""

from datetime import date

import pytest

from nuanliu.domain.standards.policies import RefusalCode, Taker, is_special, refusals_to_take, special_types
from tests.unit.domain.standards.made import DEFAULT, standard

DAY = date(2026, 11, 25)


def taker(age: int | None = 40, **changed) -> Taker:
    facts = {
        "birth_date": None if age is None else date(DAY.year - age, 1, 1),
        "on": DAY,
        "planned_minutes": 60,
        "trained_on": date(2026, 1, 1),
        "health_declared_on": date(2026, 1, 1),
        "insured_until": date(2026, 12, 31),
    }
    return Taker(**{**facts, **changed})


def codes(who: Taker, rules=DEFAULT) -> list[RefusalCode]:
    return [refusal.code for refusal in refusals_to_take(taker=who, standard=rules)]


@pytest.mark.parametrize(
    ("age", "changed", "expected"),
    [
        (40, {}, []),
        (18, {}, []),
        (17, {}, [RefusalCode.GROUP_ONLY]),
        (17, {"is_group": True}, []),
        (14, {"is_group": True}, []),
        (13, {"is_group": True}, [RefusalCode.TOO_YOUNG]),
        (13, {}, [RefusalCode.TOO_YOUNG]),
        (None, {}, []),
        (59, {"planned_minutes": 180}, []),
        (60, {"planned_minutes": 120}, []),
        (60, {"planned_minutes": 150}, [RefusalCode.SENIOR_SINGLE]),
        (60, {"planned_minutes": 60, "planned_that_day": 180}, []),
        (60, {"planned_minutes": 90, "planned_that_day": 180}, [RefusalCode.SENIOR_DAILY]),
        (60, {"planned_minutes": 250}, [RefusalCode.SENIOR_SINGLE, RefusalCode.SENIOR_DAILY]),
        (40, {"planned_minutes": 60, "planned_that_day": 660}, []),
        (40, {"planned_minutes": 90, "planned_that_day": 660}, [RefusalCode.DAILY_CAP]),
        (69, {"health_declared_on": None}, []),
        (70, {"health_declared_on": None}, [RefusalCode.HEALTH_DECLARATION]),
        (70, {"health_declared_on": date(2025, 11, 25)}, []),
        (70, {"health_declared_on": date(2025, 11, 24)}, [RefusalCode.HEALTH_DECLARATION]),
        (40, {"trained_on": None}, [RefusalCode.UNTRAINED]),
        (40, {"trained_on": DAY}, []),
        (40, {"trained_on": date(2026, 11, 26)}, [RefusalCode.UNTRAINED]),
        (40, {"risk": "low", "insured_until": None}, []),
        (40, {"risk": "mid", "insured_until": None}, [RefusalCode.UNINSURED]),
        (40, {"risk": "high", "insured_until": date(2026, 11, 24)}, [RefusalCode.UNINSURED]),
        (40, {"risk": "high", "insured_until": DAY}, []),
        (99, {}, []),
        (17, {"trained_on": None}, [RefusalCode.GROUP_ONLY, RefusalCode.UNTRAINED]),
    ],
)
def test_who_may_take_a_need(age, changed, expected):
    assert codes(taker(age, **changed)) == expected


@pytest.mark.parametrize(
    ("rules", "who", "expected"),
    [
        ({"volunteer_max_age": 75}, taker(74), []),
        ({"volunteer_max_age": 75}, taker(75), [RefusalCode.TOO_OLD]),
        ({"minor_mode": "none"}, taker(17, is_group=True), [RefusalCode.TOO_YOUNG]),
        ({"training_required": False}, taker(40, trained_on=None), []),
        ({"insurance_required": False}, taker(40, risk="high", insured_until=None), []),
        ({"insurance_risks": ["high"]}, taker(40, risk="mid", insured_until=None), []),
        ({"volunteer_min_age": 20}, taker(19), [RefusalCode.GROUP_ONLY]),
    ],
)
def test_another_standard_refuses_others(rules, who, expected):
    assert codes(who, standard(**rules)) == expected


def test_a_birthday_is_reached_on_its_day():
    assert taker(birth_date=date(2008, 11, 25)).age == 18
    assert taker(birth_date=date(2008, 11, 26)).age == 17


def test_every_refusal_speaks_kindly_and_shortly():
    everything = taker(
        71, planned_minutes=800, trained_on=None, health_declared_on=None, insured_until=None, risk="high"
    )
    refusals = refusals_to_take(taker=everything, standard=standard(volunteer_max_age=70))
    assert {refusal.code for refusal in refusals} == set(RefusalCode) - {RefusalCode.TOO_YOUNG, RefusalCode.GROUP_ONLY}
    assert all(str(refusal.words).endswith("。") and len(str(refusal.words)) <= 24 for refusal in refusals)


@pytest.mark.parametrize(
    ("circumstances", "types"),
    [
        ([], ()),
        (["lives_alone"], ()),
        (["over_80"], ()),
        (["over_80", "lives_alone"], ("over_80_alone",)),
        (["over_80", "empty_nest"], ("over_80_alone",)),
        (["low_income"], ()),
        (["disabled"], ()),
        (["low_income", "semi_disabled"], ("low_income_disabled",)),
        (["low_income", "disabled", "extreme_poverty"], ("extreme_poverty", "low_income_disabled")),
        (["lost_only_child"], ("lost_only_child",)),
        (["severe_handicap", "poor_sight"], ("severe_handicap",)),
        (["something_new"], ()),
    ],
)
def test_circumstances_that_amount_to_a_special_type(circumstances, types):
    assert special_types(circumstances=circumstances, standard=DEFAULT) == types
    assert is_special(circumstances=circumstances, standard=DEFAULT) is bool(types)


def test_a_type_the_standard_leaves_out_is_not_special():
    rules = standard(special_beneficiary_types=["extreme_poverty"])
    assert is_special(circumstances=["lost_only_child"], standard=rules) is False
