"""Old paper passbooks at the desk: a page is typed in beside its photograph, and a second person looks at both."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.care.models import Service
from nuanliu.domain.care.slips.access import SLIP_DESK
from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.oldbooks.types import PageState
from nuanliu.domain.people.queries import name_of
from nuanliu.platform.clock import local_date
from nuanliu.portals.desk.old_page_form import COLUMNS, OldPageForm
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.old_books import (
    access_page,
    enter_page,
    lines_of,
    page_picture,
    pages_of,
    person_with_old_book,
    return_page,
    take_page,
)

STATES = {
    PageState.WAITING.value: ("pending", gettext_lazy("等第二个人看")),
    PageState.IN_BOOK.value: ("credited", gettext_lazy("记进存折了")),
    PageState.RETURNED.value: ("returned", gettext_lazy("退回了")),
}


class BackForm(ActForm):
    """Why a page goes back."""

    reason = TextField(label=gettext_lazy("原因"), max_length=200)


@opens_with(SLIP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def old_book(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """Her pages, and one more."""
    person, made = person_with_old_book(actor=request.actor, person_id=person_id), list[UUID]()
    form = OldPageForm(sent(request), request.FILES or None, today=local_date(request.now))

    def act() -> None:
        page = enter_page(
            actor=request.actor,
            person_id=person_id,
            page=form.cleaned_data["page"],
            lines=form.found,
            photo=form.photographed(),
            token=form.cleaned_data["token"],
            now=request.now,
        )
        made.append(page.id)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("录好了，等第二个人对着照片看。"))
        return see_other("desk:old-page", old_page_id=made[0])
    context = {
        "person": person,
        "form": form,
        "heads": COLUMNS.values(),
        "pages": [(page, *STATES[page.state]) for page in pages_of(person=person)],
    }
    return render(request, "desk/old_book.html", context)


@opens_with(SLIP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def old_page(request: HouseRequest, old_page_id: UUID) -> HttpResponse:
    """One page beside its photograph: into the book, or back."""
    access_page(actor=request.actor, page_id=old_page_id)
    act = request.POST.get("act", "")
    forms: dict[str, ActForm] = {
        "return": BackForm(sent(request) if act == "return" else None, auto_id="return_%s"),
        "take": ActForm(sent(request) if act != "return" else None, auto_id="take_%s"),
    }
    pressed = forms.get(act, forms["take"])
    if request.method == "POST":
        if act in forms and done(pressed, lambda: _act(request, old_page_id, act, pressed)):
            return see_other("desk:old-page", old_page_id=old_page_id)
        if act not in forms:
            ask_for_button(pressed)
    page = access_page(actor=request.actor, page_id=old_page_id)
    services = {one.code: one for one in Service.objects.all()}
    code, word = STATES[page.state]
    is_waiting = page.state == PageState.WAITING
    may_decide = is_waiting and request.actor.may(Power.VISIT_CERTIFY, path=page.site.path)
    context: dict[str, Any] = {
        "page": page,
        "code": code,
        "word": word,
        "lines": [(line, services.get(line.service)) for line in lines_of(page=page)],
        "entered_by": name_of(person_id=page.entered_by),
        "reviewed_by": name_of(person_id=page.reviewed_by) if page.reviewed_by else "",
        "is_waiting": is_waiting,
        "may_take": may_decide and request.actor.id != page.entered_by,
        "may_return": may_decide,
        "forms": forms,
        "form": pressed,
    }
    return render(request, "desk/old_page.html", context)


def _act(request: HouseRequest, page_id: UUID, act: str, form: ActForm) -> None:
    if act == "take":
        take_page(actor=request.actor, page_id=page_id, now=request.now)
        messages.success(request, _("记进存折了。"))
    else:
        return_page(actor=request.actor, page_id=page_id, reason=form.cleaned_data["reason"], now=request.now)
        messages.success(request, _("退回了，可以重录。"))


@opens_with(SLIP_DESK)
@require_safe
def photo(request: HouseRequest, old_page_id: UUID) -> HttpResponse:
    """The photograph, to look at and never to be run by a browser."""
    response = HttpResponse(page_picture(actor=request.actor, page_id=old_page_id), content_type="image/jpeg")
    response.headers["Content-Disposition"] = f'inline; filename="{old_page_id}.jpg"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
