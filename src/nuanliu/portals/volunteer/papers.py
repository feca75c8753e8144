"""时间存单 and 对账单 on paper: issued with one press, printed as often as wanted."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.people.queries import access_person
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.exports import inline_pdf
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.issued import check_address, slip_pdf, statement_pdf
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.statements import period_of
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.portals.volunteer.statement import show_statement, unit_of
from nuanliu.portals.volunteer.visits import my_visit, shown
from nuanliu.usecases.issue_paper import issue_slip, issue_statement, slip_for, statement_for
from nuanliu.usecases.read_statement import statement_of_person


@require_POST
@for_helpers
def slip_issue(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """The slip of my visit; the same one every time."""
    visit, form = my_visit(request, visit_id), ActForm(request.POST)
    if done(form, lambda: issue_slip(actor=request.actor, visit_id=visit.id, now=request.now)):
        return see_other("volunteer:slip", visit_id=visit_id)
    return shown(request, visit, form=form)


@require_safe
@for_helpers
def slip(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """The slip, once it was issued."""
    paper = slip_for(actor=request.actor, visit_id=my_visit(request, visit_id).id)
    address = check_address(request=request, paper=paper)
    return inline_pdf(slip_pdf(paper=paper, address=address), name=f"slip-{paper.number:06d}.pdf")


@require_POST
@for_helpers
def statement_issue(request: HouseRequest, unit: str) -> HttpResponse:
    """My statement of the days in the address, as a paper with a code."""
    chosen, person = unit_of(unit), access_person(actor=request.actor, person_id=me(request))
    form, period = ActForm(request.POST), period_of(request)
    found = statement_of_person(person=person, unit=chosen, first=period.first, last=period.last)
    made: list[UUID] = []

    def act() -> None:
        paper = issue_statement(actor=request.actor, person=person, statement=found, unit=chosen, now=request.now)
        made.append(paper.id)

    if done(form, act):
        return see_other("volunteer:paper", statement_id=made[0])
    return show_statement(request, unit, form=form)


@require_safe
@for_helpers
def paper(request: HouseRequest, statement_id: UUID) -> HttpResponse:
    """A statement of mine that was issued."""
    found = statement_for(actor=request.actor, person_id=me(request), paper_id=statement_id)
    address = check_address(request=request, paper=found)
    return inline_pdf(statement_pdf(paper=found, address=address), name=f"statement-{found.number:06d}.pdf")
