"""An entry that was merged into another one: only to be looked at."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nuanliu.domain.care.queries import needs_of, visits_of
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.queries import passbook_lines
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import access_person
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.book import KINDS
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest

ON_A_PAGE, LINES_SHOWN = 30, 50


@opens_with(Power.PERSON_FIND)
@require_safe
def former(request: HouseRequest, person_id: UUID, former_id: UUID) -> HttpResponse:
    """What stands under an entry that was merged into this person: its lines, needs and visits, as they were made."""
    person = access_person(actor=request.actor, person_id=person_id)
    old = Person.objects.filter(pk=former_id, merged_into=person).select_related("home_site").first()
    if old is None:
        raise NotVisible
    holder = Holder(old.pk, old.home_site_id)
    books = [
        (unit, [(line, KINDS[line.kind]) for line in passbook_lines(holder=holder, unit=unit, count=LINES_SHOWN)])
        for unit in Unit
    ]
    context = {
        "person": person,
        "former": old,
        "books": books,
        "needs": page_of(request=request, rows=needs_of(elder_id=old.pk), size=ON_A_PAGE),
        "visits": page_of(request=request, rows=visits_of(volunteer_id=old.pk), size=ON_A_PAGE, parameter="visits"),
    }
    return render(request, "desk/former.html", context)
