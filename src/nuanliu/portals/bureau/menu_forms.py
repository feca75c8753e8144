"""What is typed when the catalogue is changed."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.care.menu.terms import TERMS
from nuanliu.portals.ui.forms import ActForm, Card, DayField, TextField, WholeNumberField
from nuanliu.portals.ui.labels import RISKS
from nuanliu.portals.ui.menu import COLUMNS, EVIDENCE
from nuanliu.portals.ui.service_icons import ICONS
from nuanliu.portals.ui.skills import SKILLS
from nuanliu.usecases.rosters.kinds.catalogue import FIVE_HELPS, GROUPS, LONGEST

_NONE = ("", gettext_lazy("不要"))
_SHORTEST = 10


def _labelled(name: str, **options: Any) -> dict[str, Any]:
    return {"label": COLUMNS[name], **options}


class TermsForm(ActForm):
    """One line of the catalogue."""

    name = TextField(max_length=40, **_labelled("name"))
    name_en = TextField(max_length=80, **_labelled("name_en"))
    plain_words = TextField(
        max_length=40, **_labelled("plain_words", help_text=gettext_lazy("比如：帮我买菜、买药。印在菜单上。"))
    )
    group = forms.ChoiceField(**_labelled("group"))
    five_help = forms.ChoiceField(required=False, **_labelled("five_help"))
    icon = forms.ChoiceField(widget=forms.RadioSelect, **_labelled("icon"))
    default_minutes = WholeNumberField(min_value=_SHORTEST, max_value=LONGEST, **_labelled("default_minutes"))
    max_minutes = WholeNumberField(min_value=_SHORTEST, max_value=LONGEST, **_labelled("max_minutes"))
    risk = forms.ChoiceField(choices=list(RISKS.items()), **_labelled("risk"))
    skill = forms.ChoiceField(required=False, choices=[_NONE, *SKILLS.items()], **_labelled("skill"))
    helpers = forms.TypedChoiceField(
        coerce=int,
        choices=[(1, gettext_lazy("一个人")), (2, gettext_lazy("两个人一起"))],
        **_labelled("helpers"),
    )
    evidence = forms.ChoiceField(required=False, choices=[_NONE, *EVIDENCE.items()], **_labelled("evidence"))
    bring = TextField(max_length=200, required=False, **_labelled("bring"))
    never = TextField(max_length=200, required=False, **_labelled("never"))
    safety = TextField(
        max_length=400,
        lines=True,
        required=False,
        **_labelled("safety", help_text=gettext_lazy("一行一句。志愿者接单前和当天都会看到。")),
    )
    is_offered = forms.BooleanField(required=False, **_labelled("is_offered"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "group": [(word, _(word)) for word in GROUPS.words],
            "five_help": [("", _("没有")), *((word, _(word)) for word in FIVE_HELPS.words)],
            "icon": [(name, Card(words, icon=name)) for name, words in ICONS.items()],
        }
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]

    def terms(self) -> dict[str, Any]:
        """The terms by their names."""
        return {name: self.cleaned_data[name] for name in TERMS}


class NewServiceForm(TermsForm):
    """A line that is not there yet."""

    field_order = ("code",)
    code = TextField(
        label=gettext_lazy("编号"), help_text=gettext_lazy("一个字母三位数字，比如 S210。定了不能改。"), max_length=8
    )

    def clean_code(self) -> str:
        """The code in capitals."""
        code = str(self.cleaned_data["code"]).upper()
        if not (code.isascii() and code[:1].isalpha() and code[1:].isdigit() and len(code) == len("S101")):
            raise ValidationError(_("编号是一个字母三位数字，比如 S210。"), code="code")
        return code


class PublishForm(ActForm):
    """Why, and from which day."""

    reason = TextField(label=gettext_lazy("为什么改"), max_length=300, help_text=gettext_lazy("大家在历史里看得到。"))
    day = DayField(label=gettext_lazy("从哪天起"), help_text=gettext_lazy("以前提的需求还按原来的。"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"day": today}, **kwargs)


class WithdrawVersionForm(ActForm):
    """Why a version that has not begun is taken back."""

    reason = TextField(
        label=gettext_lazy("为什么撤回"), max_length=300, help_text=gettext_lazy("大家在历史里看得到。"), lines=True
    )
