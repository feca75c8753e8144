"""What is typed about numbered slips."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.models import Node
from nuanliu.portals.ui.forms import ActForm, TextField, WholeNumberField
from nuanliu.usecases.keep_slips import MOST_IN_A_PAD

USUAL_PAD = 30


class PadForm(ActForm):
    """A new pad."""

    holder = forms.ChoiceField(label=_("发给谁"))
    count = WholeNumberField(label=_("印几张"), min_value=1, max_value=MOST_IN_A_PAD, initial=USUAL_PAD)

    def __init__(self, *args: Any, holders: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["holder"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = [(str(one.pk), one.name) for one in holders]


class ReasonForm(ActForm):
    """Why a slip is spoilt or lost."""

    reason = TextField(label=_("原因"), help_text=_("比如：写坏了、被雨淋湿了"), max_length=200)


class StrayForm(ActForm):
    """A slip that cannot count."""

    number = TextField(label=_("单号"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    note = TextField(label=_("谁交来的，有什么不对"), max_length=200)


class OutcomeForm(ActForm):
    """What came of it."""

    outcome = TextField(label=_("怎么处理的"), max_length=200)
