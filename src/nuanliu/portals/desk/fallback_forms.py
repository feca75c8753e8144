"""Answers to a need that nobody took."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from nuanliu.domain.network.models import Node
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.moments import WhenForm


class ServeForm(ActForm):
    """Who goes."""

    helper = TextField(
        label=gettext_lazy("谁去"),
        help_text=gettext_lazy("写志愿者的姓名、拼音首字母、编号或电话。"),
        max_length=60,
    )


class MoveForm(WhenForm):
    """When else."""

    when = TextField(
        label=gettext_lazy("改到什么时候"), help_text=gettext_lazy("比如：明天上午、下周二 9 点"), max_length=60
    )


class NobodyForm(ActForm):
    """Why nobody goes."""

    reason = TextField(label=gettext_lazy("为什么没人去"), max_length=300)


class BranchForm(ActForm):
    """Which branch finds somebody."""

    branch = forms.ChoiceField(label=gettext_lazy("哪个支部"))

    def __init__(self, *args: Any, branches: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["branch"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(one.pk), one.name) for one in branches]
