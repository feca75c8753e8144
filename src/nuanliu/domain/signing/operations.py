"""Coming in: with a card or with a password. Wrong, locked and unknown are answered alike and cost the same work."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.models import Login
from nuanliu.domain.people import sealing
from nuanliu.domain.people.models import Person, PinCard
from nuanliu.domain.signing.tries import count_account, count_address, counted, is_resting, locked_rows
from nuanliu.domain.signing.types import Tried, Way
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import Unable
from nuanliu.platform.identifiers import telephone_digits
from nuanliu.platform.ids import new_id
from nuanliu.platform.retry import repeated
from nuanliu.platform.text import digits
from nuanliu.platform.typed import looks_like_phone, tidy_phone

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class UnableToSignIn(Unable):
    """Wrong, locked or unknown: the same words for all, so that nobody learns which."""


@cache
def _nobody() -> str:
    """Checked when there is no such account, so that the answer takes as long as for a real one.

    Made when first asked for: Argon2 is slow on purpose, and every start of the program would pay for it.
    """
    return make_password(secrets.token_hex())


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One try: what, about whose account (its id, or what was typed if there is none), from where, the answer."""

    what: Tried
    whose: str
    login: Login | None
    address: str
    is_right: bool

    @property
    def account(self) -> UUID:
        """The row that counts it."""
        return counted(self.what, self.whose)


def about(login: Login | None, *, typed: str = "") -> str:
    """Whose account a try is about."""
    return str(login.pk) if login else f"?{typed}"


def sign_in_with_card(*, number: str, pin: str, address: str, now: datetime) -> Login:
    """The account of whoever holds this card. Raises UnableToSignIn."""
    number = digits(number)
    rows = PinCard.objects.filter(number=number, voided_at=None, person__closed_at=None, person__login__is_active=True)
    card = rows.select_related("person__login").first()
    is_right = check_password(digits(pin), card.pin_hash if card else _nobody())
    login = card.person.login if card else None
    one = Try(
        what=Tried.CARD,
        whose=about(login, typed=number),
        login=login,
        address=address,
        is_right=is_right and card is not None,
    )
    return _admitted(one, now=now, words=_("卡号或密码不对。多次不对要等 {minutes} 分钟，也可以请工作人员帮忙。"))


def sign_in_with_password(*, username: str, password: str, address: str, now: datetime) -> Login:
    """The account of this name, or of the one person with this telephone. Raises UnableToSignIn."""
    typed = username.strip()
    login = _account_named(typed)
    is_right = check_password(password, login.password if login and login.has_usable_password() else _nobody())
    one = Try(
        what=Tried.PASSWORD,
        whose=about(login, typed=typed),
        login=login,
        address=address,
        is_right=is_right and login is not None,
    )
    return _admitted(one, now=now, words=_("账号或密码不对。多次不对要等 {minutes} 分钟，也可以请工作人员帮忙。"))


def check_own_password(*, login: Login, password: str, address: str, now: datetime) -> None:
    """She who is signed in proves it once more. Raises UnableToSignIn."""
    is_right = check_password(password, login.password if login.has_usable_password() else _nobody())
    one = Try(what=Tried.PASSWORD, whose=about(login), login=login, address=address, is_right=is_right)
    _admitted(one, now=now, words=_("密码不对。多次不对要等 {minutes} 分钟。"))


def check_own_pin(*, login: Login, pin: str, address: str, now: datetime) -> None:
    """The holder of a card proves it once more with her four digits. Raises UnableToSignIn."""
    card = PinCard.objects.filter(person_id=login.pk, voided_at=None).first()
    is_right = check_password(digits(pin), card.pin_hash if card else _nobody()) and card is not None
    one = Try(what=Tried.CARD, whose=about(login), login=login, address=address, is_right=is_right)
    _admitted(one, now=now, words=_("密码不对。多次不对要等 {minutes} 分钟。"))


def _account_named(typed: str) -> Login | None:
    phone = tidy_phone(typed)
    named = Login.objects.filter(username=typed, is_active=True).first()
    by_phone = logins_with_phone(phone=phone) if looks_like_phone(phone) else []
    return named or (by_phone[0] if len(by_phone) == 1 else None)


def logins_with_phone(*, phone: str) -> list[Login]:
    """The accounts of people whose own telephone this is.

    An old person marked as having none is left out: the number kept for her is somebody else's.
    """
    people = Person.objects.filter(phone_index__in=sealing.phone_indexes(phone), closed_at=None, login__is_active=True)
    rows = people.exclude(elder__has_phone=False).select_related("login").order_by("registered_at", "pk")
    return [person.login for person in rows]


def own_phone(*, login: Login) -> str:
    """The telephone to which a code of hers can go; empty when she has none of her own."""
    person = Person.objects.exclude(elder__has_phone=False).filter(pk=login.pk, closed_at=None).first()
    return telephone_digits(sealing.contact_of(person).phone) if person else ""


def _admitted(one: Try, *, now: datetime, words: "_StrPromise") -> Login:
    """The account, if the try is right and neither account nor address rests. Raises UnableToSignIn with `words`."""
    if not settle(one, now=now, attempt=new_id()) or one.login is None:
        raise wrong(words=words, now=now)
    return one.login


def wrong(*, words: "_StrPromise", now: datetime) -> UnableToSignIn:
    """The refusal; `words` name the `minutes` that an account rests."""
    minutes = standard_in_force(at=now).integer("failed_login_lock_min")
    return UnableToSignIn("wrong", format_lazy(words, minutes=minutes))


@repeated
def settle(one: Try, *, now: datetime, attempt: UUID, then: Callable[[bool], bool] | None = None) -> bool:
    """Count one try, under the locks of its account and its address. Whether the person may come in.

    While either rests, nothing is counted and nobody comes in, be she right or wrong. `then` runs in the same
    transaction, is told whether she is right, and has the last word: a code that somebody used a moment ago. `attempt`
    names the try, so that what is sent again is counted once.
    """
    account, address = one.account, counted(Tried.ADDRESS, one.address)
    with durable():
        rows = locked_rows(ids=(account, address), now=now)
        if rows[account].last_try == attempt:
            return rows[account].was_right
        if any(is_resting(row, now=now) for row in rows.values()):
            return False
        is_right = one.is_right if then is None else then(one.is_right)
        rests = count_account(rows[account], attempt=attempt, is_right=is_right, now=now)
        count_address(rows[address], is_right=is_right, now=now)
        if rests:
            record(
                event_id=attempt,
                action="login.rested",
                subject_type="person" if one.login else "nobody",
                subject_id=one.login.pk if one.login else account,
                occurred_at=now,
                actor_id=None,
                details={"tried": one.what},
            )
        return is_right


@repeated
def note_opened(*, login: Login, way: Way, now: datetime, event: UUID) -> None:
    """Write down that somebody has come in, once an `event`."""
    with durable():
        record(
            event_id=event,
            action="login.opened",
            subject_type="person",
            subject_id=login.pk,
            occurred_at=now,
            actor_id=login.pk,
            details={"way": way},
        )
