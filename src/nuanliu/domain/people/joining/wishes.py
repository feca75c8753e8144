"""Wishes to be registered: what was said lies sealed until a clerk has settled it, and is gone afterwards."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.joining.models import RegisterWish
from nuanliu.domain.people.joining.types import WishEnd, WishState
from nuanliu.domain.people.models import Elder
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.platform.crypto import keyring
from nuanliu.platform.errors import NotVisible, Unable


class UnableToSettleWish(Unable):
    """The wish does not stand where this could be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Whom it is about, where we may ring, and a word about what is needed."""

    name: str
    phone: str
    word: str = ""


def place_of_wish(*, wish_id: UUID) -> str:
    """To what the words of a wish are bound."""
    return f"people_registerwish|said|{wish_id}"


def seal_said(*, said: Said, wish_id: UUID) -> bytes:
    """The words, sealed for this row."""
    text = json.dumps(asdict(said), ensure_ascii=False)
    return keyring().seal_bytes(text.encode(), place=place_of_wish(wish_id=wish_id))


def said_in(wish: RegisterWish) -> Said | None:
    """The words in clear; None once the wish is settled."""
    if wish.said_sealed is None:
        return None
    text = keyring().open_bytes(bytes(wish.said_sealed), place=place_of_wish(wish_id=wish.pk))
    return Said(**json.loads(text))


def wishes_within(*, actor: Actor) -> QuerySet[RegisterWish]:
    """Wishes at the sites for which the actor takes telephone calls, and those without a site; the oldest first."""
    reach = within(paths=actor.paths(Power.NEED_PLACE), column="site__path")
    if actor.has(Power.NEED_PLACE):
        reach |= Q(site=None)
    return RegisterWish.objects.filter(reach).select_related("site").order_by("asked_at", "id")


def access_wish(*, actor: Actor, wish_id: UUID) -> RegisterWish:
    """One of `wishes_within`. Raises NotVisible."""
    found = wishes_within(actor=actor).filter(pk=wish_id).first()
    if found is None:
        raise NotVisible
    return found


def lock_wish(*, actor: Actor, wish_id: UUID) -> RegisterWish:
    """The same, locked. Raises NotVisible, UnableToSettleWish (her own, or her kin's)."""
    rows = wishes_within(actor=actor).select_for_update(no_key=True, of=("self",))
    found = rows.filter(pk=wish_id).first()
    if found is None:
        raise NotVisible
    if found.asker_id is not None and is_own_or_kin(actor=actor, people={found.asker_id}):
        raise UnableToSettleWish("own_or_kin", _("自己或家人的事要请同事办。"))
    return found


def take(*, wish: RegisterWish, actor: Actor, at: datetime) -> None:
    """This clerk rings."""
    wish.taken_by, wish.taken_at = actor.id, at
    wish.save(update_fields=["taken_by", "taken_at"])
    note_wish(action="wish.taken", wish=wish, actor=actor, at=at)


def settle_registered(*, actor: Actor, wish_id: UUID, elder: Elder, at: datetime) -> None:
    """She is registered. Raises UnableToSettleWish (somebody else was faster), NotVisible."""
    wish = lock_wish(actor=actor, wish_id=wish_id)
    if wish.state != WishState.WAITING:
        raise UnableToSettleWish("settled", _("这个请求同事已经办好了。请先在名册里找一找。"))
    _settle(wish, state=WishState.REGISTERED, elder=elder, end="", actor=actor, at=at)
    note_wish(action="wish.registered", wish=wish, actor=actor, at=at, elder=str(elder.pk))


def settle_closed(*, wish: RegisterWish, end: WishEnd, actor: Actor, at: datetime) -> None:
    """It ends without a registration."""
    _settle(wish, state=WishState.CLOSED, elder=None, end=end.value, actor=actor, at=at)
    note_wish(action="wish.closed", wish=wish, actor=actor, at=at, end=end.value)


def _settle(wish: RegisterWish, *, state: WishState, elder: Elder | None, end: str, actor: Actor, at: datetime) -> None:
    wish.state, wish.end, wish.elder, wish.said_sealed = state, end, elder, None
    wish.decided_by, wish.decided_at = actor.id, at
    wish.save(update_fields=["state", "end", "elder", "said_sealed", "decided_by", "decided_at"])


def note_wish(*, action: str, wish: RegisterWish, actor: Actor, at: datetime, **details: str) -> None:
    """Append what was done with a wish to the audit; no word of what was said."""
    path = wish.site.path if wish.site else next(iter(actor.paths(Power.NEED_PLACE)), "")
    record(
        action=action,
        subject_type="wish",
        subject_id=wish.pk,
        occurred_at=at,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.NEED_PLACE, path=path) if path else "",
        site_id=wish.site_id,
        details={"for_whom": wish.for_whom, **details},
    )
