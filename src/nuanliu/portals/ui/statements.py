"""A statement as a page, on paper and as a workbook: the same for everybody who may see the account."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.ledger.seals.codes import code_of
from nuanliu.domain.ledger.statements import Statement
from nuanliu.domain.ledger.types import Unit
from nuanliu.platform import words
from nuanliu.platform.clock import local_date
from nuanliu.portals.ui.book import KINDS, UNITS
from nuanliu.portals.ui.exports import Cell, export
from nuanliu.portals.ui.forms import AskForm, DayField
from nuanliu.portals.ui.paging import link_with
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.read_statement import ToldLine, told_lines

ON_A_PAGE = 25
ON_PAPER = 2_000
"""Lines of a statement printed in one go."""
MOST_EXPORTED = 20_000
AT_ONCE = 1_000
MOST_DIGITS = 15
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
PRESETS: dict[str, Promise] = {
    "this-month": gettext_lazy("本月"),
    "last-month": gettext_lazy("上月"),
    "this-year": gettext_lazy("今年"),
}
Leads = Callable[[ToldLine], str]
"""Where a line's visit is shown to this reader; empty where she may not see it."""


class PeriodForm(AskForm):
    """From which day to which."""

    first_day = DayField(label=gettext_lazy("从哪天"), required=False)
    last_day = DayField(label=gettext_lazy("到哪天"), required=False)

    def clean_first_day(self) -> date | None:
        """A day of this century."""
        return _of_this_century(self.cleaned_data["first_day"])

    def clean_last_day(self) -> date | None:
        """A day of this century."""
        return _of_this_century(self.cleaned_data["last_day"])

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("后一天不能早过前一天。"))
        return said


def _of_this_century(day: date | None) -> date | None:
    if day is not None and not EARLIEST <= day <= LATEST:
        raise ValidationError(_("请写 2000 年到 2100 年里的日子。"), code="far")
    return day


@dataclass(frozen=True, slots=True)
class Period:
    """Days of a statement, both included. `code` is a preset's, empty where the days were typed."""

    code: str
    first: date
    last: date
    form: PeriodForm


def preset(code: str, *, today: date) -> tuple[date, date]:
    """The days of a preset; this month for an unknown one. Both still run, so their last day is today."""
    if code == "last-month":
        end = today.replace(day=1) - timedelta(days=1)
        return end.replace(day=1), end
    if code == "this-year":
        return today.replace(month=1, day=1), today
    return today.replace(day=1), today


def period_of(request: HouseRequest) -> Period:
    """The days asked for by `?period=` or by two days; this month where nothing sensible was asked."""
    today = local_date(request.now)
    code = request.GET.get("period", "")
    typed = request.GET.get("first_day") or request.GET.get("last_day")
    form = PeriodForm(request.GET) if typed else PeriodForm()
    if typed and form.is_valid():
        first = form.cleaned_data["first_day"] or EARLIEST
        return Period("", first, form.cleaned_data["last_day"] or max(today, first), form)
    code = code if code in PRESETS else "this-month"
    return Period("" if typed else code, *preset(code, today=today), form)


def statement_context(
    *, request: HouseRequest, statement: Statement, period: Period, unit: Unit, leads: Leads
) -> dict[str, Any]:
    """What `ui/partials/statement.html` shows: a page of lines, or with `?whole=1` all of them for paper."""
    is_whole = request.GET.get("whole") == "1"
    after = _number(request.GET.get("after", ""))
    start = min(max(statement.opening.seq, after), statement.closing.seq)
    size = ON_PAPER if is_whole else ON_A_PAGE
    told = told_lines(statement=statement, after=start, count=size)
    end = told[-1].line.seq if told else start
    before = start - size
    return {
        "statement": statement,
        "period": period,
        "form": period.form,
        "presets": [(code, label, link_with(request, **_only(period=code))) for code, label in PRESETS.items()],
        "unit": unit.value,
        "unit_words": UNITS[unit],
        "rows": [row_of(one, leads=leads) for one in told],
        "shown_from": start - statement.opening.seq + 1,
        "shown_to": end - statement.opening.seq,
        "is_first": start == statement.opening.seq,
        "is_last": end >= statement.closing.seq,
        "is_whole": is_whole,
        "earlier": link_with(request, after=before if before > statement.opening.seq else None),
        "later": link_with(request, after=end),
        "paper": link_with(request, whole=1, after=None),
        "screen": link_with(request, whole=None, after=None),
        "question": link_with(request, whole=None, after=None).partition("?")[2],
    }


def _only(**wanted: str) -> dict[str, str | None]:
    return {"first_day": None, "last_day": None, "after": None, "whole": None, **wanted}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0


def what_of(told: ToldLine) -> str:
    """What a line was for, in the reader's language."""
    line, visit = told.line, told.visit
    what = str(KINDS[line.kind])
    if visit is not None:
        service = visit.need.service
        what = service.name_en if words.english() else service.name
        if line.amount < 0 and line.reverses is None:
            what = _("请人帮忙：%(service)s") % {"service": what}
    return _("更正：%(what)s") % {"what": what} if line.reverses else what


def row_of(told: ToldLine, *, leads: Leads) -> dict[str, Any]:
    """One line as the table shows it."""
    line = told.line
    return {
        "number": line.seq,
        "recorded": line.recorded_at,
        "occurred": line.occurred_at,
        "what": what_of(told),
        "note": line.memo,
        "amount": line.amount,
        "balance": line.balance,
        "certifier": told.certifier,
        "standard": told.standard,
        "is_mended": line.reversed_by is not None,
        "code": code_of(transfer=line.transfer),
        "href": leads(told) if told.visit is not None else "",
    }


def workbook(*, statement: Statement, unit: Unit, holder: str) -> HttpResponse:
    """The whole statement as a workbook; amounts in minutes, coins in coins."""
    measure = _("币") if unit is Unit.COIN else _("分钟")
    head: list[Cell] = [
        _("行号"),
        _("记账日"),
        _("发生日"),
        _("事由"),
        _("存入（%(measure)s）") % {"measure": measure},
        _("支出（%(measure)s）") % {"measure": measure},
        _("结余（%(measure)s）") % {"measure": measure},
        _("认定人"),
        _("标准版本"),
        _("备注"),
        _("查账码"),
    ]
    table: list[list[Cell]] = [
        [_("户名"), holder],
        [_("期间"), f"{statement.first.isoformat()} – {statement.last.isoformat()}"],
        head,
        [_("期初结余"), "", "", "", "", "", said(statement.opening.posted, unit)],
        *(_cells(told, unit) for told in everything(statement)),
        [
            _("合计"),
            "",
            "",
            "",
            said(statement.came_in, unit),
            said(statement.went_out, unit),
            said(statement.closing.posted, unit),
        ],
    ]
    return export(table=table, name="statement", kind="xlsx")


def said(amount: int, unit: Unit) -> Cell:
    """An amount as a spreadsheet adds it up."""
    return Decimal(amount) / 100 if unit is Unit.COIN else amount


def everything(statement: Statement) -> Iterator[ToldLine]:
    """Every line of a statement, in order, as many as are exported at most."""
    after = statement.opening.seq
    while after < min(statement.closing.seq, statement.opening.seq + MOST_EXPORTED):
        told = told_lines(statement=statement, after=after, count=AT_ONCE)
        if not told:
            return
        yield from told
        after = told[-1].line.seq


def _cells(told: ToldLine, unit: Unit) -> list[Cell]:
    line = told.line
    version = told.standard
    return [
        line.seq,
        words.short_day(line.recorded_at),
        words.short_day(line.occurred_at),
        what_of(told),
        said(line.amount, unit) if line.amount > 0 else "",
        said(-line.amount, unit) if line.amount < 0 else "",
        said(line.balance, unit),
        told.certifier,
        version.number_of_version if version else "",
        line.memo,
        code_of(transfer=line.transfer),
    ]
