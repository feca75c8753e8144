"""Steps that several journeys share: publishing a need, taking it off, and finding whose book is whose."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.models import Need
from nuanliu.domain.care.types import NeedState, Payer
from nuanliu.domain.ledger.operations import release
from nuanliu.domain.network.types import Actor
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.households import family_payer
from nuanliu.domain.passbook.operations import UnableToPost, hold_id, hold_minutes, release_minutes
from nuanliu.domain.passbook.types import Purse, Savings
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.ids import derived_id

PURSES = {
    Payer.OWN_TIME.value: Purse.OWN,
    Payer.FAMILY.value: Purse.OWN,
    Payer.GRANT.value: Purse.GRANT,
    Payer.POOL.value: Purse.POOL,
}
"""Payers whose minutes are reserved when a need is published, and where."""


def holder_of(person: Person) -> Holder:
    """The person's book."""
    return Holder(person.pk, person.home_site_id)


def purse_of(need: Need) -> Purse | None:
    """Where the minutes of a need are reserved; None where the site itself pays."""
    return PURSES.get(need.payer)


def payer_of(need: Need) -> Holder:
    """Whose book pays where a person's does: her own, or that of the member of her household."""
    if need.payer == Payer.FAMILY and need.purse_code:
        return Holder(UUID(need.purse_code), need.site_id)
    return holder_of(need.elder)


def usual_payer(*, saved: Savings, minutes: int, family: int = 0) -> Payer:
    """What was granted goes first, because it runs out; then own time, then the `family`'s; else the site pays."""
    if saved.grant_free >= minutes:
        return Payer.GRANT
    if saved.time_free >= minutes:
        return Payer.OWN_TIME
    return Payer.FAMILY if family >= minutes else Payer.WELFARE


def _name_member(need: Need, now: datetime) -> None:
    """Whose time of the household it is, from now on; she is told. Raises UnableToPost(not_enough)."""
    minutes = need.planned_minutes * need.helpers_wanted
    member = family_payer(person_id=need.elder_id, minutes=minutes)
    if member is None:
        raise UnableToPost("not_enough", _("家里人的时间不够，请改用别的。"))
    care.change(need, purse_code=str(member.pk))
    tell(person=member, kind=NoticeKind.SHARE_USED, need=need, at=now, minutes=minutes, audience="volunteer")


def publish(*, need: Need, actor: Actor, role: str, now: datetime) -> None:
    """Open a need to volunteers; if own time, a grant or the pool pays, the minutes are reserved here.

    Raises UnableToPost(not_enough) when the free minutes do not suffice.
    """
    care.step_need(need=need, to=NeedState.OPEN, published_at=now, reviewed_by=actor.id)
    purse = purse_of(need)
    if need.payer == Payer.FAMILY:
        _name_member(need, now)
    if purse is not None:
        hold_minutes(
            elder=payer_of(need),
            purse=purse,
            need=need.id,
            slots=need.helpers_wanted,
            minutes=need.planned_minutes,
            at=now,
            # a hold outlives its visit by the time in which certification, choice and a dispute may still come
            expires_at=need.ends_at + standard_in_force(at=now, site=need.site_id).span("hold_after_days"),
            actor=actor.id,
        )
    care.note(action="need.published", subject=need, actor=actor, at=now, role=role)


def give_back_hold(*, need: Need, actor: Actor, now: datetime) -> None:
    """Release whatever the need still reserves."""
    if purse_of(need) is not None:
        release_minutes(site=need.site_id, need=need.id, slots=need.helpers_wanted, at=now, actor=actor.id)


def release_missing(*, need: Need, actor: Actor, now: datetime) -> None:
    """It has begun, so nobody takes a place of it any more: what is reserved for a place without a helper is free."""
    if need.helpers_wanted == 1 or purse_of(need) is None:
        return
    filled = {visit.slot for visit in care.standing_visits(need=need)}
    for slot in set(range(1, need.helpers_wanted + 1)) - filled:
        release_place(need=need, slot=slot, actor=actor, now=now)


def release_place(*, need: Need, slot: int, actor: Actor, now: datetime) -> None:
    """Release what is still reserved for one helper's place."""
    if purse_of(need) is not None:
        hold = hold_id(need=need.id, slot=slot)
        release(id=derived_id(hold, "given-back"), site=need.site_id, hold=hold, at=now, actor=actor.id)
