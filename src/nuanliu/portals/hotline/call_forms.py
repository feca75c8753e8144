"""What a clerk types about calls: a note, a number to ring back, how ringing went, a word to the next shift."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from nuanliu.domain.network.models import Node
from nuanliu.domain.notices.calls.types import CallKind, Reached
from nuanliu.portals.ui.forms import ActForm, DayField, PhoneField, TextField


class NoteForm(ActForm):
    """What was said, and if somebody is to ring again, when."""

    words = TextField(label=gettext_lazy("说了什么"), max_length=500, lines=True)
    ring_on = DayField(label=gettext_lazy("哪天再打"), required=False, help_text=gettext_lazy("不用再打，就空着。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs["autofocus"] = True


class NumberForm(ActForm):
    """A number that nobody answered, or that wants to be rung back."""

    number = PhoneField(label=gettext_lazy("电话号码"))
    kind = forms.ChoiceField(
        label=gettext_lazy("怎么回事"),
        choices=[
            (CallKind.MISSED.value, gettext_lazy("打来没人接")),
            (CallKind.BACK.value, gettext_lazy("请我们打回去")),
        ],
        initial=CallKind.MISSED.value,
    )
    words = TextField(label=gettext_lazy("是谁、什么事"), required=False, max_length=200)
    site = forms.ChoiceField(label=gettext_lazy("哪个社区"))

    def __init__(self, *args: Any, sites: Sequence[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [(str(one.pk), one.name) for one in sites]  # type: ignore[attr-defined]


class RungForm(ActForm):
    """How ringing back went."""

    reached = forms.ChoiceField(
        label=gettext_lazy("打通了吗"),
        choices=[
            (Reached.TALKED.value, gettext_lazy("说上话了")),
            (Reached.NO_ANSWER.value, gettext_lazy("没接电话")),
            (Reached.WRONG_NUMBER.value, gettext_lazy("号码不对")),
        ],
    )
    words = TextField(label=gettext_lazy("说了什么"), required=False, max_length=500, lines=True)
    ring_on = DayField(
        label=gettext_lazy("哪天再打"),
        required=False,
        help_text=gettext_lazy("没接电话的，空着就排到今天的后面。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reached"].widget.attrs["autofocus"] = True


class ClosingForm(ActForm):
    """A word to the next shift."""

    words = TextField(
        label=gettext_lazy("交代下一班的话"),
        required=False,
        max_length=600,
        lines=True,
        help_text=gettext_lazy("要谁做什么、什么时候。不写病情和住址。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs["autofocus"] = True
