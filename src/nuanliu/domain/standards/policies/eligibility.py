"""Who may take a need, and who is helped without time of their own (RULEBOOK 4.1, 4.5)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.saying import said_minutes
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.errors import Words


class RefusalCode(StrEnum):
    """Why this helper may not take this need."""

    TOO_YOUNG = "too_young"
    GROUP_ONLY = "group_only"
    TOO_OLD = "too_old"
    UNTRAINED = "untrained"
    HEALTH_DECLARATION = "health_declaration"
    UNINSURED = "uninsured"
    SENIOR_SINGLE = "senior_single"
    SENIOR_DAILY = "senior_daily"
    DAILY_CAP = "daily_cap"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason, with words for the volunteer."""

    code: RefusalCode
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """A volunteer and the visit she would take. `on` is its day; minutes are planned ones.

    `risk` is the service's grade (low, mid, high); an age that is not known refuses nothing that hangs on age.
    """

    birth_date: date | None
    on: date
    planned_minutes: int
    planned_that_day: int = 0
    trained_on: date | None = None
    health_declared_on: date | None = None
    insured_until: date | None = None
    risk: str = "low"
    is_group: bool = False

    @property
    def age(self) -> int | None:
        """Whole years on the day of the visit."""
        if self.birth_date is None:
            return None
        born = self.birth_date
        return self.on.year - born.year - ((self.on.month, self.on.day) < (born.month, born.day))


def refusals_to_take(*, taker: Taker, standard: Standard) -> tuple[Refusal, ...]:
    """Every reason why the Standard refuses; empty if the volunteer may take the need."""
    return (
        *_by_age(taker, standard),
        *_by_preparation(taker, standard),
        *_by_strength(taker, standard),
    )


def _by_age(taker: Taker, standard: Standard) -> Iterator[Refusal]:
    age = taker.age
    if age is None:
        return
    most = standard.limit("volunteer_max_age")
    if age < standard.integer("volunteer_min_age"):
        allows_minors = standard.text("minor_mode") == "group_only" and age >= standard.integer("minor_min_age")
        if not allows_minors:
            yield Refusal(RefusalCode.TOO_YOUNG, _("您还没到志愿者的年龄。"))
        elif not taker.is_group:
            yield Refusal(RefusalCode.GROUP_ONLY, _("未成年人只能参加集体活动。"))
    if most is not None and age >= most:
        yield Refusal(RefusalCode.TOO_OLD, _("您年纪大了，请多保重，不用再接单。"))


def _by_preparation(taker: Taker, standard: Standard) -> Iterator[Refusal]:
    if standard.boolean("training_required") and (taker.trained_on is None or taker.trained_on > taker.on):
        yield Refusal(RefusalCode.UNTRAINED, _("请先参加培训，再来接单。"))
    if _needs_declaration(taker, standard):
        yield Refusal(RefusalCode.HEALTH_DECLARATION, _("请先到站点作今年的健康声明。"))
    if _needs_insurance(taker, standard) and (taker.insured_until is None or taker.insured_until < taker.on):
        yield Refusal(RefusalCode.UNINSURED, _("这一次要先有保险，请找站点。"))


def _needs_insurance(taker: Taker, standard: Standard) -> bool:
    return standard.boolean("insurance_required") and taker.risk in standard.codes("insurance_risks")


def _needs_declaration(taker: Taker, standard: Standard) -> bool:
    if taker.age is None or taker.age < standard.integer("health_declaration_age"):
        return False
    valid = timedelta(days=standard.days("health_declaration_days"))
    return taker.health_declared_on is None or taker.health_declared_on + valid < taker.on


def _by_strength(taker: Taker, standard: Standard) -> Iterator[Refusal]:
    day = taker.planned_that_day + taker.planned_minutes
    if taker.age is not None and taker.age >= standard.integer("senior_age"):
        single, daily = standard.minutes("senior_single_max_min"), standard.minutes("senior_daily_max_min")
        if taker.planned_minutes > single:
            words = format_lazy(_("老年志愿者一次最多 {most}，请多保重。"), most=said_minutes(value=single))
            yield Refusal(RefusalCode.SENIOR_SINGLE, words)
        if day > daily:
            words = format_lazy(_("老年志愿者一天最多 {most}，请多保重。"), most=said_minutes(value=daily))
            yield Refusal(RefusalCode.SENIOR_DAILY, words)
    most = standard.minutes("daily_review_cap_min")
    if day > most:
        words = format_lazy(_("一天最多 {most}，请歇一歇。"), most=said_minutes(value=most))
        yield Refusal(RefusalCode.DAILY_CAP, words)


_MEANT_BY: Mapping[str, tuple[frozenset[str], ...]] = {
    "extreme_poverty": (frozenset({"extreme_poverty"}),),
    "low_income_disabled": (frozenset({"low_income", "disabled"}), frozenset({"low_income", "semi_disabled"})),
    "over_80_alone": (frozenset({"over_80", "lives_alone"}), frozenset({"over_80", "empty_nest"})),
    "lost_only_child": (frozenset({"lost_only_child"}),),
    "severe_handicap": (frozenset({"severe_handicap"}),),
}
"""The circumstances (people's codes) that together make each special type; any one set of them does."""


def special_types(*, circumstances: Collection[str], standard: Standard) -> tuple[str, ...]:
    """The special types of the Standard that a person's circumstances amount to."""
    has = set(circumstances)
    return tuple(
        code for code in standard.codes("special_beneficiary_types") if any(need <= has for need in _MEANT_BY[code])
    )


def is_special(*, circumstances: Collection[str], standard: Standard) -> bool:
    """Whether a person is helped, and granted time, without having saved any."""
    return bool(special_types(circumstances=circumstances, standard=standard))
