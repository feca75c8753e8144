"""People of a roster are matched to people of the house by identity number, else by name and telephone."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, cast
from uuid import UUID

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.models import Login, Node
from nuanliu.domain.people import sealing
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import Facts, change_person, register_person
from nuanliu.domain.people.types import Sex
from nuanliu.platform.identifiers import telephone_digits
from nuanliu.platform.ids import new_id
from nuanliu.platform.words import masked_name
from nuanliu.usecases.rosters.ground import Ground, chunks
from nuanliu.usecases.rosters.kinds.people import birth_of, sex_of
from nuanliu.usecases.rosters.spec import Finding, error


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What a row says of a person. Blank means the row does not say, and what is stored stays."""

    name: str
    site: str
    """Code of the home site; empty where a roster does not say (staff, owners)."""
    sex: str = ""
    ethnicity: str = ""
    identity: str = ""
    birth_date: date | None = None
    phone: str = ""
    political_status: str = ""
    branch: str = ""
    address: str = ""
    street: str = ""
    latitude: str = ""
    longitude: str = ""

    @classmethod
    def of(cls, row: Any, **more: str) -> "PersonFacts":
        """From a row that has some of these fields."""
        return cls(**{**{name: getattr(row, name) for name in _shared_fields(cast("Hashable", type(row)))}, **more})

    def completed(self) -> "PersonFacts":
        """Sex and day of birth out of the identity number."""
        if not self.identity:
            return self
        sex = self.sex if self.sex not in {"", Sex.UNKNOWN} else sex_of(self.identity)
        return replace(self, sex=sex, birth_date=birth_of(self.identity))


@cache
def _shared_fields(row: Hashable) -> tuple[str, ...]:
    """Fields of PersonFacts that rows of a type have too."""
    return tuple(one.name for one in fields(PersonFacts) if hasattr(row, one.name))


@dataclass(frozen=True, slots=True)
class Match:
    """Who a row is about: nobody yet (`person` None), or someone whose `changed` fields differ."""

    person: Person | None
    changed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def person_id(self) -> UUID | None:
        """Id of the matched person."""
        return self.person.pk if self.person else None


class Persons:
    """The people whom a roster's rows may be about, fetched in a bounded number of queries."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.by_identity: dict[bytes, Person] = {}
        self.by_phone: dict[bytes, list[Person]] = {}

    @classmethod
    def find(cls, people: Iterable[PersonFacts], ground: Ground) -> "Persons":
        """Fetch everybody whom these rows may be about."""
        found = cls(ground)
        listed = list(people)
        identities = [index for one in listed if one.identity for index in sealing.identity_indexes(one.identity)]
        phones = [index for one in listed if one.phone for index in _phone_indexes(one.phone)]
        rows = Person.objects.select_related("login", "home_site", "branch", "elder", "volunteer").filter(
            closed_at=None
        )
        for part in chunks(identities):
            for person in rows.filter(identity_index__in=part):
                found._keep(person)
        for part in chunks(list(dict.fromkeys(phones))):
            for person in rows.filter(phone_index__in=part):
                found._keep(person)
        return found

    def _keep(self, person: Person) -> None:
        if person.identity_index is not None:
            self.by_identity[bytes(person.identity_index)] = person
        if person.phone_index is not None:
            same = self.by_phone.setdefault(bytes(person.phone_index), [])
            if person not in same:
                same.append(person)

    def person_of(self, facts: PersonFacts) -> Person | None:
        """The person with this identity number; else the only one with this name and telephone."""
        if facts.identity and self.by_identity:
            for index in sealing.identity_indexes(facts.identity):
                if index in self.by_identity:
                    return self.by_identity[index]
        same = self._with_phone(facts.phone) if facts.phone and self.by_phone else []
        named = [one for one in same if one.name == facts.name and not (facts.identity and one.identity_index)]
        return named[0] if len(named) == 1 else None

    def _with_phone(self, phone: str) -> list[Person]:
        return [person for index in _phone_indexes(phone) for person in self.by_phone.get(index, [])]

    def match(self, facts: PersonFacts) -> Match:
        """Who this is, what differs, and what stands against loading it."""
        person = self.person_of(facts)
        if person is None:
            return Match(None)
        if person.name != facts.name:
            return Match(person, (), (error("name", "person_name_differs", name=masked_name(person.name)),))
        if facts.site and person.home_site.is_site and person.home_site.code != facts.site:
            return Match(person, (), (error("site", "person_elsewhere", site=person.home_site.name[:40]),))
        stored, wanted = _stored(person), _said(facts.completed())
        return Match(person, tuple(name for name, value in wanted.items() if stored[name] != value))

    def write(self, facts: PersonFacts, *, home: Node) -> Person:
        """Register the person, or write what the row knows better; books stay where they are."""
        match = self.match(facts)
        person = match.person
        if person is None:
            person = register_person(
                facts=self._facts({}, facts, home), username=f"p-{new_id().hex}", at=self.ground.now
            )
            self._note("person.registered", person, {})
        elif match.changed:
            place = person.home_site if person.home_site.is_site or not home.is_site else home
            change_person(person=person, facts=self._facts(_stored(person), facts, place))
            if person.home_site_id != place.pk:
                Person.objects.filter(pk=person.pk).update(home_site=place)
                person.home_site = place
            self._note("person.changed", person, {"fields": list(match.changed)})
        self._keep(person)
        return person

    def _facts(self, stored: dict[str, Any], facts: PersonFacts, home: Node) -> Facts:
        known = {**stored, **_said(facts.completed())}
        branch = known.get("branch")
        return Facts(
            name=facts.name,
            home_site=home,
            sex=Sex(known.get("sex") or Sex.UNKNOWN),
            birth_date=known.get("birth_date"),
            ethnicity=known.get("ethnicity", ""),
            political_status=known.get("political_status", ""),
            identity=known.get("identity", ""),
            phone=known.get("phone", ""),
            address=known.get("address", ""),
            street=known.get("street", ""),
            branch=self.ground.nodes[branch] if branch else None,
            latitude=float(known["latitude"]) if known.get("latitude") else None,
            longitude=float(known["longitude"]) if known.get("longitude") else None,
        )

    def _note(self, action: str, person: Person, details: dict[str, Any]) -> None:
        record(
            action=action,
            subject_type="person",
            subject_id=person.pk,
            occurred_at=self.ground.now,
            actor_id=self.ground.actor.id,
            site_id=person.home_site_id if person.home_site.is_site else None,
            details={"roster": self.ground.kind.value, **details},
        )


def _phone_indexes(phone: str) -> list[bytes]:
    return sealing.phone_indexes(telephone_digits(phone))


def _said(facts: PersonFacts) -> dict[str, Any]:
    """What the row says, by field, blanks left out. The site is judged apart."""
    said = {one.name: getattr(facts, one.name) for one in fields(facts) if one.name not in {"name", "site"}}
    return {name: value for name, value in said.items() if value not in ("", None) and (name, value) != ("sex", "0")}


def _stored(person: Person) -> dict[str, Any]:
    """What the house knows, in the same shapes."""
    contact = sealing.contact_of(person)
    return {
        "sex": person.sex,
        "ethnicity": person.ethnicity,
        "identity": sealing.identity_of(person),
        "birth_date": person.birth_date,
        "phone": contact.phone,
        "political_status": person.political_status,
        "branch": person.branch.code if person.branch else "",
        "address": contact.address,
        "street": person.street,
        "latitude": _degrees(person.latitude),
        "longitude": _degrees(person.longitude),
    }


def _degrees(value: Decimal | float | None) -> str:
    return "" if value is None else f"{value:.5f}"


def free_username(wanted: str, holder: Person | None) -> bool:
    """Whether a sign-in name is free, or already this person's."""
    taken = Login.objects.filter(username=wanted).first()
    return taken is None or (holder is not None and taken.pk == holder.pk)


def outside(ground: Ground, site: str, number_of: Sequence[str] = ("site",)) -> Finding | None:
    """The error for a row whose site the actor may not load into."""
    node = ground.nodes[site]
    return None if ground.may_load(node) else error(number_of[0], "outside_reach", site=node.name[:40])
