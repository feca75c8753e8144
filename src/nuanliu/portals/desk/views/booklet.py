"""存折 at the desk: open one, print what is new, take a failed print back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.booklets.models import Printing
from nuanliu.domain.passbook.booklets.queries import pages_of
from nuanliu.platform.fonts import missing_from
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.booklet_rows import rows_of
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.booklet_sheets import Sheet, sheet_of_printing
from nuanliu.usecases.print_passbook import print_new, start_booklet, take_back_printing
from nuanliu.usecases.read_booklet import at_desk, texts_of


@opens_with(Power.PASSBOOK_PRINT)
@require_http_methods(["GET", "HEAD", "POST"])
def booklet(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """Her booklet and what is new; POST opens a booklet, or prints what is new."""
    form = ActForm(sent(request))
    if request.method == "POST":
        wanted = request.POST.get("act", "")
        if wanted == "start" and done(form, lambda: _start(request, form, person_id)):
            messages.success(request, _("存折开好了，先打封面。"))
            return see_other("desk:booklet", person_id=person_id)
        if wanted == "print":
            made: list[UUID] = []
            if done(form, lambda: made.append(_print(request, form, person_id))):
                return see_other("desk:booklet-printing", person_id=person_id, printing_id=made[0])
        if wanted not in {"start", "print"} and form.is_valid():
            form.add_error(None, _("请按页面上的一个按钮。"))
    desk = at_desk(actor=request.actor, person_id=person_id)
    context = {
        "form": form,
        "desk": desk,
        "person": desk.person,
        "booklet": desk.booklet,
        "rows": rows_of(desk.drafts),
        "missing": missing_from(desk.person.name + texts_of(desk.drafts)),
    }
    return render(request, "desk/booklet.html", context)


def _start(request: HouseRequest, form: ActForm, person_id: UUID) -> None:
    start_booklet(actor=request.actor, person_id=person_id, token=form.cleaned_data["token"], now=request.now)


def _print(request: HouseRequest, form: ActForm, person_id: UUID) -> UUID:
    token = form.cleaned_data["token"]
    return print_new(actor=request.actor, person_id=person_id, token=token, now=request.now).id


@opens_with(Power.PASSBOOK_PRINT)
@require_safe
def printing(request: HouseRequest, person_id: UUID, printing_id: UUID) -> HttpResponse:
    """One printing: which sheet goes in, the paper, and what to do when it went wrong."""
    found, sheet = sheet_of_printing(actor=request.actor, person_id=person_id, printing_id=printing_id)
    return _show_printing(request, found, sheet, ActForm())


def _show_printing(request: HouseRequest, found: Printing, sheet: Sheet, form: ActForm) -> HttpResponse:
    context = {
        "form": form,
        "printing": found,
        "person": sheet.booklet.person,
        "booklet": sheet.booklet,
        "rows": rows_of(sheet.lines),
        "pages": pages_of(lines=sheet.lines),
    }
    return render(request, "desk/booklet_printing.html", context)


@opens_with(Power.PASSBOOK_PRINT)
@require_POST
def take_back(request: HouseRequest, person_id: UUID, printing_id: UUID) -> HttpResponse:
    """Nothing came out of the printer."""
    form = ActForm(request.POST)

    def act() -> None:
        take_back_printing(actor=request.actor, person_id=person_id, printing_id=printing_id, now=request.now)

    found, sheet = sheet_of_printing(actor=request.actor, person_id=person_id, printing_id=printing_id)
    if done(form, act):
        messages.success(request, _("撤回了。这几行下次再打。"))
        return see_other("desk:booklet", person_id=person_id)
    return _show_printing(request, found, sheet, form)
