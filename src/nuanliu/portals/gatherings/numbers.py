"""Fields for the numbers of a list's lines, and for minutes beside them."""

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nuanliu.portals.ui.forms import TextField

MOST_LINES = 5_000
_BREAK = re.compile(r"[\s,，、;；]+")


def _plain(text: str) -> str:
    """Full-width digits and signs as plain ones; the spaces between them stay."""
    return unicodedata.normalize("NFKC", text)


class NumbersField(TextField):
    """Numbers of lines: `1-12 15 18`, in any order, with any of the usual signs between them."""

    def to_python(self, value: object) -> Any:
        """The numbers, as a set."""
        text = _plain(super().to_python(value)).replace("—", "-").replace("~", "-")
        found: set[int] = set()
        for part in filter(None, _BREAK.split(text)):
            first, _dash, last = part.partition("-")
            if not first.isdecimal() or (last and not last.isdecimal()) or len(part) > 9:
                raise ValidationError(_("“%(part)s”不是号。请写成 1-12 15 18 这样。") % {"part": part}, code="numbers")
            found |= set(range(int(first), min(int(last or first), MOST_LINES) + 1))
        return found

    def validate(self, value: Any) -> None:
        """Raise when a required one is empty."""
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")


class MinutesField(TextField):
    """Minutes of some lines: `12=90 15=60`."""

    def to_python(self, value: object) -> Any:
        """Minutes by number."""
        found: dict[int, int] = {}
        for part in filter(None, _BREAK.split(_plain(super().to_python(value)))):
            number, _is, minutes = part.partition("=")
            if not (number.isdecimal() and minutes.isdecimal()) or len(part) > 9:
                raise ValidationError(_("“%(part)s”看不懂。请写成 12=90 这样。") % {"part": part}, code="minutes")
            found[int(number)] = int(minutes)
        return found

    def validate(self, value: Any) -> None:
        """Nothing is in order too."""
