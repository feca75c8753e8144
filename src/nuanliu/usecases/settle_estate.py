"""What somebody who died has left: one transfer to one near relative by two people's word, else it helps others."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell_of_savings
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.leaving import pass_to_heir, pass_to_pool
from nuanliu.domain.passbook.models import Estate
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.passbook.resting import estate_of
from nuanliu.domain.passbook.types import SETTLED, EstateState, Savings
from nuanliu.domain.people.models import Person, Relation
from nuanliu.domain.people.queries import access_person, is_own_or_kin
from nuanliu.domain.standards.policies import GiftRefusal, Kin, refusal_to_inherit
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.record_death import lock_at_desk, note_estate


class UnableToSettle(Unable):
    """It cannot be decided like this."""


@dataclass(frozen=True, slots=True)
class MayInherit:
    """One living relative: may get it, or why not."""

    relation: Relation
    refusal: GiftRefusal | None


@dataclass(frozen=True, slots=True)
class Left:
    """How it stands with what somebody left."""

    person: Person
    estate: Estate | None
    savings: Savings
    kin: tuple[MayInherit, ...]


def left_by(*, actor: Actor, person_id: UUID, now: datetime) -> Left:
    """For the desk of her site. Raises NotVisible."""
    person = access_person(actor=actor, person_id=person_id)
    if not actor.may(Power.NEED_PLACE, path=person.home_site.path):
        raise NotVisible
    savings = savings_of(person_id=person_id, site_id=person.home_site_id)
    return Left(person, estate_of(person_id=person_id), savings, tuple(_kin(person, now)))


def _kin(person: Person, now: datetime) -> list[MayInherit]:
    standard = standard_in_force(at=now, site=person.home_site_id)
    rows = Relation.objects.filter(person=person, relative__closed_at=None, relative__died_on=None)
    return [
        MayInherit(
            row,
            refusal_to_inherit(
                kin=Kin(
                    kinship=row.kinship,
                    is_confirmed=row.confirmed_at is not None,
                    birth_date=row.relative.birth_date,
                ),
                standard=standard,
            ),
        )
        for row in rows.select_related("relative__home_site").order_by("recorded_at", "id")
    ]


@repeated
def name_heir(*, actor: Actor, person_id: UUID, heir_id: UUID, now: datetime) -> Estate:
    """The first word: this relative, by her papers. Naming the same again changes nothing.

    Raises UnableToSettle, NotVisible.
    """
    with durable():
        estate = _locked(actor, person_id)
        if estate.state == EstateState.NAMED and estate.heir_id == heir_id:
            return estate
        _insist_open(estate, now)
        choice = next((one for one in _kin(estate.person, now) if one.relation.relative_id == heir_id), None)
        if choice is None:
            raise UnableToSettle("not_kin", _("请从登记过的亲属里选一位。"), field="relative")
        if choice.refusal is not None:
            raise UnableToSettle(choice.refusal.code, choice.refusal.words, field="relative")
        _insist_on_distance(actor, {person_id, heir_id})
        estate.state, estate.heir, estate.kinship = EstateState.NAMED, choice.relation.relative, choice.relation.kinship
        estate.first_by, estate.first_at = actor.id, now
        estate.save(update_fields=["state", "heir", "kinship", "first_by", "first_at"])
        note_estate("estate.named", estate, actor, now, heir=str(heir_id))
        return estate


def _locked(actor: Actor, person_id: UUID) -> Estate:
    lock_at_desk(actor=actor, person_id=person_id)
    estate = estate_of(person_id=person_id)
    if estate is None:
        raise NotVisible
    return estate


def _insist_open(estate: Estate, now: datetime) -> None:
    if estate.state in SETTLED:
        raise UnableToSettle("settled", _("已经办完了，只能转一次。"))
    if now >= estate.closes_at:
        raise UnableToSettle("late", _("期限已经过了，时间要进爱心池。"))


def _insist_on_distance(actor: Actor, people: set[UUID]) -> None:
    if is_own_or_kin(actor=actor, people=people):
        raise UnableToSettle("own_or_kin", _("自己或家人的事要请同事办。"))


@repeated
def decide_heir(*, actor: Actor, person_id: UUID, is_yes: bool, reason: str, now: datetime) -> Estate:
    """The second word, by somebody else: yes passes all her TIME on and her coins to the pool; no opens it again.

    Deciding what is decided changes nothing. Raises UnableToSettle, UnableToPost, NotVisible.
    """
    with durable():
        estate = _locked(actor, person_id)
        if estate.state != EstateState.NAMED or estate.heir is None:
            return estate
        _insist_on_distance(actor, {person_id, estate.heir_id or person_id})
        if actor.id == estate.first_by:
            raise UnableToSettle("same_person", _("提的人不能自己定，要请同事看。"))
        if not is_yes:
            if not reason.strip():
                raise UnableToSettle("no_reason", _("请写明为什么不行。"), field="reason")
            estate.state, estate.heir, estate.kinship, estate.first_by = EstateState.OPEN, None, "", None
            estate.save(update_fields=["state", "heir", "kinship", "first_by"])
            note_estate("estate.refused", estate, actor, now, reason=reason)
            return estate
        _insist_open(estate, now)
        _transfer(estate, estate.heir, actor, now)
        return estate


def _transfer(estate: Estate, heir: Person, actor: Actor, now: datetime) -> None:
    saved = savings_of(person_id=estate.person_id, site_id=estate.site_id)
    if saved.time_held:
        raise UnableToSettle("held", _("还有没办完的服务留着时间。办完再转。"))
    if saved.time <= 0:
        raise UnableToSettle("nothing", _("存折里没有可以转的时间。"))
    holder = Holder(heir.pk, heir.home_site_id)
    pass_to_heir(estate=estate, heir=holder, minutes=saved.time, at=now, actor=actor.id)
    estate.state, estate.minutes = EstateState.TRANSFERRED, saved.time
    estate.second_by, estate.second_at = actor.id, now
    estate.save(update_fields=["state", "minutes", "second_by", "second_at"])
    coins = to_pool(estate=estate, unit=Unit.COIN, now=now)
    note_estate("estate.transferred", estate, actor, now, heir=str(heir.pk), minutes=saved.time, coins=coins)
    tell_of_savings(
        person=heir, kind=NoticeKind.TIME_LEFT, subject=estate.id, at=now, audience="volunteer",
        elder=estate.person.name, minutes=saved.time,
    )  # fmt: skip


def to_pool(*, estate: Estate, unit: Unit, now: datetime) -> int:
    """All that is free of one unit goes to the pool of her site. Gives how much."""
    holder = Holder(estate.person_id, estate.site_id)
    return pass_to_pool(holder=holder, unit=unit, act=estate.id, at=now, actor=None)
