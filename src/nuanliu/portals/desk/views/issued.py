"""时间存单 and 对账单 printed at the desk."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.network.types import Power
from nuanliu.portals.desk.gate import visit_at_desk
from nuanliu.portals.desk.views.statement import asked_statement, show_statement
from nuanliu.portals.desk.views.visit import show_visit
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.exports import inline_pdf
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.issued import check_address, slip_pdf, statement_pdf
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.issue_paper import issue_slip, issue_statement, slip_for, statement_for


@opens_with(Power.PASSBOOK_PRINT)
@require_POST
def slip_issue(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """The slip of a visit of the desk's sites."""
    visit, form = visit_at_desk(request, visit_id), ActForm(request.POST)
    if done(form, lambda: issue_slip(actor=request.actor, visit_id=visit.id, now=request.now)):
        return see_other("desk:time-slip", visit_id=visit_id)
    return show_visit(request, visit, form=form)


@opens_with(Power.PASSBOOK_PRINT)
@require_safe
def slip(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """The slip, once it was issued."""
    paper = slip_for(actor=request.actor, visit_id=visit_at_desk(request, visit_id).id)
    address = check_address(request=request, paper=paper)
    return inline_pdf(slip_pdf(paper=paper, address=address), name=f"slip-{paper.number:06d}.pdf")


@opens_with(Power.PERSON_FIND)
@require_POST
def statement_issue(request: HouseRequest, person_id: UUID, unit: str) -> HttpResponse:
    """Her statement of the days in the address, as a paper with a code."""
    person, chosen, _period, found = asked_statement(request, person_id, unit)
    form, made = ActForm(request.POST), list[UUID]()

    def act() -> None:
        paper = issue_statement(actor=request.actor, person=person, statement=found, unit=chosen, now=request.now)
        made.append(paper.id)

    if done(form, act):
        return see_other("desk:statement-paper", person_id=person_id, statement_id=made[0])
    return show_statement(request, person_id, unit, form=form)


@opens_with(Power.PERSON_FIND)
@require_safe
def statement_paper(request: HouseRequest, person_id: UUID, statement_id: UUID) -> HttpResponse:
    """A statement that was issued to her."""
    found = statement_for(actor=request.actor, person_id=person_id, paper_id=statement_id)
    address = check_address(request=request, paper=found)
    return inline_pdf(statement_pdf(paper=found, address=address), name=f"statement-{found.number:06d}.pdf")
