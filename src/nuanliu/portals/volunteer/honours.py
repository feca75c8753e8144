"""我的荣誉 and 我的一年: the steps she has reached, the next one, and a year with a picture to keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanliu.domain.honours.queries import open_for_nominations
from nuanliu.domain.honours.stepping import standing_steps
from nuanliu.domain.honours.years import OwnYear, own_year, years_of
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.people.queries import access_person
from nuanliu.domain.standards.policies import next_step, step_words
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform import words
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.pdf import make_picture
from nuanliu.portals.ui.exports import inline_picture
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.volunteer.access import for_helpers, me

PICTURE = Path(__file__).parent.parent / "ui" / "papers" / "year.typ"
FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Month:
    """One bar of the year: which month, its minutes, and its height in hundredths of the highest."""

    number: int
    minutes: int
    height: int


@require_safe
@for_helpers
def honours(request: HouseRequest) -> HttpResponse:
    """What I have reached, on which day, and how far it is to the next."""
    person = access_person(actor=request.actor, person_id=me(request))
    standard = standard_in_force(at=request.now, site=person.home_site_id)
    honour = savings_of(person_id=person.pk, site_id=person.home_site_id).honour
    coming = next_step(minutes=honour, standard=standard)
    steps = [
        {"kind": row.kind, "day": row.reached_on, "words": step_words(kind=row.kind, place=row.place, hours=row.hours)}
        for row in reversed(standing_steps(person_id=person.pk))
    ]
    context = {
        "person": person,
        "honour": honour,
        "steps": steps,
        "coming": coming and step_words(kind=coming.kind, place=coming.place, hours=coming.hours),
        "missing": coming.minutes - honour if coming else 0,
        "open": open_for_nominations(),
        "years": years_of(person_id=person.pk),
    }
    return render(request, "volunteer/honours.html", context)


@require_safe
@for_helpers
def year(request: HouseRequest, year: int) -> HttpResponse:
    """My year: hours, people, services, and the twelve months."""
    found = _year(request, year)
    return render(request, "volunteer/year.html", {"year": found, "months": months_of(found.months)})


@require_safe
@for_helpers
def picture(request: HouseRequest, year: int) -> HttpResponse:
    """The same as a picture to keep. There is nobody else's name on it."""
    found = _year(request, year)
    person = access_person(actor=request.actor, person_id=me(request))
    drawn = make_picture(template=PICTURE, data=_drawn(found, person.name), at=request.now)
    return inline_picture(drawn, name=f"my-year-{found.year}.png")


def _year(request: HouseRequest, wanted: int) -> OwnYear:
    """Raises NotVisible for a year that is not there yet, or was before there were time banks."""
    if not FIRST_YEAR <= wanted <= local_date(request.now).year:
        raise NotVisible
    return own_year(person_id=me(request), year=wanted)


def months_of(months: Sequence[int]) -> list[Month]:
    """The twelve bars."""
    highest = max([*months, 1])
    return [Month(number, minutes, -(-100 * minutes // highest)) for number, minutes in enumerate(months, 1)]


def _drawn(found: OwnYear, name: str) -> dict[str, Any]:
    return {
        "brand": settings.BRAND,
        "city": settings.CITY,
        "title": _("%(year)s 年，我的一年") % {"year": found.year},
        "name": name,
        "facts": [
            [words.minutes(found.minutes), _("陪伴和帮忙")],
            [str(found.people), _("位老人有人帮")],
            [str(found.services), _("次上门")],
        ],
        "months": [[str(month.number), month.height] for month in months_of(found.months)],
        "caption": _("十二个月的时间"),
        "thanks": _("谢谢您，让温暖流动起来"),
    }
