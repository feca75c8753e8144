"""One field for each rule: typed as people say it, kept as the Standard stores it, refused in plain words."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.standards.checks import fault_in
from nuanliu.domain.standards.parameters import Kind, Parameter, Unit, Value
from nuanliu.domain.standards.saying import sentence_in_words
from nuanliu.platform.typed import tidy_digits
from nuanliu.portals.ui.forms import TextField
from nuanliu.portals.ui.rules import span_in_words

LONGEST_NUMBER = 9
_HOURS_AND_MINUTES = re.compile(r"(?:(\d+)(?:小时|h))?(?:(\d+)(?:分钟|分|min|m)?)?")
_COMMAS = re.compile(r"[、,，;；/\s]+")
TYPED_IN: Mapping[Unit, Any] = {
    Unit.AGE: gettext_lazy("岁"),
    Unit.MINUTES: gettext_lazy("分，也可以写 2小时30分"),
    Unit.HOURS: gettext_lazy("小时"),
    Unit.CLOCK_HOUR: gettext_lazy("点，0 到 23"),
    Unit.DAYS: gettext_lazy("天"),
    Unit.WORKING_DAYS: gettext_lazy("个工作日"),
    Unit.MONTHS: gettext_lazy("个月"),
    Unit.YEARS: gettext_lazy("年"),
    Unit.COINS: gettext_lazy("个币"),
    Unit.WHOLE_COINS: gettext_lazy("个币"),
    Unit.TIMES: gettext_lazy("次"),
    Unit.PEOPLE: gettext_lazy("位"),
    Unit.LEVELS: gettext_lazy("级"),
    Unit.DIGITS: gettext_lazy("位数"),
    Unit.PERCENT: gettext_lazy("%"),
    Unit.POINTS: gettext_lazy("分（信用分）"),
    Unit.METRES: gettext_lazy("米"),
    Unit.FACTOR: gettext_lazy("倍"),
    Unit.STARS: gettext_lazy("星"),
}
"""What stands behind the box: the unit, and how else it may be typed."""


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise ValueError(text)
    return int(text)


def _minutes(text: str) -> int:
    found = _HOURS_AND_MINUTES.fullmatch(text)
    if not text or found is None or len(text) > 2 * LONGEST_NUMBER:
        raise ValueError(text)
    hours, minutes = found.groups()
    return int(hours or 0) * 60 + int(minutes or 0)


def _hundredths(text: str) -> int:
    whole, dot, parts = text.partition(".")
    if dot and not (parts.isascii() and parts.isdigit() and len(parts) <= 2):
        raise ValueError(text)
    return _whole(whole) * 100 + int(parts.ljust(2, "0") or 0)


def _ratio(text: str) -> str:
    whole, dot, parts = text.partition(".")
    number = _whole(whole)
    if dot and not (parts.isascii() and parts.isdigit() and len(parts) <= 4):
        raise ValueError(text)
    return f"{number}.{parts.rstrip('0') or '0'}"


_READ: Mapping[Unit, Callable[[str], int]] = {Unit.MINUTES: _minutes, Unit.COINS: _hundredths}


class RuleField(TextField):
    """A rule that is typed: a number, a ratio, or several numbers."""

    def __init__(self, *, known: Parameter, **options: Any) -> None:
        self.known = known
        mode = "text" if known.kind is Kind.STAIRCASE or known.unit is Unit.MINUTES else "decimal"
        widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
        super().__init__(max_length=60, widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        """What stands in the box; what somebody typed stays as she typed it."""
        if isinstance(value, str):
            return value
        if isinstance(value, list):
            return "、".join(str(one) for one in value)
        if self.known.unit is Unit.COINS and isinstance(value, int):
            whole, rest = divmod(value, 100)
            return f"{whole}.{rest:02d}" if rest else str(whole)
        return value

    def clean(self, value: Any) -> Any:
        """The value as the Standard stores it."""
        typed = super().clean(value)
        try:
            return self._read(typed)
        except ValueError as wrong:
            raise ValidationError(_how(self.known), code="wrong_kind") from wrong

    def _read(self, typed: str) -> Value:
        if self.known.kind is Kind.STAIRCASE:
            return [_whole(one) for one in _COMMAS.split(typed.strip("、,， ")) if one]
        text = tidy_digits(typed).removesuffix("%").removesuffix("％")
        if self.known.kind is Kind.RATIO:
            return _same_ratio(_ratio(text), self.known)
        return _READ.get(self.known.unit, _whole)(text)


def _same_ratio(text: str, known: Parameter) -> str:
    """Written as the default is, where it is the same number."""
    default = str(known.default)
    return default if Fraction(text) == Fraction(default) else text


def _how(known: Parameter) -> str:
    if known.kind is Kind.STAIRCASE:
        return _("请写几个整数，从小到大，用顿号隔开，比如 7、30、60。")
    if known.kind is Kind.RATIO or known.unit is Unit.COINS:
        return _("请写一个数，比如 1.5。")
    return _("请写一个整数，比如 60。")


def field_for(*, known: Parameter) -> forms.Field:
    """The field of a rule, with its range as the hint."""
    label, hint = str(known.label), span_in_words(known=known)
    match known.kind:
        case Kind.SWITCH:
            choices = [("yes", sentence_in_words(known=known, value=True)), ("no", known.sentence_no)]
            return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
        case Kind.CHOICE:
            said = [(code, sentence_in_words(known=known, value=code)) for code in known.choices]
            return forms.ChoiceField(label=label, choices=said, widget=forms.RadioSelect)
        case Kind.CHOICES:
            return forms.MultipleChoiceField(
                label=label, choices=list(known.choices.items()), widget=forms.CheckboxSelectMultiple
            )
    words = (
        gettext_lazy("可以定在 %(span)s。") % {"span": hint} if hint else gettext_lazy("几个数，从小到大，用顿号隔开。")
    )
    return RuleField(known=known, label=label, help_text=words)


def as_typed(*, known: Parameter, value: Value) -> Any:
    """A stored value as its field shows it at first."""
    return ("yes" if value else "no") if known.kind is Kind.SWITCH else value


def as_stored(*, known: Parameter, cleaned: Any) -> Value:
    """What was typed as the Standard stores it. Raises ValidationError in words where it is out of range."""
    value: Value = cleaned
    if known.kind is Kind.SWITCH:
        value = cleaned == "yes"
    if known.kind is Kind.CHOICES:
        value = [code for code in known.choices if code in cleaned]
    if fault_in(known=known, value=value) is not None:
        span = span_in_words(known=known)
        words = _("请写 %(span)s之间。") % {"span": span} if span else _how(known)
        raise ValidationError(words, code="out_of_range")
    return value
