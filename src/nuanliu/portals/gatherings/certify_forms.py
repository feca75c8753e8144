"""What is typed about a whole roll, or about a line that does not count."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.standards.policies import flag_words
from nuanliu.portals.ui.forms import ActForm, TextField, WholeNumberField
from nuanliu.portals.ui.gatherings import ROLES
from nuanliu.usecases.gather.certify import Assessment
from nuanliu.usecases.gather.roll import LONGEST_MINUTES


class CertifyForm(ActForm):
    """The minutes of each line, as the roll says or corrected, with the reason for a correction."""

    reason = TextField(label=gettext_lazy("改了时间，或者退回，写原因"), required=False, max_length=200)

    def __init__(self, *args: Any, found: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        for line, _counted in found.lines:
            self.fields[f"minutes_{line.number}"] = WholeNumberField(
                label=_("%(name)s多少分钟") % {"name": line.name},
                min_value=0,
                max_value=LONGEST_MINUTES,
                required=False,
                initial=line.minutes,
            )

    def rows(self) -> list[dict[str, Any]]:
        """What the page shows of each line."""
        return [
            {
                "line": line,
                "role": ROLES[line.role],
                "counted": counted,
                "flags": [flag_words(flag=flag) for flag in counted.flags],
                "field": self[f"minutes_{line.number}"],
            }
            for line, counted in self.found.lines
        ]

    def corrected(self) -> dict[int, int]:
        """Minutes by number; what was left empty stays as the roll says."""
        typed = {line.number: self.cleaned_data.get(f"minutes_{line.number}") for line, _counted in self.found.lines}
        return {number: value for number, value in typed.items() if value is not None}


class VoidForm(ActForm):
    """Why a line does not count."""

    reason = TextField(label=gettext_lazy("为什么不算"), help_text=gettext_lazy("志愿者会看到。"), max_length=200)
