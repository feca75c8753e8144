"""证书和记录: what was given to me, and my own service and training records, shown at once."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.certificates.models import Certificate
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.certificates import DaysForm, certificate_file, holder_context, proof_file
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.usecases.issue_record import access_holder, issue_service_record, issue_training_record, record_for


@require_safe
@for_helpers
def certificates(request: HouseRequest) -> HttpResponse:
    """Everything that I was given or asked for, and the two forms."""
    return _show(request, None)


@require_POST
@for_helpers
def service_record(request: HouseRequest) -> HttpResponse:
    """My service record of some days."""
    form = DaysForm(request.POST)

    actor, now = request.actor, request.now

    def issue() -> Certificate:
        return issue_service_record(actor=actor, person_id=me(request), **form.days, now=now)

    return _issued(request, form, issue)


@require_POST
@for_helpers
def training_record(request: HouseRequest) -> HttpResponse:
    """My training record."""
    return _issued(
        request,
        ActForm(request.POST),
        lambda: issue_training_record(actor=request.actor, person_id=me(request), now=request.now),
    )


def _issued(request: HouseRequest, form: ActForm, issue: Callable[[], Certificate]) -> HttpResponse:
    made: list[Certificate] = []
    if done(form, lambda: made.append(issue())):
        return see_other("volunteer:certificate", certificate_id=made[0].pk)
    return _show(request, form)


def _show(request: HouseRequest, form: ActForm | None) -> HttpResponse:
    person = access_holder(actor=request.actor, person_id=me(request))
    context = holder_context(request=request, person=person, form=form)
    return render(request, "volunteer/certificates.html", context)


@require_safe
@for_helpers
def certificate(request: HouseRequest, certificate_id: UUID) -> HttpResponse:
    """One of mine, as a paper."""
    found = record_for(actor=request.actor, person_id=me(request), certificate_id=certificate_id)
    return certificate_file(request, found)


@require_safe
@for_helpers
def certificate_proof(request: HouseRequest, certificate_id: UUID) -> HttpResponse:
    """What proves one of mine without us."""
    return proof_file(record_for(actor=request.actor, person_id=me(request), certificate_id=certificate_id))
