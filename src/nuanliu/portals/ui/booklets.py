"""A booklet's sheets as PDF. Always in Chinese, and from what was written down when it was printed: the same bytes."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook.booklets.codes import written
from nuanliu.domain.passbook.booklets.models import Booklet, PrintedLine
from nuanliu.domain.passbook.booklets.types import ORDER
from nuanliu.domain.passbook.booklets.waiting import carried
from nuanliu.platform import words
from nuanliu.platform.pdf import make_pdf
from nuanliu.platform.qr import qr_file
from nuanliu.portals.ui.book import UNITS
from nuanliu.portals.ui.booklet_rows import what_of
from nuanliu.usecases.booklet_sheets import Sheet

TEMPLATE = Path(__file__).parent / "papers" / "booklet.typ"
PAPER_LANGUAGE = "zh-hans"
LONGEST, LONGEST_NAME = 11, 15
"""Characters of what a line was for, and of who recorded it, that fit on a row."""


def booklet_pdf(*, sheet: Sheet) -> bytes:
    """The pages of a sheet, only with its lines."""
    return make_pdf(template=TEMPLATE, data=sheet_data(sheet=sheet), at=sheet.at)


def sheet_data(*, sheet: Sheet) -> dict[str, Any]:
    """What the template makes them of."""
    with translation.override(PAPER_LANGUAGE):
        pages = sorted({line.place.page for line in sheet.lines})
        before = _carried(sheet.booklet) if 1 in sheet.heads else ""
        sheets = [
            {
                "page": page,
                "head": page in sheet.heads,
                "carried": before if page == 1 else "",
                "rows": [_row(line) for line in sheet.lines if line.place.page == page],
            }
            for page in pages
        ]
        return {**_frame(sheet.booklet), "cover": None, "sheets": sheets}


def cover_pdf(*, booklet: Booklet, address: str) -> bytes:
    """The cover, with whose it is and where its lines can be checked."""
    return make_pdf(template=TEMPLATE, data=cover_data(booklet=booklet, address=address), at=booklet.issued_at)


def cover_data(*, booklet: Booklet, address: str) -> dict[str, Any]:
    """What the template makes it of."""
    with translation.override(PAPER_LANGUAGE):
        cover = {
            "title": _("时间存折"),
            "holder": booklet.person.name,
            "kept_at": booklet.person.home_site.name,
            "issued": _("%(day)s开") % {"day": words.long_day(booklet.issued_at)},
            "qr": qr_file(text=address),
            "qr_words": _("扫一扫，查一笔"),
            "check": _("每一行的“查”字后面是查账码，扫这里就能查。"),
            "note": _("只记时间和爱心，不能买卖，不能换钱。丢了请到社区补。"),
        }
        return {**_frame(booklet), "cover": cover, "sheets": []}


def _frame(booklet: Booklet) -> dict[str, Any]:
    number = {"number": f"{booklet.number:06d}", "volume": booklet.volume}
    return {
        "title": _("时间存折"),
        "issuer": f"{settings.BRAND} · {settings.BUREAU}",
        "name": f"{settings.BRAND} {_('时间存折')}",
        "book": _("存折号 %(number)s · 第 %(volume)s 本") % number,
    }


def _carried(booklet: Booklet) -> str:
    """What the book before this one ended with."""
    before = carried(booklet=booklet)
    parts = [f"{UNITS[unit]} {words.amount(before[unit], unit.value)}" for unit in ORDER if unit in before]
    return _("接上本：%(amounts)s") % {"amounts": "，".join(parts)} if parts else ""


def _row(line: PrintedLine) -> dict[str, Any]:
    what = what_of(line)
    unit = Unit(line.unit)
    return {
        "row": line.place.row,
        "what": _short(what, LONGEST),
        "amount": words.amount(line.amount, unit.value, signed=True),
        "balance": words.amount(line.balance, unit.value),
        "day": words.short_day(line.day),
        "unit": str(UNITS[unit]),
        "by": _tail(line.recorded_by, LONGEST_NAME),
        "code": written(line.code),
    }


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _tail(name: str, longest: int) -> str:
    """Of a long unit's name what distinguishes it stands at its end."""
    return name if len(name) <= longest else f"…{name[1 - longest :]}"
