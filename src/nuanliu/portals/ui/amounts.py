"""How much: a few round amounts of what is really there, and all of it."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from nuanliu.portals.ui.forms import ActForm

CHOICES = 6
"""Answers a page of a phone has at most."""


class AmountForm(ActForm):
    """How much, of what is really there: a few amounts and all of it."""

    amount = forms.TypedChoiceField(label=gettext_lazy("多少"), widget=forms.RadioSelect, coerce=int)

    def __init__(self, *args: Any, amounts: Sequence[int], say: Callable[[int], str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].choices = [(amount, say(amount)) for amount in amounts]  # type: ignore[attr-defined]


def amounts(*, most: int, step: int) -> list[int]:
    """A few round amounts that do not pass `most`, and all of it."""
    round_ones = [step * times for times in (1, 2, 4, 10, 20) if step * times < most]
    return [*round_ones[: CHOICES - 1], most] if most else []


def whole_steps(*, most: int, step: int) -> list[int]:
    """The same, where only whole steps may be given."""
    return amounts(most=most - most % step, step=step)
