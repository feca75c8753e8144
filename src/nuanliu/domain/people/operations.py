"""Registering people, PIN cards, and what a person may change about herself."""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.operations import create_login
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people import sealing
from nuanliu.domain.people.models import Elder, FreeTime, Person, PinCard, Proxy, Relation, Volunteer
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.people.types import CreditChoice, KinProof, Kinship, Sex
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.pinyin import search_key
from nuanliu.platform.retry import repeated


class UnableToRegister(Unable):
    """This person cannot be entered as given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a person on entering; everything but name and site may be unknown."""

    name: str
    home_site: Node
    sex: Sex = Sex.UNKNOWN
    birth_date: date | None = None
    ethnicity: str = ""
    political_status: str = ""
    identity: str = ""
    phone: str = ""
    address: str = ""
    street: str = ""
    branch: Node | None = None
    latitude: float | None = None
    longitude: float | None = None
    consents: tuple[str, ...] = field(default=())


def register_person(*, facts: Facts, username: str, at: datetime, password: str | None = None) -> Person:
    """Enter a person with a sign-in account of the same id. Raises UnableToRegister(identity_known)."""
    if facts.identity and person_with_identity(identity=facts.identity) is not None:
        raise UnableToRegister("identity_known", _("这个身份证号已经登记过了。"), field="identity")
    login = create_login(username=username, at=at, password=password)
    person = Person(login=login, registered_at=at, home_site=facts.home_site, data_key=sealing.new_data_key())
    _write_facts(person, facts)
    person.save(force_insert=True)
    return person


def change_person(*, person: Person, facts: Facts) -> None:
    """Write what has become known of a person; the identity number stays what it was unless it was unknown.

    The row is locked and its key read anew, because the key may just have been wrapped again, or destroyed. Raises
    NotVisible if the account has been closed meanwhile.
    """
    now = Person.objects.select_for_update(no_key=True).only("data_key", "closed_at").get(pk=person.pk)
    if now.closed_at is not None:
        raise NotVisible
    person.data_key = now.data_key
    _write_facts(person, facts)
    person.save(force_update=True)


def _write_facts(person: Person, facts: Facts) -> None:
    person.name = facts.name
    person.pinyin = search_key(facts.name)
    person.sex = facts.sex
    person.birth_date = facts.birth_date
    person.ethnicity = facts.ethnicity
    person.political_status = facts.political_status
    person.street = facts.street
    person.branch = facts.branch
    person.latitude = facts.latitude
    person.longitude = facts.longitude
    sealing.write_sealed(person, identity=facts.identity, phone=facts.phone, address=facts.address)


def person_with_identity(*, identity: str) -> Person | None:
    """The one person with this identity number, found by its keyed index."""
    return Person.objects.filter(identity_index__in=sealing.identity_indexes(identity)).first()


def make_elder(
    *,
    person: Person,
    circumstances: list[str],
    at: datetime,
    languages: list[str] | None = None,
    has_phone: bool = True,
    floor_and_stairs: str = "",
    helper_note: str = "",
    emergency: str = "",
    is_special: bool = False,
) -> Elder:
    """Enter the person as someone whom others help, or bring the entry up to date."""
    known = {
        "circumstances": circumstances,
        "languages": languages or [],
        "has_phone": has_phone,
        "floor_and_stairs": floor_and_stairs,
        "helper_note_sealed": sealing.seal_for(person, "helper_note", helper_note),
        "emergency_sealed": sealing.seal_for(person, "emergency", emergency),
        "is_special": is_special,
        "special_since": at.date() if is_special else None,
    }
    elder, _is_new = Elder.objects.update_or_create(
        person=person, defaults=known, create_defaults={**known, "registered_at": at}
    )
    return elder


OPPOSITE = {
    Kinship.PARENT: Kinship.CHILD,
    Kinship.CHILD: Kinship.PARENT,
    Kinship.GRANDPARENT: Kinship.GRANDCHILD,
    Kinship.GRANDCHILD: Kinship.GRANDPARENT,
    Kinship.PARENT_IN_LAW: Kinship.CHILD_IN_LAW,
    Kinship.CHILD_IN_LAW: Kinship.PARENT_IN_LAW,
}


def relate(*, person: Person, relative: Person, kinship: Kinship, at: datetime) -> None:
    """Record that `relative` is the `kinship` of `person`, in both directions; again changes nothing."""
    back = OPPOSITE.get(kinship, kinship)
    Relation.objects.bulk_create(
        [
            Relation(person=person, relative=relative, kinship=kinship, recorded_at=at),
            Relation(person=relative, relative=person, kinship=back, recorded_at=at),
        ],
        ignore_conflicts=True,
    )


def confirm_relation(
    *, person: Person, relative: Person, kinship: Kinship, proof: KinProof, by: UUID | None, at: datetime
) -> None:
    """A clerk has seen by which paper `relative` is the `kinship` of `person`; recorded or set right, both ways."""
    for one, other, kind in ((person, relative, kinship), (relative, person, OPPOSITE.get(kinship, kinship))):
        facts = {"kinship": kind, "proof": proof, "confirmed_at": at, "confirmed_by": by}
        Relation.objects.update_or_create(
            person=one, relative=other, defaults=facts, create_defaults={**facts, "recorded_at": at}
        )


def agree_proxy(*, elder: Elder, relative: Person, powers: list[str], how: str, at: datetime) -> Proxy:
    """The old person agreed that `relative` may act for her in these powers; again changes the powers."""
    proxy, _is_new = Proxy.objects.update_or_create(
        elder=elder, relative=relative, withdrawn_at=None, defaults={"powers": powers, "how": how, "agreed_at": at}
    )
    return proxy


@repeated
def set_default_choice(*, actor: Actor, choice: str) -> None:
    """What the volunteer wants for an hour unless she says otherwise; empty to be asked each time."""
    value = CreditChoice(choice).value if choice else ""
    Volunteer.objects.filter(pk=actor.id).update(default_choice=value)


@repeated
def set_free_times(*, actor: Actor, spans: list[tuple[int, int, int]]) -> None:
    """Replace the volunteer's weekly free times: (weekday 1–7, from minute, to minute)."""
    with transaction.atomic():
        volunteer = Volunteer.objects.select_for_update(no_key=True).filter(pk=actor.id).first()
        if volunteer is None:
            raise NotVisible
        FreeTime.objects.filter(volunteer=volunteer).delete()
        FreeTime.objects.bulk_create(
            [
                FreeTime(volunteer=volunteer, weekday=day, from_minute=start, to_minute=end)
                for day, start, end in sorted(set(spans))
            ]
        )


def issue_pin_card(*, actor: Actor, person: Person, now: datetime) -> tuple[PinCard, str]:
    """A new card and its PIN, shown this once; the card before it is void from now.

    Not for oneself or one's kin: with it one could confirm what one's own people did. Raises UnableToRegister
    (own_or_kin), NotVisible.
    """
    if not actor.is_system and not actor.may(Power.NEED_PLACE, path=person.home_site.path):
        raise NotVisible
    if is_own_or_kin(actor=actor, people={person.pk}):
        raise UnableToRegister("own_or_kin", _("自己或家人的登录卡要请同事来发。"))
    pin = f"{secrets.randbelow(10_000):04d}"
    return put_pin_card(person=person, number=_free_card_number(), pin=pin, actor_id=actor.id, now=now), pin


def put_pin_card(*, person: Person, number: str, pin: str, actor_id: UUID | None, now: datetime) -> PinCard:
    """Put a card of this number and PIN in force for the person."""
    card = PinCard(person=person, number=number, pin_hash=make_password(pin), issued_at=now)
    return _put(card=card, actor_id=actor_id, now=now)


@repeated
def _put(*, card: PinCard, actor_id: UUID | None, now: datetime) -> PinCard:
    with transaction.atomic():
        if PinCard.objects.filter(pk=card.pk).exists():
            return card
        person = card.person
        PinCard.objects.filter(person=person, voided_at=None).update(voided_at=now)
        card.save(force_insert=True)
        record(
            action="pin_card.issued",
            subject_type="person",
            subject_id=person.pk,
            occurred_at=now,
            actor_id=actor_id,
            site_id=person.home_site_id,
            details={"card": f"…{card.number[-2:]}"},
        )
        return card


def _free_card_number() -> str:
    while True:
        number = f"{secrets.randbelow(900_000) + 100_000}"
        if not PinCard.objects.filter(number=number).exists():
            return number
