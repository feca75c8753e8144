"""服务记录 and 培训记录 for somebody who asks at the counter."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.certificates.models import Certificate
from nuanliu.domain.network.types import Power
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.certificates import DaysForm, certificate_file, holder_context
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.issue_record import access_holder, issue_service_record, issue_training_record, record_for


@require_safe
@opens_with(Power.PASSBOOK_PRINT)
def certificates(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """What she was given or asked for, and the two forms."""
    return _show(request, person_id, None)


@require_POST
@opens_with(Power.PASSBOOK_PRINT)
def service_record(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """Her service record of some days."""
    form = DaysForm(request.POST)

    actor, now = request.actor, request.now

    def issue() -> Certificate:
        return issue_service_record(actor=actor, person_id=person_id, **form.days, now=now)

    return _issued(request, person_id, form, issue)


@require_POST
@opens_with(Power.PASSBOOK_PRINT)
def training_record(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """Her training record."""
    return _issued(
        request,
        person_id,
        ActForm(request.POST),
        lambda: issue_training_record(actor=request.actor, person_id=person_id, now=request.now),
    )


def _issued(request: HouseRequest, person_id: UUID, form: ActForm, issue: Callable[[], Certificate]) -> HttpResponse:
    made: list[Certificate] = []
    access_holder(actor=request.actor, person_id=person_id)
    if done(form, lambda: made.append(issue())):
        return see_other("desk:certificate", person_id=person_id, certificate_id=made[0].pk)
    return _show(request, person_id, form)


def _show(request: HouseRequest, person_id: UUID, form: ActForm | None) -> HttpResponse:
    person = access_holder(actor=request.actor, person_id=person_id)
    return render(request, "desk/certificates.html", holder_context(request=request, person=person, form=form))


@require_safe
@opens_with(Power.PASSBOOK_PRINT)
def certificate(request: HouseRequest, person_id: UUID, certificate_id: UUID) -> HttpResponse:
    """One of hers, as a paper."""
    found = record_for(actor=request.actor, person_id=person_id, certificate_id=certificate_id)
    return certificate_file(request, found)
