"""Somebody asks from a public page that an old person be registered; the desk rings and registers her, or says why not.

Whoever asks learns nothing of who is known: no name and no number is looked up. Registering itself, which settles the
wish in one transaction, is `register_elder`.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.queries import sites
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.joining.models import RegisterWish
from nuanliu.domain.people.joining.types import CallWhen, WishEnd, WishFor, WishState
from nuanliu.domain.people.joining.wishes import (
    Said,
    UnableToSettleWish,
    lock_wish,
    note_wish,
    seal_said,
    settle_closed,
    take,
)
from nuanliu.domain.signing.tries import count_sent, counted, locked_rows
from nuanliu.domain.signing.types import WISHES_FROM_ONE, WISHES_TO_ONE, Tried
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.identifiers import telephone_digits
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToWish(Unable):
    """The wish cannot be taken as it is. Says nothing about who is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was answered on the pages. `site_id` None: she does not know which community."""

    for_whom: WishFor
    said: Said
    call_when: CallWhen = CallWhen.ANY
    site_id: UUID | None = None


@repeated
def ask_to_be_registered(*, actor: Actor, wanted: Wanted, address: str, token: UUID, now: datetime) -> RegisterWish:
    """Ask, once a `token`. `address` is where the request came from.

    Raises UnableToWish: no_name, no_phone, or too_many (to this number, or from this address); NotVisible.
    """
    said = wanted.said
    if not said.name.strip():
        raise UnableToWish("no_name", _("请写老人的姓名。"), field="name")
    if not telephone_digits(said.phone):
        raise UnableToWish("no_phone", _("请写我们能打的电话。"), field="phone")
    to, origin = counted(Tried.WISH_TO, telephone_digits(said.phone)), counted(Tried.WISH_FROM, address)
    with durable():
        rows = locked_rows(ids=(to, origin), now=now)
        wish_id = derived_id(token, "wish")
        known = RegisterWish.objects.filter(pk=wish_id).first()
        if known is not None:
            return known
        site = sites().filter(pk=wanted.site_id).first() if wanted.site_id else None
        if wanted.site_id and site is None:
            raise NotVisible
        few = [count_sent(rows[to], WISHES_TO_ONE, now=now), count_sent(rows[origin], WISHES_FROM_ONE, now=now)]
        if not all(few):
            raise UnableToWish("too_many", _("说得太多次了。请过一小时再来，或直接打电话。"))
        wish = RegisterWish.objects.create(
            pk=wish_id,
            site=site,
            asker_id=actor.id,
            for_whom=wanted.for_whom,
            call_when=wanted.call_when,
            said_sealed=seal_said(said=said, wish_id=wish_id),
            asked_at=now,
        )
        note_wish(action="wish.asked", wish=wish, actor=actor, at=now)
        return wish


@repeated
def take_wish(*, actor: Actor, wish_id: UUID, now: datetime) -> RegisterWish:
    """This clerk rings now and sees the whole number; another may take it over. Again changes nothing.

    Raises UnableToSettleWish, NotVisible.
    """
    with durable():
        wish = lock_wish(actor=actor, wish_id=wish_id)
        if wish.state == WishState.WAITING and wish.taken_by != actor.id:
            take(wish=wish, actor=actor, at=now)
        return wish


@repeated
def close_wish(*, actor: Actor, wish_id: UUID, end: WishEnd, now: datetime) -> RegisterWish:
    """It ends without a registration, after a call. Closing for the same reason again changes nothing.

    Raises UnableToSettleWish (somebody else was faster, or nobody has rung), NotVisible.
    """
    with durable():
        wish = lock_wish(actor=actor, wish_id=wish_id)
        if wish.state != WishState.WAITING:
            if wish.end == end:
                return wish
            raise UnableToSettleWish("settled", _("这个请求同事已经办好了。"))
        if wish.taken_by != actor.id:
            raise UnableToSettleWish("not_taken", _("请先打电话，再写结果。"))
        settle_closed(wish=wish, end=end, actor=actor, at=now)
        return wish
