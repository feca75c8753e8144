"""Applications of volunteers at the desk and at the bureau: who waits, one of them, the decision, the papers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.network.types import Power
from nuanliu.domain.people.joining.models import Application
from nuanliu.domain.people.joining.queries import (
    access_application,
    applications_within,
    may_decide,
    other_with_identity,
    papers_of,
    qualifications_of,
    waiting_for,
)
from nuanliu.domain.people.joining.types import ApplicationState, Decision, PaperKind
from nuanliu.portals.desk.joining_forms import ApproveForm, ProofSeenForm, SendBackForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.applications import proof_words, summary_of
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.join_review import Verdict, decide_proof, review_application

ON_A_PAGE = 30
TABS = {"waiting": gettext_lazy("等您看"), "all": gettext_lazy("全部")}
DECIDERS = (Power.PERSON_DECIDE, Power.JOINING_SAMPLE)


@opens_with(*DECIDERS)
@require_safe
def applications(request: HouseRequest) -> HttpResponse:
    """Those that wait for the reader, or all of her sites."""
    tab = request.GET.get("tab", "waiting")
    tab = tab if tab in TABS else "waiting"
    rows = waiting_for(actor=request.actor)
    if tab == "all":
        rows = applications_within(actor=request.actor).order_by("-submitted_at", "id")
    context = {"tab": tab, "tabs": TABS, "page": page_of(request=request, rows=rows, size=ON_A_PAGE)}
    return render(request, "desk/applications.html", context)


@opens_with(*DECIDERS)
@require_safe
def application(request: HouseRequest, application_id: UUID) -> HttpResponse:
    """One application with its papers, and what may be decided."""
    return _show(request, access_application(actor=request.actor, application_id=application_id))


def _show(
    request: HouseRequest,
    found: Application,
    *,
    approve: ActForm | None = None,
    back: ActForm | None = None,
    proof: ActForm | None = None,
) -> HttpResponse:
    person = found.person
    context: dict[str, Any] = {
        "application": found,
        "person": person,
        "rows": summary_of(found),
        "proofs": [(one, proof_words(one)) for one in qualifications_of(person_id=person.pk)],
        "pages": papers_of(person_id=person.pk, kind=PaperKind.SIGNED_PAGE),
        "may_decide": bool(may_decide(actor=request.actor, application=found)),
        "may_see_proofs": request.actor.may(Power.PERSON_DECIDE, path=found.site.path),
        "is_first_look": found.state == ApplicationState.SUBMITTED,
        "other": other_with_identity(application=found),
        "approve": approve or ApproveForm(initial={"insured_until": found.insured_until}),
        "back": back or SendBackForm(),
        "proof": proof or ProofSeenForm(),
    }
    return render(request, "desk/application.html", context)


@opens_with(*DECIDERS)
@require_POST
def approve(request: HouseRequest, application_id: UUID) -> HttpResponse:
    """She may help, or the city looks too."""
    found = access_application(actor=request.actor, application_id=application_id)
    form = ApproveForm(request.POST)
    if not done(
        form, lambda: _decide(request, application_id, Decision.APPROVE, until=form.cleaned_data["insured_until"])
    ):
        return _show(request, found, approve=form)
    messages.success(request, _("记下了。结果会告诉报名的人。"))
    return see_other("desk:applications")


@opens_with(*DECIDERS)
@require_POST
def send_back(request: HouseRequest, application_id: UUID) -> HttpResponse:
    """Something is to be mended."""
    return _turned_down(request, application_id, Decision.RETURN)


@opens_with(*DECIDERS)
@require_POST
def refuse(request: HouseRequest, application_id: UUID) -> HttpResponse:
    """No; she reads why, and how to appeal."""
    return _turned_down(request, application_id, Decision.REFUSE)


def _turned_down(request: HouseRequest, application_id: UUID, decision: Decision) -> HttpResponse:
    found = access_application(actor=request.actor, application_id=application_id)
    form = SendBackForm(request.POST)
    if not done(form, lambda: _decide(request, application_id, decision, reason=form.cleaned_data["reason"])):
        return _show(request, found, back=form)
    messages.success(request, _("记下了。结果会告诉报名的人。"))
    return see_other("desk:applications")


def _decide(
    request: HouseRequest, application_id: UUID, decision: Decision, *, reason: str = "", until: Any = None
) -> Application:
    verdict = Verdict(decision, reason, until)
    return review_application(actor=request.actor, application_id=application_id, verdict=verdict, now=request.now)


@opens_with(Power.PERSON_DECIDE)
@require_POST
def proof_seen(request: HouseRequest, application_id: UUID, qualification_id: UUID) -> HttpResponse:
    """The reader has looked at a paper."""
    found = access_application(actor=request.actor, application_id=application_id)
    form = ProofSeenForm(request.POST)

    def act() -> object:
        is_real = form.cleaned_data["is_real"] == "yes"
        return decide_proof(actor=request.actor, qualification_id=qualification_id, is_real=is_real, now=request.now)

    if not done(form, act):
        return _show(request, found, proof=form)
    return see_other("desk:application", application_id=application_id)
