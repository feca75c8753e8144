"""The desk's forms about who died, and who moved away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from nuanliu.domain.passbook.types import DeathPaper
from nuanliu.portals.ui.forms import ActForm, Card, DayField, TextField
from nuanliu.portals.ui.labels import DEATH_PAPERS, KINSHIPS
from nuanliu.usecases.settle_estate import Left


class DeathForm(ActForm):
    """When, and by which paper."""

    died_on = DayField(label=gettext_lazy("哪天走的"))
    paper = forms.ChoiceField(
        label=gettext_lazy("看过哪样证件"),
        choices=[(one.value, DEATH_PAPERS[one.value]) for one in DeathPaper],
        widget=forms.RadioSelect,
    )


class HeirForm(ActForm):
    """To which relative."""

    relative = forms.ChoiceField(label=gettext_lazy("转给哪一位"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, left: Left, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relative"].choices = [  # type: ignore[attr-defined]
            (str(one.relation.relative_id), Card(one.relation.relative.name, hint=KINSHIPS[one.relation.kinship]))
            for one in left.kin
            if one.refusal is None
        ]


class MistakeForm(ActForm):
    """How it came that the wrong person was written down."""

    reason = TextField(label=gettext_lazy("怎么弄错的"), max_length=300, required=False)


class WhyForm(ActForm):
    """Why not."""

    reason = TextField(label=gettext_lazy("不行的原因"), max_length=300, required=False)
