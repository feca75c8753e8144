"""The statement of a person of the desk's sites: every unit, any days, each line with its visit."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from nuanliu.domain.ledger.statements import Statement
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Power
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import access_person
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.fonts import missing_from
from nuanliu.portals.ui.book import TITLES
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.statements import Period, period_of, statement_context, workbook
from nuanliu.usecases.read_statement import ToldLine, statement_of_person


def asked_statement(request: HouseRequest, person_id: UUID, unit: str) -> tuple[Person, Unit, Period, Statement]:
    """Whose, which and of which days. Raises NotVisible."""
    person = access_person(actor=request.actor, person_id=person_id)
    if unit not in set(Unit):
        raise NotVisible
    period = period_of(request)
    found = statement_of_person(person=person, unit=Unit(unit), first=period.first, last=period.last)
    return person, Unit(unit), period, found


@opens_with(Power.PERSON_FIND)
@require_safe
def statement(request: HouseRequest, person_id: UUID, unit: str) -> HttpResponse:
    """One unit between two days; a visit of another site has no link."""
    return show_statement(request, person_id, unit)


def show_statement(request: HouseRequest, person_id: UUID, unit: str, *, form: ActForm | None = None) -> HttpResponse:
    """The page; the form by which a paper is issued may carry a refusal."""
    person, chosen, period, found = asked_statement(request, person_id, unit)

    def leads(told: ToldLine) -> str:
        visit = told.visit
        seen = visit is not None and request.actor.may(Power.BOARD_SEE, path=visit.need.site.path)
        return reverse("desk:visit", args=[visit.id]) if visit is not None and seen else ""

    volunteer = getattr(person, "volunteer", None)
    context: dict[str, Any] = {
        **statement_context(request=request, statement=found, period=period, unit=chosen, leads=leads),
        "print_form": form or ActForm(),
        "person": person,
        "missing": missing_from(person.name),
        "tabs": [(one.value, TITLES[one]) for one in Unit],
        "holder": person.name,
        "account": volunteer.number if volunteer else "",
        "kept_at": person.home_site.name,
        "issue_url": reverse("desk:statement-issue", args=[person.pk, chosen.value]),
        "export_url": reverse("desk:statement-file", args=[person.pk, chosen.value]),
    }
    return render(request, "desk/statement.html", context)


@opens_with(Power.PERSON_FIND)
@require_safe
def statement_file(request: HouseRequest, person_id: UUID, unit: str) -> HttpResponse:
    """The same days as a workbook."""
    person, chosen, _period, found = asked_statement(request, person_id, unit)
    return workbook(statement=found, unit=chosen, holder=person.name)
