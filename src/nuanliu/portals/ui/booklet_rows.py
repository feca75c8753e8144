"""A booklet's lines in words, on screen and on paper."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from nuanliu.domain.ledger.types import Kind, Unit
from nuanliu.domain.passbook.booklets.models import PrintedLine
from nuanliu.domain.passbook.booklets.types import Draft
from nuanliu.portals.ui.book import KINDS, UNITS


def what_of(line: PrintedLine | Draft) -> str:
    """What a line was for, in a few words and the reader's language."""
    what = line.service or str(KINDS[Kind(line.kind)])
    if line.service and line.amount < 0 and line.kind != Kind.REDEMPTION and not line.is_correction:
        what = _("请人帮忙：%(service)s") % {"service": what}
    return _("更正：%(what)s") % {"what": what} if line.is_correction else what


def rows_of(lines: Sequence[Draft | PrintedLine]) -> list[dict[str, Any]]:
    """Lines as a table on the screen shows them."""
    return [
        {
            "line": line,
            "what": what_of(line),
            "unit_words": UNITS[Unit(line.unit)],
            "unit": Unit(line.unit).value,
        }
        for line in lines
    ]
