"""What the desk writes about incidents."""

from django import forms
from django.utils.translation import gettext_lazy

from nuanliu.domain.care.watching.types import Severity
from nuanliu.portals.ui.forms import ActForm, TextField

SEVERITIES = [
    (Severity.LOW.value, gettext_lazy("小事，记一下")),
    (Severity.MID.value, gettext_lazy("要有人去看看")),
    (Severity.HIGH.value, gettext_lazy("有人受伤或有危险")),
]


class IncidentForm(ActForm):
    """What happened, and how bad it was."""

    severity = forms.ChoiceField(label=gettext_lazy("有多严重"), widget=forms.RadioSelect, choices=SEVERITIES)
    words = TextField(label=gettext_lazy("发生了什么"), lines=True, max_length=500)


class HandledForm(ActForm):
    """What was done about it."""

    handled = TextField(label=gettext_lazy("怎么处理的"), lines=True, max_length=500)
