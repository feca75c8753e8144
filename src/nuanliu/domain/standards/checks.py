"""Whether values make a Standard: kind, range, choices, fixed keys, and rules between keys."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import cast

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.parameters import REGISTRY
from nuanliu.domain.standards.parameters.kinds import AtSite, Kind, Parameter, Value
from nuanliu.platform.errors import Words

Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Fault:
    """One value that was refused, with words for the bureau."""

    key: str
    code: str
    words: Words


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_ratio(value: object) -> bool:
    if not isinstance(value, str):
        return False
    whole, _dot, decimals = value.partition(".")
    return whole.isascii() and whole.isdigit() and len(value) < 10 and (not decimals or decimals.isdecimal())


def _is_codes(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(code, str) for code in value)


def _is_staircase(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_whole(step) for step in value)


_HAS_KIND: Mapping[Kind, Callable[[object], bool]] = {
    Kind.QUANTITY: _is_whole,
    Kind.SWITCH: lambda value: isinstance(value, bool),
    Kind.CHOICE: lambda value: isinstance(value, str),
    Kind.CHOICES: _is_codes,
    Kind.RATIO: _is_ratio,
    Kind.STAIRCASE: _is_staircase,
}


def fault_in(*, known: Parameter, value: object) -> Fault | None:
    """What is wrong with one value by itself; None if nothing."""
    if not _HAS_KIND[known.kind](value):
        return Fault(known.key, "wrong_kind", format_lazy(_("“{label}”写得不对。"), label=known.label))
    if known.fixed and value != known.default:
        return Fault(known.key, "fixed", format_lazy(_("“{label}”不能改。"), label=known.label))
    if not _is_in_range(known, cast("Value", value)):
        words = format_lazy(_("“{label}”超出了允许的范围。"), label=known.label)
        return Fault(known.key, "out_of_range", words)
    return None


def _is_in_range(known: Parameter, value: Value) -> bool:
    match known.kind:
        case Kind.SWITCH:
            return True
        case Kind.CHOICE:
            return value in known.choices
        case Kind.CHOICES:
            codes = cast("list[str]", value)
            return bool(codes) and len(set(codes)) == len(codes) and set(codes) <= set(known.choices)
    numbers = [Fraction(one) for one in (cast("list[int]", value) if isinstance(value, list) else [cast("int", value)])]
    low, high = Fraction(known.minimum or 0), Fraction(known.maximum or 0)
    rises = all(one < following for one, following in pairwise(numbers))
    return rises and low <= numbers[0] and numbers[-1] <= high


def is_stricter(*, known: Parameter, value: Value, than: Value) -> bool:
    """Whether a place may set `value` where `than` holds around it: in the stricter direction only."""
    if isinstance(value, list) or isinstance(than, list) or isinstance(value, str) or isinstance(than, str):
        return False
    if known.at_site is AtSite.LOWER:
        return value < than
    return known.at_site is AtSite.HIGHER and value > than


@dataclass(frozen=True, slots=True)
class _Order:
    """`lesser` may not exceed `greater` (or must be truly less)."""

    lesser: str
    greater: str
    may_equal: bool = True


_ORDERS = (
    _Order("credit_grace_min", "credit_step_min", may_equal=False),
    _Order("minor_min_age", "volunteer_min_age"),
    _Order("senior_single_max_min", "senior_daily_max_min"),
    _Order("single_order_max_min", "daily_review_cap_min"),
    _Order("daily_auto_cap_min", "daily_review_cap_min"),
    _Order("weight_night", "weight_highest"),
    _Order("weight_holiday", "weight_highest"),
    _Order("weight_bathing", "weight_highest"),
    _Order("bonus_star3_percent", "bonus_star4_percent"),
    _Order("bonus_star4_percent", "bonus_star5_percent"),
    _Order("overdraft_min", "overdraft_urgent_min"),
    _Order("site_decides_working_days", "site_decides_legal_working_days"),
    _Order("score_suspend_below", "score_start"),
    _Order("score_start", "score_max"),
    _Order("no_show_pause_count", "no_show_exit_count", may_equal=False),
    _Order("urgent_lead_hours", "lead_time_hours"),
    _Order("idle_warning_min", "admin_idle_min", may_equal=False),
)


def _out_of_order(values: Values) -> list[Fault]:
    faults = []
    for order in _ORDERS:
        lesser, greater = (Fraction(cast("int | str", values[key])) for key in (order.lesser, order.greater))
        if lesser > greater or (lesser == greater and not order.may_equal):
            words = format_lazy(
                _("“{lesser}”要小于“{greater}”。"),
                lesser=REGISTRY[order.lesser].label,
                greater=REGISTRY[order.greater].label,
            )
            faults.append(Fault(order.lesser, "out_of_order", words))
    return faults


def faults_in(*, values: Values, stricter_than: Values | None = None, own: Collection[str] = ()) -> tuple[Fault, ...]:
    """Everything wrong with a whole set of values; for a place also what is not stricter than around it."""
    unknown = [Fault(key, "unknown", _("没有这一条规定。")) for key in sorted(set(values) - set(REGISTRY))]
    single = [fault_in(known=known, value=values[key]) for key, known in REGISTRY.items() if key in values]
    faults = unknown + [fault for fault in single if fault is not None]
    if not faults:
        faults = _out_of_order({key: values.get(key, known.default) for key, known in REGISTRY.items()})
    if not faults and stricter_than is not None:
        faults = [
            Fault(key, "not_stricter", format_lazy(_("“{label}”只能比全市更严。"), label=REGISTRY[key].label))
            for key in sorted(own)
            if not is_stricter(
                known=REGISTRY[key], value=values[key], than=stricter_than.get(key, REGISTRY[key].default)
            )
        ]
    return tuple(faults)
