"""时间存单 and 对账单 as PDF. Always in Chinese, from what was written down on issue: the same bytes."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook.booklets.codes import written
from nuanliu.domain.passbook.booklets.models import IssuedPaper
from nuanliu.platform import words
from nuanliu.platform.pdf import make_pdf
from nuanliu.platform.qr import qr_file
from nuanliu.portals.ui.book import UNITS
from nuanliu.portals.ui.booklets import PAPER_LANGUAGE
from nuanliu.portals.ui.statement_rows import paper_rows
from nuanliu.usecases.read_statement import statement_of_person

SLIP = Path(__file__).parent / "papers" / "slip.typ"
STATEMENT = Path(__file__).parent / "papers" / "statement.typ"


def check_address(*, request: HttpRequest, paper: IssuedPaper) -> str:
    """Where any camera leads to: the page on which everybody checks this paper."""
    question = urlencode({"code": written(paper.code)})
    return request.build_absolute_uri(f"{reverse('public:check')}?{question}")


def slip_pdf(*, paper: IssuedPaper, address: str) -> bytes:
    """The slip."""
    return make_pdf(template=SLIP, data=slip_data(paper=paper, address=address), at=paper.issued_at)


def slip_data(*, paper: IssuedPaper, address: str) -> dict[str, Any]:
    """What the template makes it of."""
    with translation.override(PAPER_LANGUAGE):
        unit, volunteer = Unit(paper.unit), getattr(paper.person, "volunteer", None)
        number = f"（{volunteer.number}）" if volunteer is not None else ""
        return {
            **_frame(paper, address, _("时间存单")),
            "amount": f"{UNITS[unit]} {words.amount(paper.amount, unit.value, signed=True)}",
            "facts": [
                [_("志愿者"), f"{paper.person.name}{number}"],
                [_("服务内容"), paper.service],
                [_("服务日期"), words.long_day(paper.first_day)],
                [_("服务时间"), words.minutes(paper.minutes)],
                [_("记录单位"), paper.recorded_by],
            ],
            "note": _("本平台服务记录。扫码或输查账码，就能查它有没有效。不能买卖，不能换钱。"),
        }


def statement_pdf(*, paper: IssuedPaper, address: str) -> bytes:
    """The statement."""
    data = statement_data(paper=paper, address=address)
    return make_pdf(template=STATEMENT, data=data, at=paper.issued_at)


def statement_data(*, paper: IssuedPaper, address: str) -> dict[str, Any]:
    """What the template makes it of: the lines that it had when it was issued, and none that came later."""
    unit, person = Unit(paper.unit), paper.person
    found = statement_of_person(person=person, unit=unit, first=paper.first_day, last=paper.last_day)
    with translation.override(PAPER_LANGUAGE):
        opening, rows, came_in, went_out = paper_rows(statement=found, unit=unit, until=paper.to_seq)
        return {
            **_frame(paper, address, _("对账单")),
            "made": _("%(day)s打印") % {"day": words.long_day(paper.issued_at)},
            "facts": [
                [_("户名"), person.name],
                [_("哪一种"), str(UNITS[unit])],
                [_("期间"), _days(paper.first_day, paper.last_day)],
                [_("记录单位"), paper.recorded_by],
                [_("编号"), f"{paper.number:06d}"],
            ],
            "sums": [
                [_("期初结余"), words.amount(opening, unit.value)],
                [_("存入"), words.amount(came_in, unit.value)],
                [_("支出"), words.amount(went_out, unit.value)],
                [_("期末结余"), words.amount(paper.amount, unit.value)],
            ],
            "head": [_("行"), _("记账日"), _("事由"), _("存入或支出"), _("结余"), _("查账码")],
            "rows": rows,
            "empty": _("这段时间没有变动"),
            "note": _("本平台记录。扫码或输入查账码，都能查它。每一笔后面的码，能查那一笔。"),
        }


def _days(first: date, last: date) -> str:
    return _("%(first)s到%(last)s") % {"first": words.long_day(first), "last": words.long_day(last)}


def _frame(paper: IssuedPaper, address: str, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "issuer": f"{settings.BRAND} · {settings.BUREAU}",
        "number": _("第 %(number)s 号") % {"number": f"{paper.number:06d}"},
        "code": written(paper.code),
        "qr": qr_file(text=address),
        "qr_words": _("扫一扫，查这一张"),
    }
