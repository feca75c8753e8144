"""Saying that two entries are one person, and deciding."""

from django import forms
from django.utils.translation import gettext_lazy

from nuanliu.portals.ui.forms import ActForm, TextField


class ProposeForm(ActForm):
    """Which entry goes on, and why they are one."""

    keep = forms.UUIDField(widget=forms.HiddenInput)
    reason = TextField(
        label=gettext_lazy("为什么是同一个人"),
        help_text=gettext_lazy("比如：核对过身份证；打电话问过。"),
        max_length=300,
    )


class DecideForm(ActForm):
    """Why not, where they are two."""

    reason = TextField(label=gettext_lazy("不是同一个人的原因"), max_length=300, required=False)
