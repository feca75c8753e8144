"""What a relative asks."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from nuanliu.domain.network.models import Node
from nuanliu.domain.people.types import Kinship
from nuanliu.portals.ui.forms import ActForm, PhoneField, TextField
from nuanliu.portals.ui.powers import power_choices

RELATIONS = (
    (Kinship.PARENT.value, gettext_lazy("爸爸、妈妈")),
    (Kinship.GRANDPARENT.value, gettext_lazy("爷爷奶奶、外公外婆")),
    (Kinship.PARENT_IN_LAW.value, gettext_lazy("公婆、岳父母")),
    (Kinship.SPOUSE.value, gettext_lazy("老伴")),
    (Kinship.SIBLING.value, gettext_lazy("兄弟姐妹")),
    (Kinship.OTHER.value, gettext_lazy("别的亲人")),
)
"""What the old person is to the relative."""


class AskForm(ActForm):
    """Whom she means, what she is to her, and what she would like to do for her."""

    name = TextField(label=gettext_lazy("老人的姓名"), max_length=30)
    phone = PhoneField(
        label=gettext_lazy("老人登记的电话"), help_text=gettext_lazy("不知道就空着，社区会问。"), required=False
    )
    site = forms.ChoiceField(label=gettext_lazy("老人在哪个社区"))
    kinship = forms.ChoiceField(label=gettext_lazy("老人是您的"), choices=list(RELATIONS))
    powers = forms.MultipleChoiceField(
        label=gettext_lazy("您想替老人办什么"),
        help_text=gettext_lazy("老人可以只答应其中几样。"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请选您想替老人办什么。")},
    )

    def __init__(self, *args: Any, sites: Iterable[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [(str(site.pk), site.name) for site in sites]  # type: ignore[attr-defined]
        self.fields["powers"].choices = power_choices()  # type: ignore[attr-defined]
