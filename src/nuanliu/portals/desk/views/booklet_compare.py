"""核对存折: the clerk types what stands on paper, and reads line by line whether the book says the same."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Power
from nuanliu.portals.desk.booklet_forms import LONGEST, CompareForm
from nuanliu.portals.ui.book import UNITS
from nuanliu.portals.ui.booklet_rows import rows_of
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.compare_booklet import Compared, Verdict, compare_balance, compare_codes, whose_booklet

VERDICTS = {
    Verdict.AGREES: ("approved", gettext_lazy("对得上")),
    Verdict.REVERSED: ("pending", gettext_lazy("对得上，后来更正了")),
    Verdict.OLD_BOOK: ("cancelled", gettext_lazy("旧存折上的，已作废")),
    Verdict.NOT_HERS: ("cancelled", gettext_lazy("不是这个人的")),
    Verdict.UNKNOWN: ("cancelled", gettext_lazy("账上没有这个码")),
    Verdict.MISREAD: ("pending", gettext_lazy("码打错了，再看一遍")),
}


def _shown(one: Compared) -> dict[str, Any]:
    status, words = VERDICTS[one.verdict]
    row = rows_of([one.line])[0] if one.line is not None else None
    return {"typed": one.typed[:LONGEST], "status": status, "words": words, "row": row, "since": one.since}


@opens_with(Power.PASSBOOK_PRINT)
@require_safe
def compare(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """What is typed stands in no record: it only asks."""
    person, booklet = whose_booklet(actor=request.actor, person_id=person_id)
    asked = {"codes", "page", "balance"} & request.GET.keys()
    form = CompareForm(request.GET if asked else None)
    context: dict[str, Any] = {"form": form, "person": person, "booklet": booklet}
    if asked and form.is_valid():
        said = form.cleaned_data
        context["found"] = [_shown(one) for one in compare_codes(person=person, typed=said["codes"])]
        if said["balance"] and booklet is not None:
            unit = Unit(said["unit"] or Unit.TIME)
            held = compare_balance(booklet=booklet, page=said["page"], unit=unit, typed=said["amount"])
            context |= {"held": held, "held_unit": UNITS[unit]}
    return render(request, "desk/booklet_compare.html", context)
