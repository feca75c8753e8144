"""How many minutes of a visit count (RULEBOOK 4.2), line by line, so that a certifier sees the arithmetic."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.saying import said_minutes, said_ratio
from nuanliu.domain.standards.types import Standard, WeightCondition
from nuanliu.platform.errors import Words

HUNDREDTHS_A_COIN = 100
MINUTES_AN_HOUR = 60


class StepCode(StrEnum):
    """One line of the arithmetic. Stored with certified visits: never rename one."""

    MEASURED = "measured"
    RELATIVE = "relative"
    OVERRUN_CUT = "overrun_cut"
    OVERRUN_AGREED = "overrun_agreed"
    SENIOR_SINGLE = "senior_single"
    STEP = "step"
    BELOW_MINIMUM = "below_minimum"
    WEIGHT = "weight"
    SENIOR_DAILY = "senior_daily"
    DAILY_CAP = "daily_cap"
    PAIR_CAP = "pair_cap"
    WHOLE_STEPS = "whole_steps"
    CORRECTED = "corrected"
    """What a ruling on a dispute came to; never a step of the counting."""


class Flag(StrEnum):
    """What a certifier should look at."""

    RELATIVE = "relative"
    OVERRUN = "overrun"
    OVER_SINGLE_MAX = "over_single_max"
    SENIOR_SINGLE = "senior_single"
    SENIOR_DAILY = "senior_daily"
    DAILY_AUTO_CAP = "daily_auto_cap"
    DAILY_REVIEW_CAP = "daily_review_cap"
    PAIR_MONTHLY_CAP = "pair_monthly_cap"
    MANUAL = "manual"
    OWN_STAFF = "own_staff"
    BELOW_MINIMUM = "below_minimum"


_FLAG_WORDS: dict[Flag, Words] = {
    Flag.RELATIVE: _("帮助的是自己的亲人。"),
    Flag.OVERRUN: _("比约定的时间长很多。"),
    Flag.OVER_SINGLE_MAX: _("这一次时间很长。"),
    Flag.SENIOR_SINGLE: _("老年志愿者这一次太久了。"),
    Flag.SENIOR_DAILY: _("老年志愿者这一天太久了。"),
    Flag.DAILY_AUTO_CAP: _("这一天加起来时间很长。"),
    Flag.DAILY_REVIEW_CAP: _("这一天已经记到上限。"),
    Flag.PAIR_MONTHLY_CAP: _("这两个人这个月已经记到上限。"),
    Flag.MANUAL: _("由工作人员补录或代录。"),
    Flag.OWN_STAFF: _("志愿者是本站的工作人员。"),
    Flag.BELOW_MINIMUM: _("时间太短，不够记。"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line: what was done, in words, and the minutes after it."""

    code: StepCode
    words: Words
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingContext:
    """What has to be known besides the length. Minutes are those already counted for this volunteer.

    `agreed_overrun`: the old person and the site both agreed to the longer visit.
    """

    volunteer_age: int | None = None
    counted_today: int = 0
    counted_pair_month: int = 0
    is_relative: bool = False
    is_manual: bool = False
    is_own_staff: bool = False
    agreed_overrun: bool = False
    conditions: frozenset[WeightCondition] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Counted:
    """The Standard's answer: minutes that count, how it came to them, and whether two people must agree."""

    minutes: int
    measured: int
    steps: tuple[Step, ...]
    flags: tuple[Flag, ...]
    needs_second_person: bool


def flag_words(*, flag: Flag) -> Words:
    """A flag as a sentence for the certifier."""
    return _FLAG_WORDS[flag]


def count_minutes(*, measured: int, planned: int, standard: Standard, context: CountingContext) -> Counted:
    """Count a visit of `measured` minutes that was planned for `planned`.

    Order: kin, overrun, grace and step, minimum, weight, a senior's single limit and day, the day, the pair's month.
    Raises ValueError for a negative length or plan.
    """
    if measured < 0 or planned < 0:
        message = "minutes are never negative"
        raise ValueError(message)
    steps = tuple(_arithmetic(measured, planned, standard, context))
    minutes = steps[-1].after
    flags = _flags(measured, planned, standard, context, steps)
    reviewed = set(standard.codes("two_person_review"))
    return Counted(minutes, measured, steps, flags, needs_second_person=bool(minutes and reviewed.intersection(flags)))


def _arithmetic(measured: int, planned: int, standard: Standard, context: CountingContext) -> Iterator[Step]:
    yield _step(StepCode.MEASURED, measured, standard)
    if context.is_relative and not standard.boolean("relative_service_credit"):
        yield _step(StepCode.RELATIVE, 0, standard)
        return
    value = measured
    allowed = planned + standard.minutes("overrun_max_min")
    if measured > allowed:
        value = measured if context.agreed_overrun else allowed
        yield _step(StepCode.OVERRUN_AGREED if context.agreed_overrun else StepCode.OVERRUN_CUT, value, standard)
    value = _in_whole_steps(value + standard.minutes("credit_grace_min"), standard)
    yield _step(StepCode.STEP, value, standard)
    if value < standard.minutes("credit_min_min"):
        yield _step(StepCode.BELOW_MINIMUM, 0, standard)
        return
    if (factor := _weight(standard, context)) != 1:
        value = int(value * factor)
        yield _step(StepCode.WEIGHT, value, standard, factor)
    yield from _caps(value, standard, context)


def _caps(value: int, standard: Standard, context: CountingContext) -> Iterator[Step]:
    was = value
    for code, room in _rooms(standard, context):
        if value > room:
            value = room
            yield _step(code, value, standard)
    whole = _in_whole_steps(value, standard)
    if value not in {was, whole}:
        yield _step(StepCode.WHOLE_STEPS, whole, standard)


def _rooms(standard: Standard, context: CountingContext) -> Iterator[tuple[StepCode, int]]:
    """What each cap still leaves."""
    if _is_senior(standard, context):
        yield StepCode.SENIOR_SINGLE, standard.minutes("senior_single_max_min")
        yield StepCode.SENIOR_DAILY, max(standard.minutes("senior_daily_max_min") - context.counted_today, 0)
    yield StepCode.DAILY_CAP, max(standard.minutes("daily_review_cap_min") - context.counted_today, 0)
    yield StepCode.PAIR_CAP, max(standard.minutes("pair_monthly_cap_min") - context.counted_pair_month, 0)


def _in_whole_steps(minutes: int, standard: Standard) -> int:
    step = standard.minutes("credit_step_min")
    return minutes // step * step


def _is_senior(standard: Standard, context: CountingContext) -> bool:
    return context.volunteer_age is not None and context.volunteer_age >= standard.integer("senior_age")


def _weight(standard: Standard, context: CountingContext) -> Fraction:
    """The highest weight that applies, within the Standard's range; 1 while weights are disabled."""
    if not standard.boolean("weights_enabled"):
        return Fraction(1)
    keys = [f"weight_{condition}" for condition in context.conditions]
    highest = max((standard.number(key) for key in keys), default=Fraction(1))
    return min(max(highest, standard.number("weight_lowest")), standard.number("weight_highest"))


def _flags(
    measured: int, planned: int, standard: Standard, context: CountingContext, steps: Sequence[Step]
) -> tuple[Flag, ...]:
    minutes, taken = steps[-1].after, {step.code for step in steps}
    day = context.counted_today + minutes
    raised = {
        Flag.RELATIVE: context.is_relative,
        Flag.OVERRUN: measured > planned + standard.minutes("overrun_max_min"),
        Flag.OVER_SINGLE_MAX: minutes > standard.minutes("single_order_max_min"),
        Flag.SENIOR_SINGLE: StepCode.SENIOR_SINGLE in taken,
        Flag.SENIOR_DAILY: StepCode.SENIOR_DAILY in taken,
        Flag.DAILY_AUTO_CAP: minutes > 0 and day > standard.minutes("daily_auto_cap_min"),
        Flag.DAILY_REVIEW_CAP: StepCode.DAILY_CAP in taken,
        Flag.PAIR_MONTHLY_CAP: StepCode.PAIR_CAP in taken,
        Flag.MANUAL: context.is_manual,
        Flag.OWN_STAFF: context.is_own_staff,
        Flag.BELOW_MINIMUM: StepCode.BELOW_MINIMUM in taken,
    }
    return tuple(flag for flag, is_raised in raised.items() if is_raised)


def coins_for(*, minutes: int, standard: Standard) -> int:
    """Hundredths of a coin for counted minutes; a part of a hundredth is dropped."""
    return minutes * standard.integer("coin_per_hour") * HUNDREDTHS_A_COIN // MINUTES_AN_HOUR


def _step(code: StepCode, after: int, standard: Standard, factor: Fraction | None = None) -> Step:
    return Step(code, _step_words(code, standard, factor), after)


def _step_words(code: StepCode, standard: Standard, factor: Fraction | None) -> Words:
    def said(key: str) -> Words:
        return said_minutes(value=standard.minutes(key))

    weight = said_ratio(value=factor) if factor else lazystr("")
    return {
        StepCode.MEASURED: lambda: _("实际服务的时间。"),
        StepCode.RELATIVE: lambda: _("帮助自己的亲人不记时间。"),
        StepCode.OVERRUN_CUT: lambda: format_lazy(_("比约定最多多记 {most}。"), most=said("overrun_max_min")),
        StepCode.OVERRUN_AGREED: lambda: _("多出的时间，老人和站点都同意。"),
        StepCode.SENIOR_SINGLE: lambda: format_lazy(
            _("老年志愿者一次最多 {most}。"), most=said("senior_single_max_min")
        ),
        StepCode.STEP: lambda: format_lazy(
            _("每满 {step}记一次，只差 {grace}以内算满。"), step=said("credit_step_min"), grace=said("credit_grace_min")
        ),
        StepCode.BELOW_MINIMUM: lambda: format_lazy(_("不到 {least}的不记。"), least=said("credit_min_min")),
        StepCode.WEIGHT: lambda: format_lazy(_("按 {weight}记。"), weight=weight),
        StepCode.SENIOR_DAILY: lambda: format_lazy(_("老年志愿者一天最多 {most}。"), most=said("senior_daily_max_min")),
        StepCode.DAILY_CAP: lambda: format_lazy(_("一天最多记 {most}。"), most=said("daily_review_cap_min")),
        StepCode.PAIR_CAP: lambda: format_lazy(_("同两个人一个月最多记 {most}。"), most=said("pair_monthly_cap_min")),
        StepCode.CORRECTED: lambda: _("异议定下来，算这么多。"),
        StepCode.WHOLE_STEPS: lambda: format_lazy(_("只记整 {step}的。"), step=said("credit_step_min")),
    }[code]()


def retold_steps(*, stored: Sequence[Sequence[str | int]], standard: Standard) -> tuple[Step, ...]:
    """The lines of a certified visit, from the stored `[code, minutes after]` and the Standard that counted it."""
    lines, before = [], 0
    for code, after in stored:
        minutes = int(after)
        factor = Fraction(minutes, before) if code == StepCode.WEIGHT and before else None
        lines.append(_step(StepCode(str(code)), minutes, standard, factor))
        before = minutes
    return tuple(lines)
