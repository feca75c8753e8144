"""What the desk writes about a pair."""

from django import forms
from django.utils.translation import gettext_lazy

from nuanliu.portals.ui.forms import ActForm, DayField, TextField


class NewForm(ActForm):
    """Who and who; and whether the old person has said yes already."""

    elder = TextField(
        label=gettext_lazy("哪位老人"), help_text=gettext_lazy("写姓名、拼音首字母或电话。"), max_length=60
    )
    helper = TextField(
        label=gettext_lazy("哪位志愿者"),
        help_text=gettext_lazy("写志愿者的姓名、拼音首字母、编号或电话。"),
        max_length=60,
    )
    is_agreed = forms.BooleanField(label=gettext_lazy("老人说了同意"), required=False)


class RestForm(ActForm):
    """Until when the helper cannot come, and who goes instead."""

    until = DayField(label=gettext_lazy("歇到哪一天"), required=False, help_text=gettext_lazy("不知道就空着。"))
    substitute = TextField(
        label=gettext_lazy("谁来替"), required=False, help_text=gettext_lazy("空着就请大家接。"), max_length=60
    )


class EndForm(ActForm):
    """Why it ends."""

    reason = TextField(label=gettext_lazy("为什么"), required=False, max_length=300)
