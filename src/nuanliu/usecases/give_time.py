"""转送: time for a relative whom the Standard allows, held until she agrees, and a few minutes to think again.

The giver acts at her own pages, or a clerk acts at her word; the receiver answers at hers, or a clerk writes down what
she said. Never the same clerk for both, so that nobody's minutes move on one person's word.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell_of_savings
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook import gifts
from nuanliu.domain.passbook.models import Gift
from nuanliu.domain.passbook.operations import UnableToPost
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.passbook.types import GIVEN, GiftState, SaidHow
from nuanliu.domain.people.joining.operations import note_person
from nuanliu.domain.people.models import Person, Relation
from nuanliu.domain.people.queries import access_person, is_own_or_kin
from nuanliu.domain.standards.policies import GiftRefusal, Kin, refusal_to_receive, year_left, year_of
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.rest_account import insist_may_give

BY_A_CLERK = frozenset({SaidHow.CARD, SaidHow.SIGNED})
"""How a giver may say it before a clerk."""
HEARD = frozenset({SaidHow.CALL, SaidHow.DESK})
"""How a clerk may have heard the receiver's answer."""


class UnableToGive(Unable):
    """The Standard, the relative's answer, or what is there, does not let this be done."""


@dataclass(frozen=True, slots=True)
class KinChoice:
    """One relative: to whom time may be given, or why not."""

    relation: Relation
    refusal: GiftRefusal | None

    @property
    def person(self) -> Person:
        """Who she is."""
        return self.relation.relative


@dataclass(frozen=True, slots=True)
class Giving:
    """What one person may give now, and to whom."""

    giver: Person
    standard: Standard
    kin: tuple[KinChoice, ...]
    year_left: int
    givable: int
    """Minutes that the year's limit and the book both allow."""

    @property
    def open_to(self) -> tuple[KinChoice, ...]:
        """Relatives to whom time may be given."""
        return tuple(choice for choice in self.kin if choice.refusal is None)


def giving_of(*, actor: Actor, giver_id: UUID, now: datetime) -> Giving:
    """What somebody may give: to herself, or to a clerk of her site who is not her kin. Raises NotVisible."""
    giver = access_person(actor=actor, person_id=giver_id)
    _insist_may_give_for(actor, giver)
    return _giving(giver, now)


def _insist_may_give_for(actor: Actor, giver: Person) -> None:
    if actor.id != giver.pk and not actor.may(Power.NEED_PLACE, path=giver.home_site.path):
        raise NotVisible


def _giving(giver: Person, now: datetime) -> Giving:
    standard, today = standard_in_force(at=now, site=giver.home_site_id), clock.local_date(now)
    rows = Relation.objects.filter(person=giver, relative__closed_at=None, relative__died_on=None)
    kin = [
        KinChoice(
            row,
            refusal_to_receive(
                kin=Kin(
                    kinship=row.kinship,
                    is_confirmed=row.confirmed_at is not None,
                    birth_date=row.relative.birth_date,
                ),
                on=today,
                standard=standard,
            ),
        )
        for row in rows.select_related("relative__home_site").order_by("recorded_at", "id")
    ]
    left = year_left(given=_given(giver, now), standard=standard)
    free = savings_of(person_id=giver.pk, site_id=giver.home_site_id).time_free
    return Giving(giver=giver, standard=standard, kin=tuple(kin), year_left=left, givable=max(min(free, left), 0))


def _given(giver: Person, now: datetime) -> int:
    first, after = year_of(moment=now)
    states = [state.value for state in GIVEN]
    made = Gift.objects.filter(giver=giver, made_at__gte=first, made_at__lt=after, state__in=states)
    return made.aggregate(total=Sum("minutes"))["total"] or 0


@repeated
def give_time(
    *, actor: Actor, giver_id: UUID, receiver_id: UUID, minutes: int, how: SaidHow, token: UUID, now: datetime
) -> Gift:
    """Offer `minutes` to a relative; they are held in the giver's book until she agrees.

    The same token finds the first one. Raises UnableToGive, UnableToPost, NotVisible.
    """
    with durable():
        giver = _lock(giver_id)
        _insist_may_give_for(actor, giver)
        gift_id = derived_id(token, "gift", str(giver.pk))
        known = Gift.objects.filter(site_id=giver.home_site_id, id=gift_id).first()
        if known is not None:
            return known
        _insist_on_distance(actor, giver, how)
        found = _giving(giver, now)
        insist_may_give(person_id=giver.pk, standard=found.standard)
        choice = next((one for one in found.kin if one.person.pk == receiver_id), None)
        if choice is None:
            raise UnableToGive("not_kin", _("请从登记过的亲属里选一位。"), field="relative")
        if choice.refusal is not None:
            raise UnableToGive(choice.refusal.code, choice.refusal.words, field="relative")
        _insist_on_amount(found, minutes, choice.person)
        gift = Gift.objects.create(
            site_id=giver.home_site_id,
            id=gift_id,
            giver=giver,
            receiver=choice.person,
            kinship=choice.relation.kinship,
            minutes=minutes,
            made_at=now,
            made_by=actor.id or giver.pk,
            made_how=how,
            answer_by=now + found.standard.span("transfer_answer_days"),
            standard_version=found.standard.version_id,
        )
        gifts.hold_gift(gift=gift)
        _note("time.gift_offered", gift, gift.giver, actor, now)
        if actor.id != giver.pk:
            _tell(gift, giver, NoticeKind.GIFT_MADE, now)
        _tell(gift, choice.person, NoticeKind.GIFT_OFFERED, now)
        return gift


def _lock(person_id: UUID) -> Person:
    rows = Person.objects.select_for_update(no_key=True, of=("self",)).select_related("home_site")
    person = rows.filter(pk=person_id, closed_at=None, died_on=None).first()
    if person is None:
        raise NotVisible
    return person


def _insist_on_distance(actor: Actor, giver: Person, how: SaidHow) -> None:
    if actor.id == giver.pk:
        return
    if is_own_or_kin(actor=actor, people={giver.pk}):
        raise UnableToGive("own_or_kin", _("自己或家人的事要请同事办。"))
    if how not in BY_A_CLERK:
        raise UnableToGive("how", _("请本人输卡上的密码，或在纸上签字。"), field="how")


def _insist_on_amount(found: Giving, minutes: int, receiver: Person) -> None:
    if minutes <= 0 or minutes % found.standard.minutes("credit_step_min"):
        raise UnableToGive("not_a_step", _("请从列出的里面选一个。"), field="amount")
    if minutes > found.year_left:
        raise UnableToGive("year_full", _("今年能送的时间已经不够了，请少送一些。"), field="amount")
    if minutes > found.givable:
        raise UnableToGive("too_much", _("存折里没有这么多能送的，请少送一些。"), field="amount")
    saved = savings_of(person_id=receiver.pk, site_id=receiver.home_site_id)
    if saved.time + minutes > found.standard.minutes("time_cap_min"):
        raise UnableToGive("receiver_full", _("对方的存折快存满了，请少送一些。"), field="amount")


@repeated
def answer_gift(*, actor: Actor, gift_id: UUID, is_yes: bool, how: SaidHow, now: datetime, note: str = "") -> Gift:
    """What the receiver says, herself or to a clerk. Answering what is answered changes nothing.

    Raises UnableToGive (late, same_clerk, own_or_kin, no_note), NotVisible.
    """
    with durable():
        gift = _lock_gift(gift_id)
        receiver = gift.receiver
        if actor.id != receiver.pk:
            _insist_may_hear(actor, gift, how, note)
        if gift.state != GiftState.WAITING:
            return gift
        if now >= gift.answer_by:
            raise UnableToGive("late", _("等得太久，时间已经退回去了。请家里人再送一次。"))
        gift.answered_at, gift.answered_by, gift.answered_how = now, actor.id, how
        standard = standard_in_force(at=now, site=gift.site_id)
        if is_yes:
            try:
                gifts.pass_on(gift=gift, at=now, actor=actor.id)
            except UnableToPost as refusal:
                raise UnableToGive("late", _("等得太久，时间已经退回去了。请家里人再送一次。")) from refusal
            gift.state, gift.undo_until = GiftState.ACCEPTED, now + standard.span("transfer_undo_min")
        else:
            gifts.give_back(gift=gift, at=now, actor=actor.id)
            gift.state, gift.ended_at = GiftState.REFUSED, now
        gift.save(update_fields=["state", "answered_at", "answered_by", "answered_how", "undo_until", "ended_at"])
        _note("time.gift_accepted" if is_yes else "time.gift_refused", gift, receiver, actor, now, reason=note)
        _tell(gift, gift.giver, NoticeKind.GIFT_ACCEPTED if is_yes else NoticeKind.GIFT_REFUSED, now)
        return gift


def _lock_gift(gift_id: UUID) -> Gift:
    rows = Gift.objects.select_for_update(no_key=True, of=("self",))
    gift = rows.select_related("giver__home_site", "receiver__home_site").filter(id=gift_id).first()
    if gift is None:
        raise NotVisible
    return gift


def _insist_may_hear(actor: Actor, gift: Gift, how: SaidHow, note: str) -> None:
    if actor.id is None or not actor.may(Power.NEED_ASSIST, path=gift.receiver.home_site.path):
        raise NotVisible
    if is_own_or_kin(actor=actor, people={gift.giver_id, gift.receiver_id}):
        raise UnableToGive("own_or_kin", _("自己或家人的事要请同事办。"))
    if actor.id == gift.made_by:
        raise UnableToGive("same_clerk", _("送的时候是您记的，收的话要请同事问。"))
    if how not in HEARD:
        raise UnableToGive("how", _("请写是怎么问的。"), field="how")
    if not note.strip():
        raise UnableToGive("no_note", _("请照原话写下来。"), field="note")


@repeated
def take_back_gift(*, actor: Actor, gift_id: UUID, now: datetime) -> Gift:
    """The giver thinks again: any time before the answer, and in the Standard's minutes after it, while unspent.

    Again changes nothing. A clerk may do it at her word. Raises UnableToGive (late, used), NotVisible.
    """
    with durable():
        gift = _lock_gift(gift_id)
        _insist_may_give_for(actor, gift.giver)
        if actor.id != gift.giver_id and is_own_or_kin(actor=actor, people={gift.giver_id}):
            raise UnableToGive("own_or_kin", _("自己或家人的事要请同事办。"))
        if gift.state == GiftState.WAITING:
            gifts.give_back(gift=gift, at=now, actor=actor.id)
        elif gift.state == GiftState.ACCEPTED:
            _undo(gift, actor, now)
        else:
            return gift
        gift.state, gift.ended_at = GiftState.TAKEN_BACK, now
        gift.save(update_fields=["state", "ended_at"])
        _note("time.gift_taken_back", gift, gift.giver, actor, now)
        _tell(gift, gift.receiver, NoticeKind.GIFT_TAKEN_BACK, now)
        return gift


def _undo(gift: Gift, actor: Actor, now: datetime) -> None:
    if gift.undo_until is None or now >= gift.undo_until:
        raise UnableToGive("late", _("撤回的时间已经过了。"))
    try:
        gifts.undo(gift=gift, at=now, actor=actor.id)
    except UnableToPost as refusal:
        raise UnableToGive("used", _("对方已经用掉了一部分，不能撤回了。")) from refusal


def time_out_gifts(*, now: datetime) -> int:
    """Give back what nobody has answered in time. Returns how many; a second run finds none of them."""
    late = Gift.objects.filter(state=GiftState.WAITING.value, answer_by__lte=now).order_by("answer_by", "id")
    return sum(_time_out(gift_id=gift_id, now=now) for gift_id in list(late.values_list("id", flat=True)))


def end_gift(*, gift_id: UUID, now: datetime) -> bool:
    """Nobody will answer any more: give it back now. False if it waits no longer."""
    return _time_out(gift_id=gift_id, now=now)


@repeated
def _time_out(*, gift_id: UUID, now: datetime) -> bool:
    with durable():
        gift = _lock_gift(gift_id)
        if gift.state != GiftState.WAITING:
            return False
        gifts.give_back(gift=gift, at=now, actor=None)
        gift.state, gift.ended_at = GiftState.EXPIRED, now
        gift.save(update_fields=["state", "ended_at"])
        _note("time.gift_expired", gift, gift.giver, Actor(id=None, is_system=True), now)
        _tell(gift, gift.giver, NoticeKind.GIFT_EXPIRED, now)
        return True


def _tell(gift: Gift, person: Person, kind: NoticeKind, now: datetime) -> None:
    if person.closed_at is not None or person.died_on is not None:
        return
    tell_of_savings(
        person=person, kind=kind, subject=gift.id, at=now,
        helper=gift.giver.name, elder=gift.receiver.name, minutes=gift.minutes,
    )  # fmt: skip


def _note(action: str, gift: Gift, about: Person, actor: Actor, now: datetime, *, reason: str = "") -> None:
    path = about.home_site.path
    role = actor.role_for(Power.NEED_PLACE, path=path) or actor.role_for(Power.NEED_ASSIST, path=path)
    note_person(
        action=action,
        person=about,
        actor=actor,
        at=now,
        role=role if actor.id != about.pk else "",
        reason=reason.strip(),
        gift=str(gift.id),
        giver=str(gift.giver_id),
        receiver=str(gift.receiver_id),
        minutes=gift.minutes,
        how=gift.answered_how or gift.made_how,
    )
