"""Her time of one month or year, to read aloud and to print: what it was, what came, what went, what it is."""

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from nuanliu.domain.ledger.seals.codes import code_of
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform.clock import local_date
from nuanliu.portals.arranging.following import line_words
from nuanliu.portals.arranging.side import Side, show
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.statements import preset
from nuanliu.usecases.read_statement import statement_of_person, told_lines

PERIODS: dict[str, Promise] = {
    "this-month": gettext_lazy("这个月"),
    "last-month": gettext_lazy("上个月"),
    "this-year": gettext_lazy("今年"),
}
MOST_LINES = 300
"""More than an old person's book has in a year; what is above stands in the next statement."""


def statement(request: HouseRequest, side: Side) -> HttpResponse:
    """One of three periods; every line of it on one page, because it is there to be printed."""
    side.insist(ProxyPower.SEE)
    code = request.GET.get("period", "")
    code = code if code in PERIODS else "this-month"
    first, last = preset(code, today=local_date(request.now))
    person = side.elder.person
    found = statement_of_person(person=person, unit=Unit.TIME, first=first, last=last)
    context = {
        "statement": found,
        "periods": list(PERIODS.items()),
        "code": code,
        "period_words": PERIODS[code],
        "lines": [
            {
                "line": told.line,
                "minutes": abs(told.line.amount),
                "what": line_words(kind=told.line.kind, is_correction=told.line.reverses is not None),
                "visit": told.visit,
                "code": code_of(transfer=told.line.transfer),
            }
            for told in told_lines(statement=found, count=MOST_LINES)
        ],
        "left_out": max(found.lines - MOST_LINES, 0),
        "back": side.url("time"),
    }
    return show(request, side, "arranging/statement.html", context)
