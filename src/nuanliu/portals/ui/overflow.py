"""The question what is to become of the rest when a passbook is full: to the volunteer herself, and at the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.portals.ui.forms import ActForm, Card

CAPS = ("time_cap_min", "coin_cap", "overflow_counts_honour")
"""Rules that stand below the question."""


class OverflowForm(ActForm):
    """Whether the pool may have what is above the cap."""

    agrees = forms.ChoiceField(label=gettext_lazy("存满以后，多的给爱心池吗？"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agrees"].choices = [  # type: ignore[attr-defined]
            ("yes", Card(_("给爱心池"), hint=_("给没有时间的老人用"), icon="heart")),
            ("no", Card(_("不给"), hint=_("多的不存，荣誉照记"), icon="book")),
        ]
