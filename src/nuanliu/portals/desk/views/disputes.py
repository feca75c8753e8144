"""Disputes at the desk: the list by its days, one with everything that was said, and the two keys."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.care.disputes.models import Dispute
from nuanliu.domain.care.disputes.queries import (
    access_dispute,
    dispute_of,
    disputes_within,
    rulings_of,
    waiting_disputes,
)
from nuanliu.domain.care.disputes.types import WAITING, Finding, RulingState, Side
from nuanliu.domain.network.types import Power
from nuanliu.domain.people.models import Person
from nuanliu.portals.desk.dispute_forms import ObjectForm, RulingForm, SayingForm, SecondForm
from nuanliu.portals.desk.gate import powers_at, visit_at_desk
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.disputing import ruling_words, told
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.disputes.raising import add_words, may_dispute, raise_dispute
from nuanliu.usecases.disputes.ruling import Answer, propose_ruling, second_ruling, why_not_now

MOST = 200
RECENT = timedelta(days=90)


@opens_with(Power.BOARD_SEE)
@require_safe
def disputes(request: HouseRequest) -> HttpResponse:
    """What waits to be decided, the nearest day first, and what was decided of late."""
    decided = disputes_within(actor=request.actor).filter(decided_at__gt=request.now - RECENT)
    decided = decided.exclude(state__in=[state.value for state in WAITING]).order_by("-decided_at", "id")
    context = {"waiting": list(waiting_disputes(actor=request.actor)[:MOST]), "decided": list(decided[:MOST])}
    return render(request, "desk/disputes.html", context)


@opens_with(Power.NEED_ASSIST)
@require_http_methods(["GET", "HEAD", "POST"])
def object_for(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """Either side told the desk that something is wrong."""
    visit = visit_at_desk(request, visit_id)
    known = dispute_of(site=visit.site_id, visit=visit.id)
    if known is not None:
        return see_other("desk:dispute", known.id)
    form, made = ObjectForm(sent(request)), list[Dispute]()
    act = lambda: made.append(  # noqa: E731 (read together with its one use)
        raise_dispute(
            actor=request.actor,
            visit_id=visit_id,
            words=form.cleaned_data["words"],
            side=Side(form.cleaned_data["side"]),
            token=form.cleaned_data["token"],
            now=request.now,
        )
    )
    if request.method == "POST" and done(form, act):
        messages.success(request, _("记下了异议，另一方会收到消息。"))
        return see_other("desk:dispute", made[0].id)
    if request.method != "POST" and not may_dispute(visit=visit, now=request.now):
        return see_other("desk:visit", visit_id)
    return render(request, "desk/object.html", {"form": form, "visit": visit, "need": visit.need})


@opens_with(Power.BOARD_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HouseRequest, dispute_id: UUID) -> HttpResponse:
    """One dispute; what is pressed is said by `act`: add words, propose, agree, give back."""
    found = access_dispute(actor=request.actor, dispute_id=dispute_id)
    forms: dict[str, ActForm] = {
        "saying": SayingForm(auto_id="saying_%s"),
        "ruling": RulingForm(auto_id="ruling_%s"),
        "second": SecondForm(auto_id="second_%s"),
    }
    refused: ActForm | None = None
    if request.method == "POST":
        name = {"propose": "ruling", "agree": "second", "back": "second"}.get(request.POST.get("act", ""), "saying")
        form = type(forms[name])(request.POST, auto_id=f"{name}_%s")
        if done(form, lambda: _act(request, found, form)):
            messages.success(request, _("记下了。"))
            return see_other("desk:dispute", dispute_id)
        forms[name] = refused = form
    context = _context(request, found)
    shown = next((name for name in ("ruling", "second") if forms[name].is_bound), _offered(context))
    return render(request, "desk/dispute.html", {**context, "acts": forms, "refused": refused, "shown": shown})


def _offered(context: dict[str, object]) -> str:
    """Which form the reader may fill in; a refused one stands there in any case, with what was typed."""
    if context["why_not"] or context["is_own_proposal"]:
        return ""
    return "second" if context["proposed"] else "ruling"


def _context(request: HouseRequest, found: Dispute) -> dict[str, object]:
    rulings = rulings_of(dispute=found)
    proposed = next((one for one in rulings if one.state == RulingState.PROPOSED), None)
    given_back = [one for one in rulings if one.state == RulingState.GIVEN_BACK]
    people = {one.proposed_by for one in rulings} | {one.second_by for one in rulings}
    names = dict(Person.objects.filter(pk__in=[one for one in people if one]).values_list("pk", "name"))
    return {
        **told(found),
        "visit": found.visit,
        "need": found.visit.need,
        "rulings": [(ruling_words(one), one, names.get(one.proposed_by, ""), names.get(one.second_by or one.id, ""))
                    for one in rulings],
        "proposed": proposed and (ruling_words(proposed), proposed, names.get(proposed.proposed_by, "")),
        "is_own_proposal": proposed is not None and proposed.proposed_by == request.actor.id,
        "given_back": [(ruling_words(one), one) for one in given_back],
        "why_not": why_not_now(actor=request.actor, dispute=found, rulings=rulings),
        "is_waiting": found.state in WAITING,
        "is_late": found.state in WAITING and request.now > found.decide_by,
        "may": powers_at(request, path=found.site.path),
    }  # fmt: skip


def _act(request: HouseRequest, found: Dispute, form: ActForm) -> None:
    said, act = form.cleaned_data, request.POST.get("act", "")
    if act == "propose":
        answer = Answer(Finding(said["finding"]), said["minutes"], said["words"])
        propose_ruling(actor=request.actor, dispute_id=found.id, answer=answer, token=said["token"], now=request.now)
    elif act in {"agree", "back"}:
        ruling = next((one for one in rulings_of(dispute=found) if one.state == RulingState.PROPOSED), None)
        if ruling is not None:
            second_ruling(
                actor=request.actor,
                ruling_id=ruling.id,
                now=request.now,
                is_agreed=act == "agree",
                words=said["words"],
            )
    else:
        add_words(actor=request.actor, dispute_id=found.id, words=said["words"], token=said["token"], now=request.now)
