"""对账单: my passbook between two days, on the telephone, on paper, as a workbook."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.people.queries import access_person
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.fonts import missing_from
from nuanliu.portals.ui.book import TITLES
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.statements import period_of, statement_context, workbook
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.usecases.read_statement import ToldLine, statement_of_person


def unit_of(text: str) -> Unit:
    """The unit in an address. Raises NotVisible for anything else."""
    try:
        return Unit(text)
    except ValueError:
        raise NotVisible from None


@require_safe
@for_helpers
def statement(request: HouseRequest, unit: str) -> HttpResponse:
    """One unit between two days."""
    return show_statement(request, unit)


def show_statement(request: HouseRequest, unit: str, *, form: ActForm | None = None) -> HttpResponse:
    """The page; the form by which a paper is issued may carry a refusal."""
    chosen, person = unit_of(unit), access_person(actor=request.actor, person_id=me(request))
    period = period_of(request)
    found = statement_of_person(person=person, unit=chosen, first=period.first, last=period.last)

    def leads(told: ToldLine) -> str:
        mine = told.visit is not None and told.visit.volunteer_id == person.pk
        return reverse("volunteer:line", args=[chosen.value, told.line.seq]) if mine else ""

    context = {
        **statement_context(request=request, statement=found, period=period, unit=chosen, leads=leads),
        "print_form": form or ActForm(),
        "missing": missing_from(person.name),
        "title": TITLES[chosen],
        "tabs": [(one.value, TITLES[one]) for one in Unit],
        "holder": person.name,
        "account": person.volunteer.number,
        "kept_at": person.home_site.name,
        "issue_url": reverse("volunteer:statement-issue", args=[chosen.value]),
        "export_url": reverse("volunteer:statement-file", args=[chosen.value]),
    }
    return render(request, "volunteer/statement.html", context)


@require_safe
@for_helpers
def statement_file(request: HouseRequest, unit: str) -> HttpResponse:
    """The same days as a workbook."""
    chosen, person = unit_of(unit), access_person(actor=request.actor, person_id=me(request))
    period = period_of(request)
    found = statement_of_person(person=person, unit=chosen, first=period.first, last=period.last)
    return workbook(statement=found, unit=chosen, holder=person.name)
