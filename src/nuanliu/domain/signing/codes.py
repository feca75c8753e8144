"""One-time codes to a telephone. Whoever asks for one learns nothing: every number is answered alike.

A code is stored nowhere. It follows from the id of its row and a key outside the database, so neither the tables nor
the queue of tasks can tell it.
"""

from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from django.db.models import F
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.models import Login
from nuanliu.domain.people import sealing
from nuanliu.domain.signing.models import OneTimeCode
from nuanliu.domain.signing.operations import Try, logins_with_phone, settle, wrong
from nuanliu.domain.signing.sending import carry_code
from nuanliu.domain.signing.tries import count_sent, counted, locked_rows
from nuanliu.domain.signing.types import (
    CODE_LIVES,
    SEND_AGAIN_AFTER,
    SENT_FROM_ONE,
    SENT_TO_ONE,
    Channel,
    Purpose,
    Tried,
)
from nuanliu.domain.signing.written import codes_of, phone_of, seal_phone
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import derived_id, new_id
from nuanliu.platform.retry import repeated
from nuanliu.platform.text import digits


class UnableToSendCode(Unable):
    """Asked for too soon, or too often. Says nothing about whether the number is known."""


@repeated
def send_code(
    *, phone: str, purpose: Purpose, channel: Channel, address: str, token: UUID, now: datetime
) -> OneTimeCode:
    """Send a code to `phone` after commit, once a `token`; the codes sent to it before are void.

    Raises UnableToSendCode: too_soon (a code has just gone out) or too_many (to this number, or from this address).
    """
    index = sealing.phone_index(phone)
    to, origin = counted(Tried.SENT_TO, index.hex()), counted(Tried.SENT_FROM, address)
    with durable():
        rows = locked_rows(ids=(to, origin), now=now)
        wanted = derived_id(token, "code")
        sent = OneTimeCode.objects.filter(phone_index=index, purpose=purpose).order_by("-sent_at", "-id").first()
        if sent is not None and sent.pk == wanted:
            return sent
        if sent is not None and now < sent.sent_at + SEND_AGAIN_AFTER:
            seconds = int((sent.sent_at + SEND_AGAIN_AFTER - now).total_seconds()) + 1
            words = format_lazy(_("刚刚发过。请等 {seconds} 秒再发。"), seconds=seconds)
            raise UnableToSendCode("too_soon", words, sent=sent.pk)
        if not all([count_sent(rows[to], SENT_TO_ONE, now=now), count_sent(rows[origin], SENT_FROM_ONE, now=now)]):
            raise UnableToSendCode("too_many", _("发得太多了。请过一小时再试，或打电话给我们。"))
        code = OneTimeCode.objects.create(
            id=wanted,
            phone_index=index,
            phone_sealed=seal_phone(phone=phone, code_id=wanted),
            purpose=purpose,
            channel=channel,
            sent_at=now,
            expires_at=now + CODE_LIVES,
        )
        carry_code.enqueue(str(code.pk))
        return code


def sent_code(*, code_id: UUID, now: datetime) -> OneTimeCode | None:
    """A code that was sent and could still be typed; None when its ten minutes are over."""
    return OneTimeCode.objects.filter(pk=code_id, used_at=None, expires_at__gt=now).first()


def sign_in_with_code(*, code_id: UUID, typed: str, address: str, now: datetime) -> list[Login]:
    """The accounts of everybody whose own telephone the code went to. Raises UnableToSignIn."""
    code = OneTimeCode.objects.filter(pk=code_id, purpose=Purpose.SIGN_IN).first()
    logins = logins_with_phone(phone=phone_of(code)) if code else []
    _prove(code, typed=typed, logins=logins, address=address, now=now, is_known=bool(logins))
    return logins


def check_own_code(*, login: Login, code_id: UUID, typed: str, address: str, now: datetime) -> None:
    """She who is signed in proves it once more with a code to her own telephone. Raises UnableToSignIn."""
    code = OneTimeCode.objects.filter(pk=code_id, purpose=Purpose.SIGN_IN).first()
    logins = logins_with_phone(phone=phone_of(code)) if code else []
    is_hers = login.pk in {one.pk for one in logins}
    _prove(code, typed=typed, logins=[login] if is_hers else [], address=address, now=now, is_known=is_hers)


def prove_contact(*, code_id: UUID, typed: str, address: str, now: datetime) -> str:
    """The telephone number that has been proved by typing the code that was sent to it. Raises UnableToSignIn."""
    code = OneTimeCode.objects.filter(pk=code_id, purpose=Purpose.CONTACT).first()
    _prove(code, typed=typed, logins=[], address=address, now=now, is_known=True)
    return phone_of(code) if code else ""


def _prove(
    code: OneTimeCode | None, *, typed: str, logins: list[Login], address: str, now: datetime, is_known: bool
) -> None:
    good = codes_of(code_id=code.pk if code else new_id())
    matches = [compare_digest(one.encode(), digits(typed).encode()) for one in good]
    is_right = any(matches) and code is not None and is_known
    one = Try(
        what=Tried.CODE,
        whose=bytes(code.phone_index).hex() if code else "?",
        login=logins[0] if logins else None,
        address=address,
        is_right=is_right,
    )
    if not settle(one, now=now, attempt=new_id(), then=lambda right: _used(code, right=right, now=now)):
        raise wrong(words=_("验证码不对，或过了 10 分钟。多次不对要等 {minutes} 分钟，也可以重新发。"), now=now)


def _used(code: OneTimeCode | None, *, right: bool, now: datetime) -> bool:
    """Use the code up, or count one more wrong try of it; only the newest code of a number is worth anything."""
    if code is None:
        return False
    rows = OneTimeCode.objects.filter(pk=code.pk, used_at=None, expires_at__gt=now)
    if not right:
        rows.update(failures=F("failures") + 1)
        return False
    newer = OneTimeCode.objects.filter(
        phone_index=bytes(code.phone_index), purpose=code.purpose, sent_at__gt=code.sent_at
    )
    limit = standard_in_force(at=now).integer("failed_login_limit")
    return not newer.exists() and rows.filter(failures__lt=limit).update(used_at=now) == 1
