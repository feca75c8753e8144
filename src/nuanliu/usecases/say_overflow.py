"""What is above her cap: somebody says whether the pool may have it. Her newest word counts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.bonus_models import OverflowWish
from nuanliu.domain.passbook.bonuses import gives_overflow
from nuanliu.domain.passbook.types import SaidHow
from nuanliu.domain.people.forgetting import lock_person
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.use_time import Ways


class UnableToSay(Unable):
    """Somebody else has to write it down."""


@dataclass(frozen=True, slots=True)
class Cap:
    """How much room is left below the caps, and what she said about what is above."""

    time_room: int
    coin_room: int
    is_near: bool
    agrees: bool | None


def cap_of(*, actor: Actor, ways: Ways) -> Cap:
    """The caps as they stand for the actor. Raises NotVisible."""
    if actor.id is None:
        raise NotVisible
    standard, saved = ways.standard, ways.savings
    percent = standard.integer("cap_notice_percent")
    caps = ((saved.time, standard.minutes("time_cap_min")), (saved.coin, standard.hundredths("coin_cap")))
    time_room, coin_room = (max(cap - balance, 0) for balance, cap in caps)
    is_near = any(balance * 100 >= cap * percent for balance, cap in caps)
    return Cap(time_room, coin_room, is_near, gives_overflow(person=actor.id))


@repeated
def say_overflow(
    *, actor: Actor, person_id: UUID, agrees: bool, token: UUID, now: datetime, how: SaidHow = SaidHow.SELF
) -> OverflowWish:
    """Write down what she says, herself or before a clerk. The same token finds the first.

    Raises UnableToSay, NotVisible.
    """
    with durable():
        person = lock_person(person_id=person_id)
        if person is None or person.closed_at is not None or actor.id is None:
            raise NotVisible
        is_herself = actor.id == person_id
        if not is_herself and not actor.may(Power.PERSON_REVEAL, path=person.home_site.path):
            raise NotVisible
        if not is_herself and is_own_or_kin(actor=actor, people={person_id}):
            raise UnableToSay("own_or_kin", _("自己或家人的事要请同事办。"))
        identity = derived_id(token, "overflow", str(person_id))
        known = OverflowWish.objects.filter(site_id=person.home_site_id, id=identity).first()
        if known is not None:
            return known
        wish = OverflowWish.objects.create(
            site_id=person.home_site_id,
            id=identity,
            person=person,
            agrees=agrees,
            said_at=now,
            said_how=how.value,
            said_to=None if is_herself else actor.id,
        )
        record(
            action="overflow.said",
            subject_type="person",
            subject_id=person_id,
            occurred_at=now,
            actor_id=actor.id,
            on_behalf_of=None if is_herself else person_id,
            site_id=person.home_site_id,
            details={"agrees": agrees, "how": how.value},
        )
        return wish
