"""What is ticked or typed on a roll."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.gatherings.models import Signup
from nuanliu.domain.gatherings.types import Role
from nuanliu.portals.gatherings.numbers import MinutesField, NumbersField
from nuanliu.portals.ui.forms import ActForm, WholeNumberField
from nuanliu.portals.ui.gatherings import ROLES
from nuanliu.usecases.gather.roll import LONGEST_MINUTES


class PaperForm(ActForm):
    """What stands on the paper roll."""

    came = NumbersField(
        label=gettext_lazy("来了的人，写号"), help_text=gettext_lazy("比如：1-12 15 18"), max_length=600, lines=True
    )
    minutes = MinutesField(
        label=gettext_lazy("时间不一样的，写号和分钟"),
        help_text=gettext_lazy("比如：12=90 15=60。没写的算整场。"),
        required=False,
        max_length=600,
        lines=True,
    )


class TickForm(ActForm):
    """A box a line, and for helpers the minutes if they are not the whole time."""

    def __init__(self, *args: Any, lines: list[Signup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"came_{line.number}"] = forms.BooleanField(
                label=line.name, required=False, initial=bool(line.came)
            )
            if line.role != Role.GUEST:
                self.fields[f"minutes_{line.number}"] = WholeNumberField(
                    label=_("%(name)s多少分钟") % {"name": line.name},
                    required=False,
                    min_value=0,
                    max_value=LONGEST_MINUTES,
                    initial=line.minutes,
                )

    def rows(self) -> list[dict[str, Any]]:
        """What the page shows of each line."""
        return [
            {
                "line": line,
                "role": ROLES[line.role],
                "came": self[f"came_{line.number}"],
                "minutes": self[f"minutes_{line.number}"] if line.role != Role.GUEST else None,
            }
            for line in self.lines
        ]

    def came(self) -> set[int]:
        """Numbers of those who are ticked."""
        return {line.number for line in self.lines if self.cleaned_data[f"came_{line.number}"]}

    def minutes(self) -> dict[int, int]:
        """Minutes by number, where they were typed for somebody who came."""
        came = self.came()
        typed = {line.number: self.cleaned_data.get(f"minutes_{line.number}") for line in self.lines}
        return {number: value for number, value in typed.items() if value is not None and number in came}
