"""What is typed about conduct."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nuanliu.portals.ui.forms import ActForm, TextField


class MissingForm(ActForm):
    """Who was not there, and how we know."""

    who = forms.ChoiceField(
        label=_("谁没在"),
        widget=forms.RadioSelect,
        choices=[("helper", _("志愿者没有来")), ("elder", _("老人不在家"))],
    )
    reason = TextField(label=_("怎么知道的"), help_text=_("比如：老人打电话说等了半小时。"), max_length=300)


class DecideForm(ActForm):
    """Why an appeal is upheld, or not."""

    words = TextField(label=_("理由"), help_text=_("本人会看到。"), max_length=300)
