"""What the desk writes: reasons, times, outcomes."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.care.types import Face
from nuanliu.platform import clock
from nuanliu.platform.typed import tidy_digits
from nuanliu.portals.ui.forms import ActForm, Card, DayField, TextField, WholeNumberField
from nuanliu.portals.ui.labels import CHOICES, FACE_ICONS, FACES
from nuanliu.portals.ui.moments import WhenForm
from nuanliu.portals.ui.weekly import FOR_WHOM, WISHES

CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:：点.](?P<minute>\d{1,2})?分?)?")
PACKED = re.compile(r"(?P<hour>\d{1,2})(?P<minute>\d{2})")


class ClockField(TextField):
    """An hour of the day as `9:05`, `0905`, `9点5分` or `9`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "placeholder": "9:05"}))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> Any:
        """The time of day, None for nothing."""
        text = tidy_digits(super().clean(value))
        if not text:
            return None
        found = CLOCK.fullmatch(text) or PACKED.fullmatch(text)
        try:
            return time(int(found["hour"]), int(found["minute"] or 0)) if found else self._refuse()
        except ValueError:
            return self._refuse()

    def _refuse(self) -> None:
        raise ValidationError(_("钟点不对。请写成 9:05 这样。"), code="clock")


EXAMPLES = gettext_lazy("比如：明天上午、下周二 9 点")


class ReasonForm(ActForm):
    """Something that is done for a reason, which is kept and shown."""

    reason = TextField(label=gettext_lazy("原因"), max_length=300)


class ReturnForm(ReasonForm):
    """A need goes back to the old person."""

    reason = TextField(label=gettext_lazy("退回的原因"), help_text=gettext_lazy("老人会看到。"), max_length=300)


class AssignForm(ActForm):
    """Which helper agreed by telephone."""

    helper = TextField(
        label=gettext_lazy("谁去"),
        help_text=gettext_lazy("写志愿者的姓名、拼音首字母、编号或电话。"),
        max_length=60,
    )


class MendForm(WhenForm):
    """A returned need with other answers, agreed with the old person."""

    when = TextField(label=gettext_lazy("什么时候"), help_text=EXAMPLES, max_length=60)
    minutes = WholeNumberField(label=gettext_lazy("多少分钟"), min_value=1, max_value=1440)
    note = TextField(label=gettext_lazy("说明"), required=False, max_length=500)


class ChangeForm(MendForm):
    """A published need with other answers; whoever has taken it is asked."""

    place = TextField(
        label=gettext_lazy("在哪里见"), required=False, max_length=120, help_text=gettext_lazy("在家就空着。")
    )
    wishes = forms.MultipleChoiceField(
        label=gettext_lazy("希望"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(WISHES.items()),
    )
    for_whom = forms.ChoiceField(label=gettext_lazy("给谁"), choices=list(FOR_WHOM.items()))


class ReopenForm(WhenForm):
    """Another time for a need that nobody took."""

    when = TextField(label=gettext_lazy("改到什么时候"), help_text=EXAMPLES, max_length=60)


class HappenedForm(ActForm):
    """When it happened, and why the desk writes it instead of the helper."""

    day = DayField(label=gettext_lazy("哪一天"))
    at = ClockField(label=gettext_lazy("几点"), help_text=gettext_lazy("照实写，比如 9:05。"))
    reason = TextField(
        label=gettext_lazy("为什么由您记"), help_text=gettext_lazy("比如：志愿者没带手机。"), max_length=300
    )

    @property
    def moment(self) -> datetime:
        """Day and hour on the wall. Only after the form was valid."""
        day: date = self.cleaned_data["day"]
        at: time = self.cleaned_data["at"]
        return clock.at(day, at.hour, at.minute)


class EndForm(HappenedForm):
    """The end, and what the helper wants for it."""

    choice = forms.ChoiceField(
        label=gettext_lazy("志愿者要什么"),
        required=False,
        choices=[("", gettext_lazy("志愿者自己再选")), *((code, word) for code, word in CHOICES.items() if code)],
    )
    note = TextField(label=gettext_lazy("做了什么"), required=False, max_length=500)


class HeardForm(ActForm):
    """What the old person said on the telephone."""

    came = forms.ChoiceField(
        label=gettext_lazy("老人说人来了吗"),
        widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("来了")), ("no", gettext_lazy("没来"))],
    )
    face = forms.ChoiceField(
        label=gettext_lazy("老人满意吗"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(face.value, Card(FACES[face.value], "", FACE_ICONS[face.value])) for face in Face],
    )


class CertifyForm(ActForm):
    """The decision."""

    note = TextField(label=gettext_lazy("附一句"), required=False, max_length=300)


class VoidForm(ReasonForm):
    """The visit does not count."""

    reason = TextField(label=gettext_lazy("不计入的原因"), help_text=gettext_lazy("志愿者会看到。"), max_length=300)


class AskBackForm(ActForm):
    """A question before the decision."""

    question = TextField(
        label=gettext_lazy("退回，问一句"), help_text=gettext_lazy("志愿者会看到，回答以前不能认定。"), max_length=300
    )


class AnswerForm(ActForm):
    """What the helper answered by telephone."""

    answer = TextField(label=gettext_lazy("志愿者怎么说"), max_length=500)
