"""Which volunteer a clerk means: by number, name, pinyin or telephone, among those of her sites."""

from django.db.models import Q

from nuanliu.domain.care.models import Need
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import people_within
from nuanliu.domain.people.sealing import phone_indexes
from nuanliu.domain.people.types import VolunteerState
from nuanliu.platform.typed import looks_like_phone, tidy_phone, tidy_text

MOST_OFFERED = 8


def helpers_meant(*, actor: Actor, need: Need, text: str) -> list[Person]:
    """Volunteers that `text` can mean, those of the need's own site first; an exact number is alone.

    Who is paused is among them, so that the clerk who names her reads why she cannot go.
    """
    found = helpers_named(actor=actor, text=text, also_paused=True)
    return sorted(found, key=lambda person: person.home_site_id != need.site_id)


def helpers_named(*, actor: Actor, text: str, also_paused: bool = False) -> list[Person]:
    """Active volunteers that `text` can mean, by name; an exact number is alone."""
    wanted = tidy_text(text)
    states = [VolunteerState.ACTIVE, VolunteerState.PAUSED] if also_paused else [VolunteerState.ACTIVE]
    helpers = people_within(actor=actor).filter(volunteer__state__in=states)
    exact = list(helpers.filter(volunteer__number__iexact=wanted)[:1])
    if exact or not wanted:
        return exact
    return list(helpers.filter(_meant(wanted)).order_by("name", "pk")[:MOST_OFFERED])


def _meant(wanted: str) -> Q:
    if wanted.isascii() and wanted.isalpha():
        letters = wanted.lower()
        return Q(pinyin__startswith=letters) | Q(pinyin__contains=f" {letters}")
    digits = tidy_phone(wanted)
    if looks_like_phone(digits):
        return Q(phone_index__in=phone_indexes(digits))
    return Q(name__contains=wanted)
