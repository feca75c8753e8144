"""家庭共用: husband and wife, parents and children let each other's needs be paid from any member's TIME.

Everybody is asked and agrees herself, may leave at any hour, and is told of every use. One need is paid by one member:
her own time first, then the others' in the order in which they joined.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell_of_savings
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.households import STANDING, members_of, membership_of
from nuanliu.domain.passbook.models import HouseholdMember
from nuanliu.domain.passbook.types import MemberState, SaidHow
from nuanliu.domain.people.joining.operations import note_person
from nuanliu.domain.people.models import Person, Relation
from nuanliu.domain.people.queries import access_person, is_own_or_kin
from nuanliu.domain.standards.policies import GiftRefusal, Kin, refusal_to_share
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.give_time import HEARD


class UnableToShare(Unable):
    """The household cannot be changed like this."""


@dataclass(frozen=True, slots=True)
class MayShare:
    """One relative who could be asked, or why not."""

    relation: Relation
    refusal: GiftRefusal | None


@dataclass(frozen=True, slots=True)
class Sharing:
    """With whom somebody shares her time, and whom she could ask."""

    person: Person
    mine: HouseholdMember | None
    members: tuple[HouseholdMember, ...]
    kin: tuple[MayShare, ...]

    @property
    def may_ask(self) -> bool:
        """Only who founded it asks others, or who belongs to none."""
        return self.mine is None or (self.mine.state == MemberState.AGREED and self.mine.place == 1)


def sharing_of(*, actor: Actor, person_id: UUID, now: datetime) -> Sharing:
    """How it stands, for herself or the desk of her site. Raises NotVisible."""
    person = access_person(actor=actor, person_id=person_id)
    if actor.id != person_id and not actor.may(Power.NEED_ASSIST, path=person.home_site.path):
        raise NotVisible
    mine = membership_of(person_id=person_id)
    members = tuple(members_of(household=mine.household)) if mine else ()
    return Sharing(person, mine, members, tuple(_kin(person, members, now)))


def _kin(person: Person, members: tuple[HouseholdMember, ...], now: datetime) -> list[MayShare]:
    standard = standard_in_force(at=now, site=person.home_site_id)
    rows = Relation.objects.filter(person=person, relative__closed_at=None, relative__died_on=None)
    rows = rows.exclude(relative__in=[one.person_id for one in members]).select_related("relative__home_site")
    return [MayShare(row, _refusal(row, standard)) for row in rows.order_by("recorded_at", "id")]


def _refusal(row: Relation, standard: Standard) -> GiftRefusal | None:
    kin = Kin(kinship=row.kinship, is_confirmed=row.confirmed_at is not None, birth_date=row.relative.birth_date)
    return refusal_to_share(kin=kin, standard=standard)


@repeated
def ask_to_share(*, actor: Actor, person_id: UUID, relative_id: UUID, token: UUID, now: datetime) -> HouseholdMember:
    """Ask a relative to share; who has no household yet founds one by it. The same token asks once.

    Raises UnableToShare, NotVisible.
    """
    with durable():
        person = _lock(person_id)
        _insist_may_act(actor, person)
        row_id = derived_id(token, "member", str(relative_id))
        known = HouseholdMember.objects.filter(site_id=person.home_site_id, id=row_id).first()
        if known is not None:
            return known
        relation = Relation.objects.filter(person=person, relative_id=relative_id).select_related("relative").first()
        if relation is None or relation.relative.closed_at is not None:
            raise UnableToShare("not_kin", _("请从登记过的亲属里选一位。"), field="relative")
        refusal = _refusal(relation, standard_in_force(at=now, site=person.home_site_id))
        if refusal is not None:
            raise UnableToShare(refusal.code, refusal.words, field="relative")
        relative = relation.relative
        if relative.home_site_id != person.home_site_id:
            raise UnableToShare("far", _("存折在别的站点，不能共用。可以送时间过去。"), field="relative")
        if membership_of(person_id=relative_id) is not None:
            raise UnableToShare("taken", _("对方已经和家里人共用，或有人在问了。"), field="relative")
        mine = membership_of(person_id=person_id) or _found(person, actor, token, now)
        if mine.state != MemberState.AGREED or mine.place != 1:
            raise UnableToShare("not_founder", _("请最先发起的那位来问。"))
        last = HouseholdMember.objects.filter(household=mine.household).order_by("-place").first()
        asked = HouseholdMember.objects.create(
            site_id=person.home_site_id,
            id=row_id,
            household=mine.household,
            person=relative,
            place=(last.place if last else 1) + 1,
            state=MemberState.ASKED,
            asked_at=now,
            asked_by=actor.id or person_id,
        )
        _note("household.asked", asked, person, actor, now)
        _tell(asked, relative, NoticeKind.SHARE_ASKED, now, helper=person.name)
        return asked


def _found(person: Person, actor: Actor, token: UUID, now: datetime) -> HouseholdMember:
    first = derived_id(token, "household", str(person.pk))
    return HouseholdMember.objects.create(
        site_id=person.home_site_id,
        id=first,
        household=first,
        person=person,
        place=1,
        state=MemberState.AGREED,
        asked_at=now,
        asked_by=actor.id or person.pk,
        answered_at=now,
        answered_by=actor.id,
        how=SaidHow.SELF if actor.id == person.pk else SaidHow.DESK,
    )


def _lock(person_id: UUID) -> Person:
    rows = Person.objects.select_for_update(no_key=True, of=("self",)).select_related("home_site")
    person = rows.filter(pk=person_id, closed_at=None, died_on=None).first()
    if person is None:
        raise NotVisible
    return person


def _insist_may_act(actor: Actor, person: Person) -> None:
    if actor.id == person.pk:
        return
    if actor.id is None or not actor.may(Power.NEED_ASSIST, path=person.home_site.path):
        raise NotVisible
    if is_own_or_kin(actor=actor, people={person.pk}):
        raise UnableToShare("own_or_kin", _("自己或家人的事要请同事办。"))


@repeated
def answer_sharing(
    *, actor: Actor, person_id: UUID, is_yes: bool, how: SaidHow, now: datetime, note: str = ""
) -> HouseholdMember | None:
    """What the asked one says, herself or to a clerk. Answering what is answered changes nothing.

    Raises UnableToShare, NotVisible.
    """
    with durable():
        person = _lock(person_id)
        _insist_may_act(actor, person)
        mine = membership_of(person_id=person_id)
        if mine is None or mine.state != MemberState.ASKED:
            return mine
        if actor.id != person_id:
            _insist_on_hearing(actor, mine, how, note)
        mine.state = MemberState.AGREED if is_yes else MemberState.REFUSED
        mine.answered_at, mine.answered_by, mine.how = now, actor.id, how
        mine.save(update_fields=["state", "answered_at", "answered_by", "how"])
        _note("household.joined" if is_yes else "household.refused", mine, person, actor, now, reason=note)
        kind = NoticeKind.SHARE_AGREED if is_yes else NoticeKind.SHARE_REFUSED
        founder = HouseholdMember.objects.select_related("person__home_site").get(household=mine.household, place=1)
        _tell(mine, founder.person, kind, now, helper=person.name)
        return mine


def _insist_on_hearing(actor: Actor, mine: HouseholdMember, how: SaidHow, note: str) -> None:
    if actor.id == mine.asked_by:
        raise UnableToShare("same_clerk", _("问的时候是您记的，答的话要请同事问。"))
    if how not in HEARD:
        raise UnableToShare("how", _("请写是怎么问的。"), field="how")
    if not note.strip():
        raise UnableToShare("no_note", _("请照原话写下来。"), field="note")


@repeated
def leave_household(*, actor: Actor, person_id: UUID, now: datetime) -> None:
    """She no longer shares; what is reserved for a visit stays reserved. When the founder leaves, it ends for all.

    Again changes nothing. Raises UnableToShare, NotVisible.
    """
    with durable():
        person = _lock(person_id)
        _insist_may_act(actor, person)
        mine = membership_of(person_id=person_id)
        if mine is None or mine.state != MemberState.AGREED:
            return
        rows = HouseholdMember.objects.filter(household=mine.household, state__in=STANDING)
        gone = list(rows.select_related("person__home_site").order_by("place"))
        ends = mine.place == 1
        leaving = rows if ends else rows.filter(person=person)
        leaving.update(state=MemberState.LEFT, left_at=now)
        _note("household.left", mine, person, actor, now)
        for one in gone:
            if one.person_id != person_id and one.state == MemberState.AGREED:
                _tell(mine, one.person, NoticeKind.SHARE_LEFT, now, helper=person.name)


def _tell(row: HouseholdMember, person: Person, kind: NoticeKind, now: datetime, **facts: str) -> None:
    tell_of_savings(person=person, kind=kind, subject=row.id, at=now, **facts)


def _note(action: str, row: HouseholdMember, person: Person, actor: Actor, now: datetime, *, reason: str = "") -> None:
    role = actor.role_for(Power.NEED_ASSIST, path=person.home_site.path) if actor.id != person.pk else ""
    about: dict[str, object] = {"household": str(row.household), "member": str(row.person_id), "place": row.place}
    note_person(action=action, person=person, actor=actor, at=now, role=role, reason=reason.strip(), **about)
