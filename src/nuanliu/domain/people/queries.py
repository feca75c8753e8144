"""Reading people: who acts, who is kin, who may act for whom, finding a caller."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.models import Login
from nuanliu.domain.network.queries import held_by
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import ANONYMOUS, Actor, Power
from nuanliu.domain.people import contacts, sealing
from nuanliu.domain.people.contacts import EmergencyContact
from nuanliu.domain.people.models import Elder, Person, Proxy, Relation
from nuanliu.domain.people.sealing import Contact
from nuanliu.domain.people.types import ProxyPower, VolunteerState
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.identifiers import identity_tail, telephone_digits
from nuanliu.platform.text import clean


def actor_for(*, login: Login, now: datetime) -> Actor:
    """The person behind a sign-in, with the appointments in force."""
    acts_for = Proxy.objects.filter(relative_id=OuterRef("pk"), withdrawn_at=None)
    rows = Person.objects.filter(pk=login.pk, closed_at=None).annotate(is_family=Exists(acts_for))
    facts = rows.values_list("name", "home_site_id", "elder__person_id", "volunteer__state", "is_family")
    found = list(facts) if login.is_active else []
    if not found:
        return ANONYMOUS
    name, home_site, elder, volunteer_state, is_family = found[0]
    return Actor(
        id=login.pk,
        name=name,
        appointments=held_by(login_id=login.pk, now=now),
        home_site=home_site,
        is_elder=elder is not None,
        is_volunteer=volunteer_state not in {None, VolunteerState.LEFT},
        is_family=is_family,
    )


def name_of(*, person_id: UUID) -> str:
    """A person's name; empty for nobody."""
    return Person.objects.filter(pk=person_id).values_list("name", flat=True).first() or ""


def are_kin(*, person: UUID, others: Iterable[UUID]) -> bool:
    """Whether `person` is a recorded relative of any of `others`."""
    return Relation.objects.filter(person_id=person, relative_id__in=list(others)).exists()


def kin_of(*, person: UUID) -> set[UUID]:
    """All recorded relatives of a person."""
    return set(Relation.objects.filter(person_id=person).values_list("relative_id", flat=True))


def is_own_or_kin(*, actor: Actor, people: Collection[UUID]) -> bool:
    """Whether the actor is one of `people` or recorded kin of one of them: then somebody else decides, always.

    Every act that decides on a person's record asks this (`tests/integration/usecases/test_own_or_kin.py`).
    """
    return actor.id is not None and (actor.id in people or are_kin(person=actor.id, others=people))


def kin_among(*, people: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Each (person, recorded relative) of whom both are among `people`: one question for a whole act."""
    rows = Relation.objects.filter(person_id__in=people, relative_id__in=people)
    return set(rows.values_list("person_id", "relative_id"))


def has_proxy(*, relative: UUID, elder: UUID, power: ProxyPower) -> bool:
    """Whether the old person agreed, and has not withdrawn, that `relative` may do this for her."""
    proxy = Proxy.objects.filter(relative_id=relative, elder_id=elder, withdrawn_at=None).first()
    return proxy is not None and power in proxy.powers


def proxies_of(*, relative_id: UUID) -> list[Proxy]:
    """The old people this relative acts for."""
    rows = Proxy.objects.filter(relative_id=relative_id, withdrawn_at=None)
    return list(rows.select_related("elder__person__home_site").order_by("agreed_at", "id"))


def proxies_for(*, elder_id: UUID) -> list[Proxy]:
    """The relatives who act for this old person."""
    rows = Proxy.objects.filter(elder_id=elder_id, withdrawn_at=None)
    return list(rows.select_related("relative").order_by("agreed_at", "id"))


def proxy_of(*, elder_id: UUID, proxy_id: UUID) -> Proxy | None:
    """One agreement of this old person, be it in force or taken back."""
    return Proxy.objects.select_related("relative").filter(elder_id=elder_id, pk=proxy_id).first()


def access_proxy(*, actor: Actor, elder_id: UUID) -> Proxy:
    """The actor's own agreement with this old person. Raises NotVisible if there is none in force."""
    rows = Proxy.objects.filter(relative_id=actor.id, elder_id=elder_id, withdrawn_at=None)
    proxy = rows.select_related("elder__person__home_site").first()
    if actor.id is None or proxy is None:
        raise NotVisible
    return proxy


def elders_within(*, actor: Actor) -> QuerySet[Elder]:
    """Old people in the subtrees where the actor may look people up."""
    return Elder.objects.filter(_reach(actor, "person__home_site__path"), person__closed_at=None).select_related(
        "person__home_site"
    )


def people_within(*, actor: Actor) -> QuerySet[Person]:
    """Everyone in the subtrees where the actor may look people up."""
    return Person.objects.filter(_reach(actor, "home_site__path"), closed_at=None).select_related(
        "home_site", "elder", "volunteer"
    )


def _reach(actor: Actor, column: str) -> Q:
    return within(paths=actor.paths(Power.PERSON_FIND), column=column)


def access_elder(*, actor: Actor, elder_id: UUID) -> Elder:
    """An old person visible to the desk of her site, to herself, and to a relative she agreed to."""
    rows = Elder.objects.select_related("person__home_site", "regular_helper")
    elder = rows.filter(pk=elder_id, person__closed_at=None).first()
    if elder is None or actor.id is None:
        raise NotVisible
    is_desk = actor.may(Power.PERSON_FIND, path=elder.person.home_site.path)
    if is_desk or actor.id == elder_id or has_proxy(relative=actor.id, elder=elder_id, power=ProxyPower.SEE):
        return elder
    raise NotVisible


def access_person(*, actor: Actor, person_id: UUID) -> Person:
    """Someone visible to the desk of their site, or oneself."""
    rows = Person.objects.select_related("home_site", "elder", "volunteer")
    person = rows.filter(pk=person_id, closed_at=None).first()
    if person is None or actor.id is None:
        raise NotVisible
    if actor.id == person_id or actor.may(Power.PERSON_FIND, path=person.home_site.path):
        return person
    raise NotVisible


def access_data_of(*, actor: Actor, person_id: UUID) -> Person:
    """Oneself, or somebody for whom the desk of her site may handle her own data. Raises NotVisible."""
    person = access_person(actor=actor, person_id=person_id)
    if actor.id == person_id or actor.may(Power.PERSON_REVEAL, path=person.home_site.path):
        return person
    raise NotVisible


def household_of(*, elder: Elder) -> list[Relation]:
    """An old person's recorded relatives."""
    return list(Relation.objects.filter(person_id=elder.pk).select_related("relative").order_by("recorded_at", "id"))


def contact_of(*, person: Person) -> Contact:
    """Telephone and address in clear. The caller has checked that the reader may see them."""
    return sealing.contact_of(person)


def helper_note_of(*, elder: Elder) -> str:
    """What a helper should know, in clear."""
    return sealing.open_for(elder.person, "helper_note", elder.helper_note_sealed)


def emergency_of(*, elder: Elder) -> str:
    """Whom to call in an emergency, in clear."""
    return contacts.said(sealing.open_for(elder.person, "emergency", elder.emergency_sealed))


def contacts_of(*, elder: Elder) -> list[EmergencyContact]:
    """The emergency contacts one by one, in clear."""
    return contacts.read(sealing.open_for(elder.person, "emergency", elder.emergency_sealed))


def door_code_of(*, elder: Elder) -> str:
    """How to come in, in clear."""
    return sealing.open_for(elder.person, "door_code", elder.door_code_sealed)


@dataclass(frozen=True, slots=True)
class Found:
    """A person found, and by what."""

    person: Person
    why: Promise


def find_people(*, actor: Actor, text: str, limit: int = 20) -> list[Found]:
    """Old people within reach, by telephone, name, initials, last four of the identity number, or street."""
    wanted = clean(text)
    if not wanted:
        return []
    found: dict[UUID, Found] = {}
    for why, condition in _ways(wanted):
        rows = Person.objects.filter(condition, _reach(actor, "home_site__path"), closed_at=None, elder__isnull=False)
        for person in rows.select_related("home_site", "elder").order_by("name", "pk")[:limit]:
            found.setdefault(person.pk, Found(person, why))
    return list(found.values())[:limit]


FEWEST_LETTERS, IDENTITY_TAIL, FEWEST_DIGITS = 2, 4, 7


def _ways(text: str) -> list[tuple[Promise, Q]]:
    """What the text could be, most telling first."""
    ways: list[tuple[Promise, Q]] = []
    number = telephone_digits(text)
    if len(number) >= FEWEST_DIGITS:
        ways.append((_("电话相符"), Q(phone_index__in=sealing.phone_indexes(number))))
    tail = identity_tail(text)
    if tail:
        ways.append((_("身份证后四位相符"), Q(identity_tail_index__in=sealing.identity_tail_indexes(tail))))
    if text.isascii() and text.isalpha() and len(text) >= FEWEST_LETTERS:
        letters = text.lower()
        ways.append((_("拼音相符"), Q(pinyin__startswith=letters) | Q(pinyin__contains=f" {letters}")))
    elif not text.isascii():
        ways.append((_("姓名相符"), Q(name__startswith=text)))
        ways.append((_("姓名含有"), Q(name__contains=text)))
        ways.append((_("住在"), Q(street__contains=text)))
    return ways
