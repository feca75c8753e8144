"""The register of the desk's sites: old people and volunteers, and one person with everything."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.domain.care.queries import needs_of, visits_of
from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import (
    access_person,
    contact_of,
    door_code_of,
    emergency_of,
    helper_note_of,
    household_of,
    people_within,
)
from nuanliu.domain.people.sealing import phone_indexes
from nuanliu.domain.signing.devices import devices_of
from nuanliu.domain.signing.release import may_release, rests_until
from nuanliu.platform.typed import looks_like_phone, tidy_phone, tidy_text
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.kept import asked, keep
from nuanliu.portals.ui.paging import page_of, sorting_of
from nuanliu.portals.ui.recent import recently_signed_in
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.revealed import RevealForm, is_revealed, revealed_by

ON_A_PAGE = 30
NEEDS_SHOWN = 12
WHO = {"elders": gettext_lazy("老人"), "volunteers": gettext_lazy("志愿者")}
SORTS = {
    "name": ("name", "pk"),
    "site": ("home_site__name", "name", "pk"),
    "born": ("birth_date", "pk"),
    "since": ("-registered_at", "pk"),
}


def _meant(text: str) -> Q:
    digits = tidy_phone(text)
    if looks_like_phone(digits):
        return Q(phone_index__in=phone_indexes(digits))
    if text.isascii() and text.isalpha():
        letters = text.lower()
        return Q(pinyin__startswith=letters) | Q(pinyin__contains=f" {letters}")
    return Q(name__contains=text) | Q(street__contains=text) | Q(volunteer__number__iexact=text)


def _listed(request: HouseRequest, who: str) -> QuerySet[Person]:
    rows = people_within(actor=request.actor)
    rows = rows.filter(volunteer__isnull=False) if who == "volunteers" else rows.filter(elder__isnull=False)
    text = tidy_text(asked(request).get("q", ""))[:60]
    return rows.filter(_meant(text)) if text else rows


@opens_with(Power.PERSON_FIND)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HouseRequest) -> HttpResponse:
    """Old people or volunteers: search, sort, pages."""
    if request.method == "POST":
        return keep(request, "q")
    who = request.GET.get("who", "elders")
    who = who if who in WHO else "elders"
    sorting = sorting_of(request=request, allowed=SORTS, default="name")
    page = page_of(request=request, rows=_listed(request, who).order_by(*sorting.order_by), size=ON_A_PAGE)
    context = {"who": who, "tabs": WHO, "sorting": sorting, "page": page, "text": asked(request).get("q", "")}
    return render(request, "desk/people.html", context)


@opens_with(Power.PERSON_FIND)
@require_safe
def person(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """Everything the desk may know of one person."""
    return show_person(request, access_person(actor=request.actor, person_id=person_id))


def show_person(
    request: HouseRequest, found: Person, *, reveal_form: RevealForm | None = None, card_form: ActForm | None = None
) -> HttpResponse:
    """The page; either form may carry a refusal."""
    elder, volunteer = getattr(found, "elder", None), getattr(found, "volunteer", None)
    context: dict[str, Any] = {
        "person": found,
        "elder": elder,
        "volunteer": volunteer,
        "contact": contact_of(person=found),
        "is_revealed": is_revealed(request=request, person_id=found.pk),
        "reveal": reveal_form or RevealForm(),
        "card_form": card_form or ActForm(),
        "savings": savings_of(person_id=found.pk, site_id=found.home_site_id),
        "cards": list(found.pin_cards.filter(voided_at=None)),
        "rests_until": rests_until(person=found, now=request.now),
        "devices": len(devices_of(login=found.login, now=request.now)),
        "may_release": may_release(actor=request.actor, person=found, now=request.now),
    }
    context["former"] = list(found.merged.order_by("closed_at", "pk"))
    if elder is not None:
        context |= {
            "needs": page_of(request=request, rows=needs_of(elder_id=found.pk), size=NEEDS_SHOWN),
            "household": household_of(elder=elder),
            "helper_note": helper_note_of(elder=elder),
            "emergency": emergency_of(elder=elder),
            "door_code": door_code_of(elder=elder),
        }
    if volunteer is not None:
        rows = visits_of(volunteer_id=found.pk)
        context["visits"] = page_of(request=request, rows=rows, size=NEEDS_SHOWN, parameter="visits")
    return render(request, "desk/person.html", context)


@opens_with(Power.PERSON_REVEAL)
@recently_signed_in(keep=("reason",))
@require_POST
def reveal(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """Telephone and address in full for a while, against a reason."""
    found = access_person(actor=request.actor, person_id=person_id)
    form = RevealForm(request.POST)
    if revealed_by(request=request, person_id=person_id, form=form):
        return see_other("desk:person", person_id=person_id)
    return show_person(request, found, reveal_form=form)
