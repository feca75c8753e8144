"""What an old person answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from nuanliu.domain.people.types import ProxyPower
from nuanliu.portals.ui.forms import ActForm, Card, DigitsField
from nuanliu.portals.ui.powers import POWER_WORDS

PIN_DIGITS = 4


class AnswerForm(ActForm):
    """In what; and the digits of her card, if she has one."""

    powers = forms.MultipleChoiceField(
        label=gettext_lazy("让他替我"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少选一样。都不要，就按“不同意”。")},
    )
    pin = DigitsField(
        length=PIN_DIGITS,
        label=gettext_lazy("您卡上的四位密码"),
        help_text=gettext_lazy("等于您按手印。"),
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, asked: list[str], has_card: bool, is_no: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        powers = self.fields["powers"]
        if isinstance(powers, forms.MultipleChoiceField):
            powers.choices = [(code, Card(str(POWER_WORDS[code]))) for code in ProxyPower if code.value in asked]
        if is_no:
            for field in ("powers", "pin"):
                self.fields[field].required = False
        if not has_card:
            del self.fields["pin"]


class SignedForm(ActForm):
    """Yes or no; yes with the digits of her card, if she has one."""

    pin = DigitsField(
        length=PIN_DIGITS,
        label=gettext_lazy("您卡上的四位密码"),
        help_text=gettext_lazy("等于您按手印。"),
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, asks_pin: bool, is_no: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_no:
            self.fields["pin"].required = False
        if not asks_pin:
            del self.fields["pin"]
