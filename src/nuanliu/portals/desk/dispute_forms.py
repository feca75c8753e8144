"""What the desk writes in a dispute."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from nuanliu.domain.care.disputes.types import Finding, Side
from nuanliu.portals.ui.forms import ActForm, TextField, WholeNumberField


class ObjectForm(ActForm):
    """Somebody rings, or stands at the desk, and objects."""

    side = forms.ChoiceField(
        label=gettext_lazy("谁提出的"),
        widget=forms.RadioSelect,
        choices=[(Side.ELDER.value, gettext_lazy("老人或家属")), (Side.HELPER.value, gettext_lazy("志愿者"))],
    )
    words = TextField(label=gettext_lazy("怎么说的"), lines=True, max_length=1000)


class SayingForm(ActForm):
    """What a witness, or either side, told the desk."""

    words = TextField(label=gettext_lazy("补充一段话"), lines=True, max_length=1000)


class RulingForm(ActForm):
    """What somebody proposes."""

    finding = forms.ChoiceField(
        label=gettext_lazy("怎么定"),
        widget=forms.RadioSelect,
        choices=[
            (Finding.STANDS.value, gettext_lazy("维持原来的决定")),
            (Finding.MINUTES.value, gettext_lazy("改成另一个时间")),
            (Finding.VOID.value, gettext_lazy("这一次不计入")),
        ],
    )
    minutes = WholeNumberField(
        label=gettext_lazy("该算多少分钟"),
        help_text=gettext_lazy("改时间才填。"),
        min_value=1,
        max_value=1440,
        required=False,
    )
    words = TextField(label=gettext_lazy("理由"), help_text=gettext_lazy("两边都会看到。"), lines=True, max_length=500)

    def clean(self) -> dict[str, Any]:
        """Another time needs its minutes."""
        said = super().clean() or self.cleaned_data
        if said.get("finding") == Finding.MINUTES and said.get("minutes") is None and "minutes" not in self.errors:
            self.add_error("minutes", forms.ValidationError(gettext_lazy("请写该算多少分钟。"), code="no_minutes"))
        return said


class SecondForm(ActForm):
    """The second person gives a proposal back; agreeing needs no words."""

    words = TextField(label=gettext_lazy("不同意的话，为什么"), required=False, max_length=300)
