"""Steps that several journeys share: publishing a need, taking it off, and finding whose book is whose."""

from datetime import datetime, timedelta

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.models import Need
from nuanliu.domain.care.types import NeedState, Payer
from nuanliu.domain.ledger.operations import release
from nuanliu.domain.network.types import Actor
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.operations import hold_id, hold_minutes, release_minutes
from nuanliu.domain.people.models import Person
from nuanliu.platform.ids import derived_id

HOLD_AFTER_END = timedelta(days=45)
"""A hold outlives its visit by the time in which certification, choice and a dispute may still come."""


def holder_of(person: Person) -> Holder:
    """The person's book."""
    return Holder(person.pk, person.home_site_id)


def publish(*, need: Need, actor: Actor, role: str, now: datetime) -> None:
    """Open a need to volunteers; if the old person pays with own time, her minutes are reserved here.

    Raises UnableToPost(not_enough) when her free minutes do not suffice.
    """
    care.step_need(need=need, to=NeedState.OPEN, published_at=now, reviewed_by=actor.id)
    if need.payer == Payer.OWN_TIME:
        hold_minutes(
            elder=holder_of(need.elder),
            need=need.id,
            slots=need.helpers_wanted,
            minutes=need.planned_minutes,
            at=now,
            expires_at=need.ends_at + HOLD_AFTER_END,
            actor=actor.id,
        )
    care.note(action="need.published", subject=need, actor=actor, at=now, role=role)


def give_back_hold(*, need: Need, actor: Actor, now: datetime) -> None:
    """Release whatever the need still reserves."""
    if need.payer == Payer.OWN_TIME:
        release_minutes(site=need.site_id, need=need.id, slots=need.helpers_wanted, at=now, actor=actor.id)


def release_place(*, need: Need, slot: int, actor: Actor, now: datetime) -> None:
    """Release what is still reserved for one helper's place."""
    if need.payer == Payer.OWN_TIME:
        hold = hold_id(need=need.id, slot=slot)
        release(id=derived_id(hold, "given-back"), site=need.site_id, hold=hold, at=now, actor=actor.id)
