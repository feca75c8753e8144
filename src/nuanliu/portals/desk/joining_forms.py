"""Deciding about an application and its papers."""

from django import forms
from django.utils.translation import gettext_lazy

from nuanliu.portals.ui.forms import ActForm, DayField, TextField


class ApproveForm(ActForm):
    """Yes; with the insurance, where it is known."""

    insured_until = DayField(
        label=gettext_lazy("意外险保到哪天"), help_text=gettext_lazy("还没办或不知道，就空着。"), required=False
    )


class SendBackForm(ActForm):
    """No, or not yet: with a reason that the applicant reads."""

    reason = TextField(
        label=gettext_lazy("原因"), help_text=gettext_lazy("报名的人会看到，请说怎么改。"), max_length=300
    )


class ProofSeenForm(ActForm):
    """What a look at a paper came to."""

    is_real = forms.ChoiceField(choices=[("yes", gettext_lazy("是真的")), ("no", gettext_lazy("不能算"))])
