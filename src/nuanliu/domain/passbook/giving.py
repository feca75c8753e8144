"""Reading gifts: whose word is waited for, what can be taken back, and who may see one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.passbook.models import Gift
from nuanliu.domain.passbook.types import GiftState
from nuanliu.platform.errors import NotVisible


def _rows() -> QuerySet[Gift]:
    return Gift.objects.select_related("giver__home_site", "receiver__home_site")


def gifts_by_id(*, ids: Iterable[UUID]) -> dict[UUID, Gift]:
    """Those of these ids that are gifts, with giver and receiver: what a line of a passbook was for."""
    return {gift.id: gift for gift in _rows().filter(id__in=list(ids))}


def gifts_for(*, receiver_id: UUID, now: datetime) -> list[Gift]:
    """What waits for this person's word, the oldest first."""
    rows = _rows().filter(receiver_id=receiver_id, state=GiftState.WAITING.value, answer_by__gt=now)
    return list(rows.order_by("made_at", "id"))


def gifts_to_take_back(*, giver_id: UUID, now: datetime) -> list[Gift]:
    """What this person gave and may still take back, the newest first."""
    undoable = Q(state=GiftState.WAITING.value) | Q(state=GiftState.ACCEPTED.value, undo_until__gt=now)
    return list(_rows().filter(undoable, giver_id=giver_id).order_by("-made_at", "-id"))


def is_undoable(*, gift: Gift, now: datetime) -> bool:
    """Whether the giver may still take it back."""
    if gift.state == GiftState.WAITING:
        return True
    return gift.state == GiftState.ACCEPTED and gift.undo_until is not None and now < gift.undo_until


def gifts_within(*, actor: Actor) -> QuerySet[Gift]:
    """Gifts of which the giver or the receiver belongs to a site where the actor assists, the oldest first."""
    paths = actor.paths(Power.NEED_ASSIST)
    of_receiver, of_giver = (within(paths=paths, column=f"{who}__home_site__path") for who in ("receiver", "giver"))
    reach = of_receiver | of_giver
    return _rows().filter(reach).order_by("made_at", "id")


def gifts_to_ask_about(*, actor: Actor, now: datetime) -> list[Gift]:
    """Waiting gifts whose receiver belongs to a site where the actor assists: somebody may ring her."""
    reach = within(paths=actor.paths(Power.NEED_ASSIST), column="receiver__home_site__path")
    rows = _rows().filter(reach, state=GiftState.WAITING.value, answer_by__gt=now)
    return list(rows.order_by("made_at", "id"))


def access_gift(*, actor: Actor, gift_id: UUID) -> Gift:
    """One's own, as giver or receiver; or one of `gifts_within`. Raises NotVisible."""
    found = _rows().filter(id=gift_id).first()
    if found is None or actor.id is None:
        raise NotVisible
    if actor.id in {found.giver_id, found.receiver_id} or gifts_within(actor=actor).filter(id=gift_id).exists():
        return found
    raise NotVisible


def waiting_among(*, ids: Iterable[UUID]) -> set[UUID]:
    """Those of these ids that are gifts still waiting for an answer: their minutes are rightly held."""
    rows = Gift.objects.filter(id__in=list(ids), state=GiftState.WAITING.value)
    return set(rows.values_list("id", flat=True))
