"""What the desk writes about a need of every week."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.platform import words
from nuanliu.platform.when import Misunderstood, Weekly, understand_weekly
from nuanliu.portals.ui.forms import ActForm, DayField, TextField, WholeNumberField
from nuanliu.portals.ui.weekly import festival_named


class ChangeForm(ActForm):
    """Another rhythm, typed as on the telephone, from one of the coming days on."""

    when = TextField(label=gettext_lazy("改成"), help_text=gettext_lazy("比如：每周二四 9点 到春节"), max_length=60)
    minutes = WholeNumberField(label=gettext_lazy("多少分钟"), min_value=1, max_value=1440)
    note = TextField(label=gettext_lazy("说明"), required=False, max_length=500)
    since = forms.ChoiceField(label=gettext_lazy("从哪一次起"), required=False)

    def __init__(self, *args: Any, today: date, days: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choose_from(self.fields["since"], days)
        self.fields["when"].widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})

    def clean_when(self) -> Weekly:
        """The rhythm that was meant."""
        festival = lambda name: festival_named(after=self.today, name=name)  # noqa: E731 (said where it is used)
        read = understand_weekly(self.cleaned_data["when"], today=self.today, festival=festival)
        if isinstance(read, Misunderstood):
            raise ValidationError(str(read.words), code=read.code)
        return read


class PauseForm(ActForm):
    """Until when nobody comes."""

    resumes_on = DayField(
        label=gettext_lazy("哪天再来"), required=False, help_text=gettext_lazy("不知道就空着，以后再恢复。")
    )


class EndForm(ActForm):
    """From which day on nobody comes, and why."""

    why = TextField(label=gettext_lazy("原因"), max_length=300)
    since = forms.ChoiceField(label=gettext_lazy("从哪一次起"), required=False)

    def __init__(self, *args: Any, days: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self.fields["since"], days)


def choose_from(field: forms.Field, days: list[date]) -> None:
    """Altogether, or from one of the coming days on."""
    if isinstance(field, forms.ChoiceField):
        field.choices = [("", _("全部，从现在起")), *((day.isoformat(), words.day(day)) for day in days[1:])]
