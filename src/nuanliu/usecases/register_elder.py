"""An old person is entered: by telephone in a short form, at the desk or at home in a long one; 不知道 is an answer."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import SITE_KINDS, Actor, Power
from nuanliu.domain.passbook.accounts import Holder, open_savings
from nuanliu.domain.people import contacts, sealing
from nuanliu.domain.people.consents.operations import give_consents
from nuanliu.domain.people.contacts import EmergencyContact
from nuanliu.domain.people.joining.operations import keep_paper
from nuanliu.domain.people.joining.pictures import Picture, redrawn
from nuanliu.domain.people.joining.types import PaperKind
from nuanliu.domain.people.joining.wishes import settle_registered
from nuanliu.domain.people.models import Elder, Person
from nuanliu.domain.people.operations import Facts, change_person, person_with_identity, register_person
from nuanliu.domain.people.types import Circumstance, ConsentHow, ConsentPurpose, Sex, ToldBy
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.identifiers import Identity, UnableToReadIdentity, parse_identity
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToRegisterElder(Unable):
    """The form cannot be taken as it is; `field` says which answer to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHome:
    """What is asked of an old person beside who she is. `unknown` names what was asked and is not known."""

    sex: Sex = Sex.UNKNOWN
    birth_date: date | None = None
    languages: tuple[str, ...] = ()
    floor_and_stairs: str = ""
    pets: str = ""
    door_code: str = ""
    contacts: tuple[EmergencyContact, ...] = ()
    told_by: str = ""
    unknown: tuple[str, ...] = ()
    has_phone: bool | None = None
    purposes: tuple[ConsentPurpose, ...] = ()
    photo: bytes = b""
    """The signed page, as it was handed in; drawn anew before it is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElderFacts:
    """Who she is and how she lives; only the name must be known."""

    name: str
    phone: str = ""
    identity: str = ""
    address: str = ""
    street: str = ""
    circumstances: tuple[str, ...] = ()
    note: str = ""
    at_home: AtHome = field(default_factory=AtHome)


def register_elder(
    *,
    actor: Actor,
    site_id: UUID,
    name: str,
    token: UUID,
    now: datetime,
    phone: str = "",
    identity: str = "",
    address: str = "",
    street: str = "",
    circumstances: list[str] | None = None,
    note: str = "",
    at_home: AtHome | None = None,
    wish_id: UUID | None = None,
) -> Elder:
    """Enter an old person at the actor's site and open her book. The same token gives the same person.

    `wish_id` is the wish to be registered that this settles, in the same transaction.

    Raises UnableToRegisterElder, UnableToRegister (identity known), UnableToReadPicture, NotVisible.
    """
    facts = ElderFacts(
        name=name,
        phone=phone,
        identity=identity,
        address=address,
        street=street,
        circumstances=tuple(circumstances or ()),
        note=note,
        at_home=at_home or AtHome(told_by=ToldBy.TELEPHONE),
    )
    picture = redrawn(data=facts.at_home.photo) if facts.at_home.photo else None
    return _register(actor=actor, site_id=site_id, facts=facts, picture=picture, wish_id=wish_id, token=token, now=now)


@repeated
def _register(
    *,
    actor: Actor,
    site_id: UUID,
    facts: ElderFacts,
    picture: Picture | None,
    wish_id: UUID | None,
    token: UUID,
    now: datetime,
) -> Elder:
    with durable():
        site = Node.objects.filter(pk=site_id, kind__in=[kind.value for kind in SITE_KINDS]).first()
        if site is None or not actor.may(Power.NEED_PLACE, path=site.path):
            raise NotVisible
        username = f"e-{derived_id(token, 'elder').hex[:12]}"
        known = Elder.objects.filter(person__login__username=username).first()
        if known is not None:
            return known
        if not facts.name.strip():
            raise UnableToRegisterElder("no_name", _("请填姓名。"), field="name")
        read = _read_identity(facts.identity, now, site_id)
        person = register_person(facts=_of_person(facts, site, read), username=username, at=now)
        elder = _write_elder(person, facts, actor=actor, picture=picture, now=now)
        open_savings(holder=Holder(person.pk, site.id), at=now)
        _note("person.registered", person, actor, now)
        if wish_id is not None:
            settle_registered(actor=actor, wish_id=wish_id, elder=elder, at=now)
        return elder


def change_elder(*, actor: Actor, elder_id: UUID, facts: ElderFacts, now: datetime) -> Elder:
    """What has become known, or has changed. An identity number once known stays.

    Raises UnableToRegisterElder, UnableToReadPicture, NotVisible.
    """
    picture = redrawn(data=facts.at_home.photo) if facts.at_home.photo else None
    return _change(actor=actor, elder_id=elder_id, facts=facts, picture=picture, now=now)


@repeated
def _change(*, actor: Actor, elder_id: UUID, facts: ElderFacts, picture: Picture | None, now: datetime) -> Elder:
    with durable():
        rows = Elder.objects.select_for_update(no_key=True, of=("self",)).select_related("person__home_site")
        elder = rows.filter(pk=elder_id, person__closed_at=None).first()
        if elder is None or not actor.may(Power.NEED_PLACE, path=elder.person.home_site.path):
            raise NotVisible
        if not facts.name.strip():
            raise UnableToRegisterElder("no_name", _("请填姓名。"), field="name")
        person = elder.person
        read = _read_identity(facts.identity, now, person.home_site_id)
        other = person_with_identity(identity=read.number) if read else None
        if other is not None and other.pk != person.pk:
            raise UnableToRegisterElder("identity_known", _("这个身份证号已经登记过了。"), field="identity")
        said = _of_person(facts, person.home_site, read)
        kept = replace(
            said,
            ethnicity=person.ethnicity,
            political_status=person.political_status,
            branch=person.branch,
            latitude=_number(person.latitude),
            longitude=_number(person.longitude),
            identity="" if person.identity_index else said.identity,
            birth_date=said.birth_date or person.birth_date,
            sex=said.sex if said.sex != Sex.UNKNOWN else Sex(person.sex),
        )
        change_person(person=person, facts=kept)
        changed = _write_elder(person, facts, actor=actor, picture=picture, now=now)
        _note("person.changed", person, actor, now)
        return changed


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _of_person(facts: ElderFacts, site: Node, read: Identity | None) -> Facts:
    return Facts(
        name=facts.name.strip(),
        home_site=site,
        phone=facts.phone,
        address=facts.address,
        street=facts.street,
        identity=read.number if read else "",
        birth_date=read.birth_date if read else facts.at_home.birth_date,
        sex=Sex(read.sex) if read else facts.at_home.sex,
    )


def _write_elder(person: Person, facts: ElderFacts, *, actor: Actor, picture: Picture | None, now: datetime) -> Elder:
    """The elder's entry. Whether she is a special beneficiary is decided elsewhere and not touched here."""
    home = facts.at_home
    known = {
        "circumstances": [Circumstance(code).value for code in facts.circumstances],
        "languages": list(home.languages),
        "has_phone": bool(facts.phone) if home.has_phone is None else home.has_phone,
        "floor_and_stairs": home.floor_and_stairs,
        "helper_note_sealed": sealing.seal_for(person, "helper_note", facts.note),
        "emergency_sealed": sealing.seal_for(person, "emergency", contacts.written(home.contacts)),
        "door_code_sealed": sealing.seal_for(person, "door_code", home.door_code),
        "pets": home.pets,
        "unknown": list(home.unknown),
        "told_by": home.told_by,
    }
    elder, _is_new = Elder.objects.update_or_create(
        person=person, defaults=known, create_defaults={**known, "registered_at": now}
    )
    if home.purposes:
        how = ConsentHow.PAPER if picture else ConsentHow.DESK
        give_consents(person=person, purposes=home.purposes, how=how, actor=actor, at=now)
    if picture is not None:
        keep_paper(person=person, kind=PaperKind.SIGNED_PAGE, picture=picture, actor=actor, at=now)
    return elder


def _note(action: str, person: Person, actor: Actor, now: datetime) -> None:
    record(
        action=action,
        subject_type="person",
        subject_id=person.pk,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.NEED_PLACE, path=person.home_site.path),
        site_id=person.home_site_id,
    )


def _read_identity(identity: str, now: datetime, site_id: UUID) -> Identity | None:
    """The identity number, if one was given; too young is refused."""
    if not identity:
        return None
    try:
        parsed = parse_identity(text=identity, today=local_date(now))
    except UnableToReadIdentity as wrong:
        raise UnableToRegisterElder("bad_identity", wrong.words, field="identity") from wrong
    least = standard_in_force(at=now, site=site_id).integer("beneficiary_min_age")
    today = local_date(now)
    born = parsed.birth_date
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if age < least:
        words = _("这位还不到 %(age)d 岁，请先核对身份证号。") % {"age": least}
        raise UnableToRegisterElder("too_young", words, field="identity")
    return parsed
