"""What is typed about conduct."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.integrity.conduct.types import MarkKind
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


class FaultForm(ActForm):
    """What the helper did, where that came to light, and what happened."""

    kind = forms.ChoiceField(
        label=_("什么事"),
        widget=forms.RadioSelect,
        choices=[
            (MarkKind.FALSE_HOURS.value, _("时间作假：没有去，或没有做那么久")),
            (MarkKind.ASKED_MONEY.value, _("要了钱或收了钱")),
        ],
    )
    source = forms.ChoiceField(label=_("凭什么"), widget=forms.RadioSelect)
    words = TextField(
        label=_("发生了什么"), help_text=_("谁、什么时候、怎么知道的。本人会看到。"), lines=True, max_length=300
    )

    def __init__(self, *args: Any, sources: Sequence[tuple[str, str | Promise]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = sources  # type: ignore[attr-defined]


class SecondForm(ActForm):
    """Why it is so, or not."""

    words = TextField(label=_("理由"), help_text=_("怎么查的，本人会看到。"), max_length=300)
