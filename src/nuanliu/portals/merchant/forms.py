"""Forms of the till: as little as possible to type."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.queries import ShownOffer
from nuanliu.platform import clock, words
from nuanliu.portals.ui.forms import ActForm, Card, DigitsField, TextField

LONGEST_ADDRESS = 200
PIN_DIGITS = 4
_CODE = forms.TextInput(
    attrs={"class": "till-code", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
)


class PressForm(ActForm):
    """A single button."""


class CodeForm(ActForm):
    """What the volunteer shows."""

    code = TextField(label=_("志愿者给您看的号码"), max_length=LONGEST_ADDRESS, widget=_CODE)


class PassbookForm(ActForm):
    """Without a telephone: which courtesy, number and PIN."""

    offer = forms.ChoiceField(label=_("用哪一份"), widget=forms.RadioSelect)
    number = TextField(
        label=_("存折或登录卡上的号码"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    pin = DigitsField(
        length=PIN_DIGITS,
        label=_("四位密码（请志愿者自己按）"),
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, offers: Sequence[ShownOffer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offer"].choices = [  # type: ignore[attr-defined]
            (str(one.offer.pk), Card(one.offer.title, hint=words.coins(one.offer.price))) for one in offers
        ]


class NotedForm(ActForm):
    """A code that was taken down on paper, and when."""

    code = TextField(label=_("记下的号码"), max_length=LONGEST_ADDRESS, widget=_CODE)
    day = forms.ChoiceField(label=_("哪一天"), widget=forms.RadioSelect, choices=[("0", _("今天")), ("1", _("昨天"))])
    at = forms.TimeField(
        label=_("几点几分"),
        help_text=_("比如 14:05"),
        input_formats=["%H:%M", "%H：%M", "%H.%M"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("请写成 14:05 这样。")},
    )

    def moment(self, *, now: datetime) -> datetime:
        """When the volunteer stood at the till."""
        day = clock.local_date(now).toordinal() - int(self.cleaned_data["day"])
        at: time = self.cleaned_data["at"]
        return clock.at(clock.local_date(now).fromordinal(day), at.hour, at.minute)
