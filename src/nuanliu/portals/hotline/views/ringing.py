"""Ringing back: the queue that several clerks work at once, one call, a note about the person on the line."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nuanliu.domain.network.types import Power
from nuanliu.domain.notices.calls.models import Call
from nuanliu.domain.notices.calls.queries import access_call, calls_within, notes_of, open_calls, rings
from nuanliu.domain.notices.calls.types import CallKind, CallState, Reached
from nuanliu.domain.people.queries import access_person
from nuanliu.platform.clock import local_date
from nuanliu.portals.hotline.call_forms import NoteForm, NumberForm, RungForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.calling.closing import closing_sites
from nuanliu.usecases.calling.notes import Heard, note_call, note_number
from nuanliu.usecases.calling.ringing import settle_call, take_call, take_next

ON_A_PAGE = 20
LATER_SHOWN = 20


@opens_with(Power.CALL_SHEET)
@require_http_methods(["GET", "HEAD", "POST"])
def callbacks(request: HouseRequest) -> HttpResponse:
    """Whom to ring back; POST writes down one more number."""
    form = NumberForm(sent(request), sites=closing_sites(actor=request.actor))
    if request.method == "POST" and done(form, lambda: _note_number(request, form)):
        messages.success(request, _("记下了，排在队里。"))
        return see_other("hotline:callbacks")
    return _queue(request, form)


def _queue(request: HouseRequest, form: NumberForm, *, refused: ActForm | None = None) -> HttpResponse:
    page = page_of(request=request, rows=open_calls(actor=request.actor, now=request.now), size=ON_A_PAGE)
    today = local_date(request.now)
    later = calls_within(actor=request.actor).filter(state=CallState.OPEN, ring_on__gt=today)
    context = {
        "page": page,
        "rings": rings(calls=list(page.rows), now=request.now),
        "later": rings(calls=list(later.order_by("ring_on", "id")[:LATER_SHOWN]), now=request.now),
        "form": form,
        "refused": refused,
    }
    return render(request, "hotline/callbacks.html", context)


def _note_number(request: HouseRequest, form: NumberForm) -> Call:
    said = form.cleaned_data
    heard = Heard(
        kind=CallKind(said["kind"]), words=said["words"], number=said["number"], ring_on=local_date(request.now)
    )
    return note_number(
        actor=request.actor, site_id=UUID(said["site"]), heard=heard, token=said["token"], now=request.now
    )


@opens_with(Power.CALL_SHEET)
@require_POST
def next_callback(request: HouseRequest) -> HttpResponse:
    """The first that nobody is ringing becomes this clerk's."""
    form, found = ActForm(request.POST), list[Call | None]()
    if not done(form, lambda: found.append(take_next(actor=request.actor, now=request.now))):
        return _queue(request, NumberForm(sites=closing_sites(actor=request.actor)), refused=form)
    if found[0] is None:
        messages.success(request, _("队里没有要打的了。"))
        return see_other("hotline:callbacks")
    return see_other("hotline:callback", call_id=found[0].pk)


@opens_with(Power.CALL_SHEET)
@require_POST
def take_callback(request: HouseRequest, call_id: UUID) -> HttpResponse:
    """This one becomes this clerk's."""
    form = ActForm(request.POST)
    access_call(actor=request.actor, call_id=call_id)
    if done(form, lambda: take_call(actor=request.actor, call_id=call_id, now=request.now)):
        return see_other("hotline:callback", call_id=call_id)
    return _queue(request, NumberForm(sites=closing_sites(actor=request.actor)), refused=form)


@opens_with(Power.CALL_SHEET)
@require_http_methods(["GET", "HEAD", "POST"])
def callback(request: HouseRequest, call_id: UUID) -> HttpResponse:
    """One call: whom, where, why; POST says how it went. The number is shown in full to whom is ringing."""
    call = access_call(actor=request.actor, call_id=call_id)
    form = RungForm(sent(request))
    if request.method == "POST" and done(form, lambda: _settle(request, call_id, form)):
        is_reached = form.cleaned_data["reached"] != Reached.NO_ANSWER
        messages.success(request, _("记下了。") if is_reached else _("记下了，还留在队里。"))
        return see_other("hotline:callbacks")
    (ring,) = rings(calls=[call], now=request.now)
    context = {
        "ring": ring,
        "call": call,
        "form": form,
        "is_mine": ring.holder is not None and ring.holder.by == request.actor.id,
        "notes": notes_of(person_id=call.person_id) if call.person_id else [],
    }
    return render(request, "hotline/callback.html", context)


def _settle(request: HouseRequest, call_id: UUID, form: RungForm) -> Call:
    said = form.cleaned_data
    return settle_call(
        actor=request.actor,
        call_id=call_id,
        reached=Reached(said["reached"]),
        words=said["words"],
        ring_on=said["ring_on"],
        token=said["token"],
        now=request.now,
    )


@opens_with(Power.CALL_SHEET)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HouseRequest, elder_id: UUID) -> HttpResponse:
    """What was said with the person on the line, and when to ring again."""
    person = access_person(actor=request.actor, person_id=elder_id)
    form = NoteForm(sent(request))
    if request.method == "POST" and done(form, lambda: _note(request, elder_id, form)):
        messages.success(request, _("记下了。"))
        return see_other("hotline:elder", elder_id=elder_id)
    context = {"person": person, "form": form, "notes": notes_of(person_id=elder_id, limit=20)}
    return render(request, "hotline/note.html", context)


def _note(request: HouseRequest, elder_id: UUID, form: NoteForm) -> Call:
    said = form.cleaned_data
    heard = Heard(kind=CallKind.TALKED, words=said["words"], ring_on=said["ring_on"])
    return note_call(actor=request.actor, person_id=elder_id, heard=heard, token=said["token"], now=request.now)
