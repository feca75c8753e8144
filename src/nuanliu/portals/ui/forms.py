"""Forms that forgive: pasted text is tidied, and every refusal is a sentence that says what to do."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nuanliu.platform.ids import new_id
from nuanliu.platform.typed import looks_like_phone, tidy_digits, tidy_phone, tidy_text

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"
LONGEST_LINE = 200
NOT_HERS = frozenset({"busy", "cannot_write"})
"""Codes of refusals that no other answer would mend (`platform.retry.UnableNow`)."""
LONGEST_TEXT = 1000


@dataclass(frozen=True)
class Card:
    """What one choice shows: its words, a smaller line below, an icon. Give it as a choice's label."""

    title: Words
    hint: Words = ""
    icon: str = ""

    def __str__(self) -> str:
        return str(self.title)


class FieldOptions(TypedDict, total=False):
    """What any field may be told besides its own arguments."""

    label: Words
    help_text: Words
    required: bool
    initial: object
    disabled: bool
    widget: forms.Widget
    error_messages: dict[str, Words]


class TextField(forms.CharField):
    """Text, tidied. Too long is answered with both numbers, and nothing is cut off."""

    def __init__(self, *, max_length: int | None = None, lines: bool = False, **options: Unpack[FieldOptions]) -> None:
        self.lines = lines
        self.longest = max_length or (LONGEST_TEXT if lines else LONGEST_LINE)
        if lines:
            options.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(strip=False, **options)

    def to_python(self, value: object) -> str:
        """The tidied text, empty for nothing."""
        return tidy_text(super().to_python(value) or "", lines=self.lines)

    def validate(self, value: str) -> None:
        """Raise when nothing is there or too much."""
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(
                _("最多写 %(longest)d 个字，现在有 %(length)d 个。请删短一些。")
                % {"longest": self.longest, "length": len(value)},
                code="too_long",
            )


class PhoneField(TextField):
    """A telephone number as digits; spaces, dashes, brackets, +86 and full-width digits are accepted."""

    def __init__(self, **options: Unpack[FieldOptions]) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}))
        super().__init__(max_length=40, **options)

    def to_python(self, value: object) -> str:
        """The digits."""
        return tidy_phone(super().to_python(value))

    def validate(self, value: str) -> None:
        """Raise unless it can be a telephone number."""
        super().validate(value)
        if value and not looks_like_phone(value):
            raise ValidationError(_("电话号码不对。手机号是 11 位数字。"), code="phone")


class DigitsField(TextField):
    """A code of `length` digits, such as the four that an old person tells the volunteer."""

    def __init__(self, *, length: int, **options: Unpack[FieldOptions]) -> None:
        self.length = length
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: object) -> str:
        """The digits without what was typed between them."""
        return tidy_digits(super().to_python(value)).replace("-", "")

    def validate(self, value: str) -> None:
        """Raise unless there are exactly `length` digits."""
        super().validate(value)
        if value and not (value.isascii() and value.isdigit() and len(value) == self.length):
            raise ValidationError(_("请写 %(length)d 位数字。") % {"length": self.length}, code="digits")


class WholeNumberField(forms.IntegerField):
    """A whole number; full-width digits are accepted."""

    def __init__(
        self, *, min_value: int | None = None, max_value: int | None = None, **options: Unpack[FieldOptions]
    ) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(min_value=min_value, max_value=max_value, **options)
        self.error_messages["invalid"] = gettext_lazy("请写一个整数，比如 60。")

    def to_python(self, value: object) -> int | None:
        """The number, None for nothing."""
        tidied = tidy_digits(value) if isinstance(value, str) else value
        if isinstance(tidied, str) and len(tidied) > 18:
            raise ValidationError(_("这个数太大了。"), code="too_large")
        return super().to_python(tidied)


_YEARS = range(1800, 3000)
"""A day outside of these is a slip of the finger, and nothing can be reckoned from it."""


class DayField(forms.DateField):
    """A calendar day as `2026-11-24`, `2026年11月24日`, `2026/11/24`, `2026.11.24` or `20261124`."""

    def __init__(self, **options: Unpack[FieldOptions]) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"], **options)
        self.error_messages["invalid"] = gettext_lazy("日期不对。请写成 2026-11-24 这样。")

    def to_python(self, value: Any) -> date | None:
        """The day, None for nothing."""
        if isinstance(value, str):
            value = tidy_digits(value).replace("年", "-").replace("月", "-").replace("日", "").replace("号", "")
        day = super().to_python(value)
        if day is not None and day.year not in _YEARS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class AskForm(forms.Form):
    """A form that changes nothing (search, filter); its refusals are kind sentences."""

    use_required_attribute = False
    error_css_class = "has-error"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _speak_kindly(name, field)

    def summary(self) -> list[tuple[str, str]]:
        """Every refusal as (fragment of the field it belongs to or empty, sentence), in the order of the fields."""
        found = [("", str(words)) for words in self.non_field_errors()]
        for bound in self:
            found += [("" if bound.is_hidden else anchor(bound), str(words)) for words in bound.errors]
        return found


class ActForm(AskForm):
    """A form that does something: it carries the token by which a second send is known to be the same act."""

    token = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=new_id,
        error_messages={
            "required": gettext_lazy("这一页放久了。请再按一次按钮。"),
            "invalid": gettext_lazy("这一页放久了。请再按一次按钮。"),
        },
    )


def _speak_kindly(name: str, field: forms.Field) -> None:
    label = str(field.label or name)
    is_choice = isinstance(field, forms.ChoiceField)
    if field.error_messages.get("required") is forms.Field.default_error_messages["required"]:
        words = _("请选一项：%(label)s") if is_choice else _("请填写：%(label)s")
        if isinstance(field, forms.BooleanField):
            words = _("请先打勾：%(label)s")
        field.error_messages["required"] = words % {"label": label}
    if is_choice:
        field.error_messages["invalid_choice"] = _("请从列出的里面选一个。")
    if isinstance(field, forms.IntegerField):
        _bound_kindly(field)


def _bound_kindly(field: forms.IntegerField) -> None:
    for validator in field.validators:
        if isinstance(validator, MinValueValidator):
            validator.message = _("最小是 %(limit_value)s。")
        if isinstance(validator, MaxValueValidator):
            validator.message = _("最大是 %(limit_value)s。")


def anchor(bound: forms.BoundField) -> str:
    """The id that an error link leads to: the control itself, or the first of a group of choices."""
    grouped = isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{bound.auto_id}_0" if grouped else bound.id_for_label


def summary_heading(form: forms.BaseForm, count: int) -> str:
    """The heading over `count` refusals: what is to be mended; or, where only the database is to blame, nothing."""
    codes = {refusal.code for refusals in form.errors.as_data().values() for refusal in refusals}
    if codes <= NOT_HERS:
        return _("还没有办好")
    return ngettext("有 %(count)d 处要改", "有 %(count)d 处要改", count) % {"count": count}
