"""The Standard's arithmetic. Unless a row says otherwise: planned for 60 minutes, the defaults of version 1."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.domain.standards.policies import (
    CountingContext,
    Flag,
    StepCode,
    coins_for,
    count_minutes,
    flag_words,
    retold_steps,
)
from nuanliu.domain.standards.types import WeightCondition
from tests.unit.domain.standards.made import DEFAULT, standard

NOBODY = CountingContext()
SENIOR = CountingContext(volunteer_age=60)
YOUNGER = CountingContext(volunteer_age=59)


def count(measured, planned=60, context=NOBODY, rules=DEFAULT):
    return count_minutes(measured=measured, planned=planned, standard=rules, context=context)


STEP_AND_GRACE = [
    (0, 0),
    (1, 0),
    (24, 0),
    (25, 30),
    (29, 30),
    (30, 30),
    (31, 30),
    (54, 30),
    (55, 60),
    (59, 60),
    (60, 60),
    (61, 60),
    (84, 60),
    (85, 90),
    (89, 90),
    (90, 90),
]


@pytest.mark.parametrize(("measured", "minutes"), STEP_AND_GRACE)
def test_each_step_has_its_grace_and_the_rest_is_dropped(measured, minutes):
    assert count(measured).minutes == minutes


OTHER_STEPS = [
    ({"credit_grace_min": 0}, 59, 30),
    ({"credit_grace_min": 0}, 60, 60),
    ({"credit_step_min": 60}, 54, 0),
    ({"credit_step_min": 60}, 55, 60),
    ({"credit_step_min": 15, "credit_grace_min": 5}, 40, 45),
    ({"credit_step_min": 15, "credit_grace_min": 5}, 39, 30),
    ({"credit_step_min": 1, "credit_grace_min": 0}, 59, 59),
    ({"credit_step_min": 1, "credit_grace_min": 0}, 29, 0),
    ({"credit_min_min": 60}, 54, 0),
    ({"credit_min_min": 60}, 55, 60),
    ({"credit_min_min": 0, "credit_step_min": 1, "credit_grace_min": 0}, 1, 1),
]


@pytest.mark.parametrize(("changed", "measured", "minutes"), OTHER_STEPS)
def test_another_standard_counts_in_its_own_steps(changed, measured, minutes):
    assert count(measured, rules=standard(**changed)).minutes == minutes


AGREED = CountingContext(agreed_overrun=True)
OVERRUN = [
    (90, 60, NOBODY, 90, False),
    (91, 60, NOBODY, 90, True),
    (94, 60, NOBODY, 90, True),
    (150, 60, NOBODY, 90, True),
    (300, 60, NOBODY, 90, True),
    (90, 60, AGREED, 90, False),
    (120, 60, AGREED, 120, True),
    (150, 120, NOBODY, 150, False),
    (151, 120, NOBODY, 150, True),
    (30, 0, NOBODY, 30, False),
    (60, 0, NOBODY, 30, True),
]


@pytest.mark.parametrize(("measured", "planned", "context", "minutes", "flagged"), OVERRUN)
def test_what_goes_far_beyond_the_plan_is_cut_or_agreed_and_always_reviewed(
    measured, planned, context, minutes, flagged
):
    counted = count(measured, planned, context)
    assert counted.minutes == minutes
    assert (Flag.OVERRUN in counted.flags) is flagged
    assert counted.needs_second_person is flagged


LONG = [
    (240, 240, 240, False),
    (239, 240, 240, False),
    (270, 240, 270, True),
    (265, 240, 270, True),
    (264, 240, 240, False),
]


@pytest.mark.parametrize(("measured", "planned", "minutes", "flagged"), LONG)
def test_a_visit_of_more_than_four_hours_wants_two_people(measured, planned, minutes, flagged):
    counted = count(measured, planned)
    assert (counted.minutes, Flag.OVER_SINGLE_MAX in counted.flags, counted.needs_second_person) == (
        minutes,
        flagged,
        flagged,
    )


SENIORS = [
    (SENIOR, 120, 0, 120, set()),
    (SENIOR, 150, 0, 120, {Flag.SENIOR_SINGLE}),
    (YOUNGER, 150, 0, 150, set()),
    (SENIOR, 120, 120, 120, set()),
    (SENIOR, 120, 150, 90, {Flag.SENIOR_DAILY}),
    (SENIOR, 120, 240, 0, {Flag.SENIOR_DAILY}),
    (SENIOR, 120, 300, 0, {Flag.SENIOR_DAILY}),
    (YOUNGER, 120, 240, 120, set()),
    (SENIOR, 150, 150, 90, {Flag.SENIOR_SINGLE, Flag.SENIOR_DAILY}),
]


@pytest.mark.parametrize(("who", "measured", "today", "minutes", "flags"), SENIORS)
def test_volunteers_of_sixty_are_kept_within_their_strength(who, measured, today, minutes, flags):
    context = CountingContext(volunteer_age=who.volunteer_age, counted_today=today)
    counted = count(measured, 150, context)
    assert (counted.minutes, set(counted.flags)) == (minutes, flags)


DAYS = [
    (60, 0, 60, set(), False),
    (60, 420, 60, set(), False),
    (60, 450, 60, {Flag.DAILY_AUTO_CAP}, True),
    (60, 480, 60, {Flag.DAILY_AUTO_CAP}, True),
    (60, 660, 60, {Flag.DAILY_AUTO_CAP}, True),
    (60, 690, 30, {Flag.DAILY_AUTO_CAP, Flag.DAILY_REVIEW_CAP}, True),
    (60, 705, 0, {Flag.DAILY_REVIEW_CAP}, False),
    (60, 720, 0, {Flag.DAILY_REVIEW_CAP}, False),
    (60, 900, 0, {Flag.DAILY_REVIEW_CAP}, False),
]


@pytest.mark.parametrize(("measured", "today", "minutes", "flags", "second"), DAYS)
def test_a_day_is_reviewed_from_eight_hours_and_ends_at_twelve(measured, today, minutes, flags, second):
    counted = count(measured, 60, CountingContext(counted_today=today))
    assert (counted.minutes, set(counted.flags), counted.needs_second_person) == (minutes, flags, second)


PAIRS = [
    (0, 60, False),
    (1140, 60, False),
    (1155, 30, True),
    (1170, 30, True),
    (1180, 0, True),
    (1200, 0, True),
    (5000, 0, True),
]


@pytest.mark.parametrize(("month", "minutes", "flagged"), PAIRS)
def test_the_same_two_people_have_twenty_hours_a_month(month, minutes, flagged):
    counted = count(60, 60, CountingContext(counted_pair_month=month))
    assert (counted.minutes, Flag.PAIR_MONTHLY_CAP in counted.flags) == (minutes, flagged)


def test_kin_are_not_counted_unless_the_standard_says_so():
    kin = CountingContext(is_relative=True)
    refused, allowed = count(60, context=kin), count(60, context=kin, rules=standard(relative_service_credit=True))
    assert (refused.minutes, [step.code for step in refused.steps]) == (0, [StepCode.MEASURED, StepCode.RELATIVE])
    assert (allowed.minutes, allowed.flags) == (60, (Flag.RELATIVE,))


@pytest.mark.parametrize(
    ("context", "flag"),
    [(CountingContext(is_manual=True), Flag.MANUAL), (CountingContext(is_own_staff=True), Flag.OWN_STAFF)],
)
def test_what_staff_wrote_or_did_wants_two_people(context, flag):
    counted = count(60, context=context)
    assert (counted.minutes, counted.flags, counted.needs_second_person) == (60, (flag,), True)
    assert count(60).needs_second_person is False


def test_nothing_to_credit_wants_no_second_person():
    counted = count(10, context=CountingContext(is_manual=True))
    assert (counted.minutes, counted.needs_second_person) == (0, False)


def test_the_standard_decides_what_two_people_review():
    relaxed = standard(two_person_review=["overrun"])
    assert count(60, context=CountingContext(is_manual=True), rules=relaxed).needs_second_person is False
    assert count(150, rules=relaxed).needs_second_person is True


WEIGHTED = standard(weights_enabled=True)
NIGHT, HOLIDAY, BATHING = WeightCondition.NIGHT, WeightCondition.HOLIDAY, WeightCondition.BATHING
WEIGHTS = [
    (DEFAULT, {NIGHT, BATHING}, 60, 60),
    (WEIGHTED, set(), 60, 60),
    (WEIGHTED, {NIGHT}, 60, 72),
    (WEIGHTED, {NIGHT}, 30, 36),
    (WEIGHTED, {NIGHT}, 90, 108),
    (WEIGHTED, {HOLIDAY}, 60, 72),
    (WEIGHTED, {BATHING}, 90, 135),
    (WEIGHTED, {NIGHT, HOLIDAY, BATHING}, 60, 90),
    (standard(weights_enabled=True, weight_night="1.33"), {NIGHT}, 90, 119),
    (standard(weights_enabled=True, weight_highest="1.1"), {BATHING}, 60, 66),
]


@pytest.mark.parametrize(("rules", "conditions", "measured", "minutes"), WEIGHTS)
def test_weights_are_exact_and_the_highest_alone_applies(rules, conditions, measured, minutes):
    context = CountingContext(conditions=frozenset(conditions))
    assert count(measured, 90, context, rules).minutes == minutes


def test_a_weight_does_not_lift_a_visit_over_a_cap():
    context = CountingContext(conditions=frozenset({BATHING}), counted_today=660)
    assert count(60, 60, context, WEIGHTED).minutes == 60


def test_the_lines_tell_the_arithmetic_in_order():
    counted = count(100, 60, CountingContext(counted_today=660))
    assert [(step.code, step.after) for step in counted.steps] == [
        (StepCode.MEASURED, 100),
        (StepCode.OVERRUN_CUT, 90),
        (StepCode.STEP, 90),
        (StepCode.DAILY_CAP, 60),
    ]
    assert [str(step.words) for step in counted.steps] == [
        "实际服务的时间。",
        "比约定最多多记 30 分。",
        "每满 30 分记一次，只差 5 分以内算满。",
        "一天最多记 12 小时。",
    ]


def test_the_stored_lines_tell_the_same_again():
    context = CountingContext(conditions=frozenset({NIGHT}), counted_today=690, volunteer_age=61)
    counted = count(150, 60, context, WEIGHTED)
    stored = [[step.code.value, step.after] for step in counted.steps]
    again = retold_steps(stored=stored, standard=WEIGHTED)
    assert [(line.code, str(line.words), line.after) for line in again] == [
        (line.code, str(line.words), line.after) for line in counted.steps
    ]


def test_every_flag_and_every_line_has_words():
    assert all(str(flag_words(flag=flag)).endswith("。") for flag in Flag)
    lines = retold_steps(stored=[[code.value, 30] for code in StepCode], standard=DEFAULT)
    assert [line.code for line in lines] == list(StepCode)
    assert all(str(line.words).endswith("。") for line in lines)


@pytest.mark.parametrize(("measured", "planned"), [(-1, 60), (60, -1)])
def test_a_negative_length_is_a_mistake_of_the_program(measured, planned):
    with pytest.raises(ValueError, match="never negative"):
        count(measured, planned)


@pytest.mark.parametrize(
    ("minutes", "per_hour", "coins"), [(60, 1, 100), (30, 1, 50), (90, 1, 150), (0, 1, 0), (60, 6, 600), (1, 1, 1)]
)
def test_an_hour_is_the_standards_coins(minutes, per_hour, coins):
    assert coins_for(minutes=minutes, standard=standard(coin_per_hour=per_hour)) == coins


lengths, plans = st.integers(0, 1_440), st.integers(0, 480)
contexts = st.builds(
    CountingContext,
    volunteer_age=st.none() | st.integers(14, 99),
    counted_today=st.integers(0, 800),
    counted_pair_month=st.integers(0, 1_400),
    is_manual=st.booleans(),
    is_own_staff=st.booleans(),
    agreed_overrun=st.booleans(),
    conditions=st.frozensets(st.sampled_from(WeightCondition)),
)
rules_of_many_kinds = st.sampled_from(
    [
        DEFAULT,
        standard(credit_step_min=1, credit_grace_min=0, credit_min_min=0, overrun_max_min=0),
        standard(credit_step_min=10, credit_grace_min=0, credit_min_min=15, daily_auto_cap_min=240),
        standard(credit_step_min=15, credit_min_min=60, overrun_max_min=60, senior_single_max_min=110),
        standard(credit_step_min=60, credit_grace_min=15, daily_review_cap_min=500, pair_monthly_cap_min=700),
    ]
)


@given(lengths, lengths, plans, contexts, rules_of_many_kinds)
def test_staying_longer_never_counts_less(one, other, planned, context, rules):
    shorter, longer = sorted((one, other))
    assert count(shorter, planned, context, rules).minutes <= count(longer, planned, context, rules).minutes


@given(lengths, plans, contexts, rules_of_many_kinds)
def test_no_cap_is_ever_passed(measured, planned, context, rules):
    counted = count(measured, planned, context, rules)
    grace = rules.minutes("credit_grace_min")
    assert 0 <= counted.minutes <= measured + grace
    if counted.minutes:
        assert context.counted_today + counted.minutes <= rules.minutes("daily_review_cap_min")
        assert context.counted_pair_month + counted.minutes <= rules.minutes("pair_monthly_cap_min")
        if not context.agreed_overrun:
            assert counted.minutes <= planned + rules.minutes("overrun_max_min") + grace
        if (context.volunteer_age or 0) >= 60:
            assert counted.minutes <= rules.minutes("senior_single_max_min")
            assert context.counted_today + counted.minutes <= rules.minutes("senior_daily_max_min")


@given(lengths, plans, contexts, rules_of_many_kinds)
def test_what_counts_is_whole_steps_and_at_least_the_minimum_or_what_a_cap_left(measured, planned, context, rules):
    counted = count(measured, planned, context, rules)
    assert counted.minutes % rules.minutes("credit_step_min") == 0
    capped = {Flag.SENIOR_SINGLE, Flag.SENIOR_DAILY, Flag.DAILY_REVIEW_CAP, Flag.PAIR_MONTHLY_CAP} & set(counted.flags)
    assert capped or counted.minutes == 0 or counted.minutes >= rules.minutes("credit_min_min")


@given(lengths, plans, contexts, rules_of_many_kinds)
def test_counting_what_was_counted_changes_nothing(measured, planned, context, rules):
    once = count(measured, planned, context, rules).minutes
    assert count(once, planned, context, rules).minutes in {once, 0 if once < rules.minutes("credit_min_min") else once}


@given(lengths, plans, contexts, rules_of_many_kinds)
def test_the_last_line_is_the_answer_and_no_line_after_the_step_raises_it(measured, planned, context, rules):
    counted = count(measured, planned, context, rules)
    assert (counted.steps[0].after, counted.steps[-1].after) == (measured, counted.minutes)
    after_step = [step.after for step in counted.steps if step.code not in {StepCode.MEASURED, StepCode.STEP}]
    assert after_step == sorted(after_step, reverse=True)


@given(lengths, plans, contexts)
def test_a_weight_adds_at_most_its_factor(measured, planned, context):
    plain, weighted = count(measured, planned, context).minutes, count(measured, planned, context, WEIGHTED).minutes
    assert weighted <= plain * Fraction(3, 2) or weighted <= 720 - context.counted_today
