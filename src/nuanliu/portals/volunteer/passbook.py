"""My passbook: time, coins, honour; numbered lines, each with its story."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.queries import visits_by_id
from nuanliu.domain.gatherings.counted import signups_by_id
from nuanliu.domain.ledger.seals.codes import code_of
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.queries import coins_by_last_day, passbook_lines, savings_of
from nuanliu.domain.passbook.types import PassbookLine
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import access_person
from nuanliu.domain.standards.policies import retold_steps
from nuanliu.domain.standards.queries import standard_by_id
from nuanliu.platform import clock, words
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.book import KINDS, TITLES, told_lines
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.portals.volunteer.statement import unit_of

COUNT = 12
"""Lines a page, as many as a paper page has."""
MOST_DIGITS = 9


@require_safe
@for_helpers
def passbook(request: HouseRequest, unit: str = Unit.TIME.value) -> HttpResponse:
    """One unit's lines, newest first; `?before=13` shows the lines below number 13."""
    person, chosen = _owner(request), unit_of(unit)
    before = _number(request.GET.get("before", ""))
    lines = passbook_lines(holder=_holder(person), unit=chosen, before=before, count=COUNT)
    subjects = [line.subject for line in lines if line.subject is not None]
    visits, told = visits_by_id(ids=subjects), told_lines(ids=subjects, whose=person.pk)
    last = lines[-1].number if lines else 1
    context = {
        "unit": chosen.value,
        "title": TITLES[chosen],
        "tabs": [(one.value, TITLES[one]) for one in Unit],
        "lines": [_row(person, line, visits, told) for line in lines],
        "running_out": coins_by_last_day(holder=_holder(person)) if chosen is Unit.COIN else (),
        "savings": savings_of(person_id=person.pk, site_id=person.home_site_id),
        "holder": person.name,
        "account": person.volunteer.number,
        "is_newest": before is None,
        "older_before": last if last > 1 else None,
    }
    return render(request, "volunteer/passbook.html", context)


@require_safe
@for_helpers
def line(request: HouseRequest, unit: str, number: int) -> HttpResponse:
    """What one line was: its visit, how the minutes were counted, and by which version of the Standard."""
    person, chosen = _owner(request), unit_of(unit)
    found = passbook_lines(holder=_holder(person), unit=chosen, before=number + 1, count=1)
    if not found or found[0].number != number:
        raise NotVisible
    one = found[0]
    visit = visits_by_id(ids=[one.subject]).get(one.subject) if one.subject is not None else None
    told = told_lines(ids=[one.subject], whose=person.pk) if one.subject is not None else {}
    served = signups_by_id(ids=[one.subject]).get(one.subject) if one.subject is not None and visit is None else None
    version = visit.standard_version if visit else served.gathering.standard_version if served else None
    stored = visit.arithmetic if visit else served.arithmetic if served else []
    standard = standard_by_id(version_id=version) if version else None
    context = {
        "unit": chosen.value,
        "title": TITLES[chosen],
        "line": one,
        "row": _row(person, one, {visit.id: visit} if visit else {}, told),
        "kind": KINDS[one.kind],
        "visit": visit if visit and visit.volunteer_id == person.pk else None,
        "need": visit.need if visit else None,
        "standard": standard,
        "gathering": served.gathering if served and served.person_id == person.pk else None,
        "arithmetic": retold_steps(stored=stored, standard=standard) if stored and standard else (),
    }
    return render(request, "volunteer/line.html", context)


def _owner(request: HouseRequest) -> Person:
    return access_person(actor=request.actor, person_id=me(request))


def _holder(person: Person) -> Holder:
    return Holder(person.pk, person.home_site_id)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def _row(person: Person, line: PassbookLine, visits: dict[Any, Visit], told: dict[UUID, str]) -> dict[str, Any]:
    """A line as the drawn passbook wants it."""
    visit = visits.get(line.subject)
    what = str(KINDS[line.kind])
    if line.subject is not None:
        what = told.get(line.subject, what)
    if visit is not None:
        service = visit.need.service
        what = service.name_en if words.english() else service.name
        if line.amount < 0 and visit.need.elder_id != person.pk:
            what = _("%(name)s请人：%(service)s") % {"name": visit.need.elder.name, "service": what}
        elif line.amount < 0:
            what = _("请人帮忙：%(service)s") % {"service": what}
    return {
        "number": line.number,
        "day": clock.local_date(line.occurred_at),
        "what": _("更正：%(what)s") % {"what": what} if line.is_correction else what,
        "amount": line.amount,
        "balance": line.balance,
        "note": line.memo,
        "href": reverse("volunteer:line", args=[line.unit.value, line.number]),
        "code": code_of(transfer=line.transfer),
    }
