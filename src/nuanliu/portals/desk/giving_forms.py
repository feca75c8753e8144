"""The desk's forms about relatives and what they give each other."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.passbook.types import SaidHow
from nuanliu.domain.people.types import KinProof, Kinship
from nuanliu.portals.ui.amounts import AmountForm
from nuanliu.portals.ui.forms import ActForm, Card, DigitsField, PhoneField, TextField
from nuanliu.portals.ui.labels import KIN_PROOFS, KINSHIPS
from nuanliu.usecases.give_time import Giving

PIN_DIGITS = 4


class KinForm(ActForm):
    """Who the relative is, what she is to this person, and the paper that was seen."""

    name = TextField(label=gettext_lazy("亲属的姓名"), max_length=30)
    phone = PhoneField(
        label=gettext_lazy("亲属登记的电话"),
        help_text=gettext_lazy("在别的站点登记的，要写电话。"),
        required=False,
    )
    kinship = forms.ChoiceField(
        label=gettext_lazy("是这个人的"), choices=[(one.value, KINSHIPS[one.value]) for one in Kinship]
    )
    proof = forms.ChoiceField(
        label=gettext_lazy("看过哪样证件"), choices=[(one.value, KIN_PROOFS[one.value]) for one in KinProof]
    )


class SeenForm(ActForm):
    """A relation that is recorded already: which paper was seen."""

    relative = forms.UUIDField(widget=forms.HiddenInput)
    kinship = forms.ChoiceField(
        label=gettext_lazy("是这个人的"), choices=[(one.value, KINSHIPS[one.value]) for one in Kinship]
    )
    proof = forms.ChoiceField(
        label=gettext_lazy("看过哪样证件"), choices=[(one.value, KIN_PROOFS[one.value]) for one in KinProof]
    )


class GiveForm(AmountForm):
    """To whom, how much, and how the giver said so."""

    field_order = ("token", "relative", "amount", "pin", "how")
    relative = forms.TypedChoiceField(label=gettext_lazy("送给谁"), widget=forms.RadioSelect)
    pin = DigitsField(
        length=PIN_DIGITS,
        label=gettext_lazy("本人输卡上的四位密码"),
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        required=False,
    )
    signed = forms.BooleanField(label=gettext_lazy("本人在纸上签了字，纸留在站点"), required=False)

    def __init__(
        self,
        *args: Any,
        giving: Giving,
        has_card: bool,
        amounts: Sequence[int],
        say: Callable[[int], str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, amounts=amounts, say=say, **kwargs)
        self.fields["relative"].choices = [  # type: ignore[attr-defined]
            (str(one.person.pk), Card(one.person.name, hint=KINSHIPS[one.relation.kinship])) for one in giving.open_to
        ]
        if not has_card:
            del self.fields["pin"]

    def clean(self) -> dict[str, Any]:
        """Her digits, or her signature: one of them."""
        said = super().clean() or {}
        if not said.get("pin") and not said.get("signed"):
            field = "pin" if "pin" in self.fields else "signed"
            self.add_error(field, _("请本人输卡上的密码，或在纸上签字。"))
        return said

    @property
    def how(self) -> SaidHow:
        """How she said it."""
        return SaidHow.CARD if self.cleaned_data.get("pin") else SaidHow.SIGNED


class GiftHeardForm(ActForm):
    """How the receiver was asked, and what she said."""

    how = forms.ChoiceField(
        label=gettext_lazy("怎么问的"),
        choices=[
            (SaidHow.CALL.value, gettext_lazy("打登记的电话问的")),
            (SaidHow.DESK.value, gettext_lazy("当面问的")),
        ],
        widget=forms.RadioSelect,
    )
    note = TextField(label=gettext_lazy("对方怎么说的"), help_text=gettext_lazy("照原话写。会记下来。"), max_length=300)
