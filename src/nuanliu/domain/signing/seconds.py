"""The second step: an app that shows six digits, a passkey, or a code kept for the day the telephone is lost."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.audit.queries import was_recorded
from nuanliu.domain.network.models import Login
from nuanliu.domain.network.operations import end_sessions
from nuanliu.domain.network.queries import held_by
from nuanliu.domain.signing import totp
from nuanliu.domain.signing.models import Authenticator, Passkey, RecoveryCode
from nuanliu.domain.signing.operations import Try, about, settle, wrong
from nuanliu.domain.signing.types import ADMINISTRATORS, RECOVERY_CODES, Tried
from nuanliu.platform.crypto import keyring
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id, new_id
from nuanliu.platform.retry import repeated
from nuanliu.platform.text import digits

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 16


class UnableToChangeSignIn(Unable):
    """This way of signing in cannot be added or taken away like that."""


def is_administrator(*, login_id: UUID, now: datetime) -> bool:
    """Whether the person signs in with two proofs, by the appointments in force."""
    return any(held.role in ADMINISTRATORS for held in held_by(login_id=login_id, now=now))


def has_second(*, login_id: UUID) -> bool:
    """Whether the person has set up a second step."""
    if Authenticator.objects.filter(login_id=login_id).exists():
        return True
    return Passkey.objects.filter(login_id=login_id).exists()


@dataclass(frozen=True, slots=True)
class Seconds:
    """What somebody has set up for the second step."""

    has_app: bool
    passkeys: list[Passkey]
    recovery_left: int

    @property
    def has_any(self) -> bool:
        """Whether it is asked for at all."""
        return self.has_app or bool(self.passkeys)


def seconds_of(*, login: Login) -> Seconds:
    """What she has set up."""
    return Seconds(
        Authenticator.objects.filter(login=login).exists(),
        list(Passkey.objects.filter(login=login).order_by("added_at", "pk")),
        RecoveryCode.objects.filter(login=login, used_at=None).count(),
    )


# -- the app ----------------------------------------------------------------------------------------------------------


def place_of_secret(*, login_id: UUID) -> str:
    """To what the secret of an app is bound."""
    return f"signing_authenticator|secret|{login_id}"


@repeated
def add_authenticator(*, login: Login, secret: bytes, typed: str, token: UUID, now: datetime) -> None:
    """The app that shows the digits of `secret` is hers from now on; one she had before is not any more.

    Raises UnableToChangeSignIn(wrong_digits).
    """
    step = totp.matching_step(secret=secret, typed=digits(typed), now=now)
    if step is None:
        raise UnableToChangeSignIn(
            "wrong_digits", _("这六位数字不对。请看手机上现在的数字，手机时间要准。"), field="digits"
        )
    with durable():
        Authenticator.objects.update_or_create(
            login=login,
            defaults={
                "secret_sealed": keyring().seal_bytes(secret, place=place_of_secret(login_id=login.pk)),
                "last_step": step,
                "added_at": now,
            },
        )
        second_changed(login, "second_step.added", token=token, now=now, kind="authenticator")


def second_changed(login: Login, action: str, *, token: UUID, now: datetime, kind: str) -> None:
    """Written down, and every other device of hers is signed out. Part of the act that changes it."""
    end_sessions(login=login)
    record(
        event_id=derived_id(token, action),
        action=action,
        subject_type="person",
        subject_id=login.pk,
        occurred_at=now,
        actor_id=login.pk,
        details={"kind": kind},
    )


@repeated
def remove_second(*, login: Login, passkey_id: UUID | None, token: UUID, now: datetime) -> None:
    """Take away a passkey, or with None the app; once a `token`. Raises UnableToChangeSignIn(last), NotVisible."""
    with durable():
        Login.objects.select_for_update(no_key=True).get(pk=login.pk)
        if was_recorded(event_id=derived_id(token, "second_step.removed")):
            return
        app, keys = Authenticator.objects.filter(login=login), Passkey.objects.filter(login=login)
        gone = app if passkey_id is None else keys.filter(pk=passkey_id)
        if not gone.exists():
            raise NotVisible
        if app.count() + keys.count() == 1 and is_administrator(login_id=login.pk, now=now):
            raise UnableToChangeSignIn("last", _("您的职务要两样凭证。请先加一样，再去掉这一样。"))
        gone.delete()
        if not has_second(login_id=login.pk):
            RecoveryCode.objects.filter(login=login).delete()
        kind = "authenticator" if passkey_id is None else "passkey"
        second_changed(login, "second_step.removed", token=token, now=now, kind=kind)


def reset_second(*, username: str, reason: str, now: datetime) -> bool:
    """An operator takes away the whole second step of somebody who has lost it, after seeing who asks.

    Whoever has to have one is led to set up another at the next sign-in. False if there is no such account.
    """
    return _reset(username=username, reason=reason, now=now, event=new_id())


@repeated
def _reset(*, username: str, reason: str, now: datetime, event: UUID) -> bool:
    with durable():
        login = Login.objects.select_for_update(no_key=True).filter(username=username).first()
        if login is None:
            return False
        for model in (Authenticator, Passkey, RecoveryCode):
            model._default_manager.filter(login_id=login.pk).delete()
        end_sessions(login=login)
        record(
            event_id=event,
            action="second_step.reset",
            subject_type="person",
            subject_id=login.pk,
            occurred_at=now,
            actor_id=None,
            reason=reason,
        )
        return True


# -- the codes for a bad day ------------------------------------------------------------------------------------------


def _digest(login_id: UUID, code: str) -> bytes:
    """A plain digest will do: 79 random bits are not guessed, and no key that is changed one day makes them void."""
    return hashlib.sha256(f"{login_id}|{code}".encode()).digest()[:16]


def new_recovery_codes(*, login: Login, token: UUID, now: datetime) -> list[str]:
    """Ten fresh codes, to be shown this once; the ones given out before are void."""
    codes = ["".join(secrets.choice(_LETTERS) for _each in range(_LENGTH)) for _code in range(RECOVERY_CODES)]
    _keep_codes(login=login, codes=codes, token=token, now=now)
    return ["-".join(one[at : at + 4] for at in range(0, _LENGTH, 4)) for one in codes]


@repeated
def _keep_codes(*, login: Login, codes: list[str], token: UUID, now: datetime) -> None:
    with durable():
        RecoveryCode.objects.filter(login=login).delete()
        RecoveryCode.objects.bulk_create([RecoveryCode(login=login, digest=_digest(login.pk, one)) for one in codes])
        record(
            event_id=derived_id(token, "recovery_codes.made"),
            action="recovery_codes.made",
            subject_type="person",
            subject_id=login.pk,
            occurred_at=now,
            actor_id=login.pk,
        )


# -- the step itself --------------------------------------------------------------------------------------------------


def check_second(*, login: Login, typed: str, address: str, now: datetime) -> None:
    """Six digits of the app, or a recovery code, each good once. Raises UnableToSignIn."""
    said = digits(typed).upper()
    one = Try(what=Tried.SECOND, whose=about(login), login=login, address=address, is_right=False)

    def is_right(_given: bool) -> bool:  # noqa: FBT001 (what `settle` hands over)
        return _takes_digits(login, said, now=now) if said.isdigit() else _takes_recovery(login, said, now=now)

    if not settle(one, now=now, attempt=new_id(), then=is_right):
        raise wrong(words=_("数字或恢复码不对。多次不对要等 {minutes} 分钟。"), now=now)


def _takes_digits(login: Login, said: str, *, now: datetime) -> bool:
    app = Authenticator.objects.select_for_update(no_key=True).filter(login=login).first()
    if app is None:
        return False
    secret = keyring().open_bytes(bytes(app.secret_sealed), place=place_of_secret(login_id=login.pk))
    step = totp.matching_step(secret=secret, typed=said, now=now, after=app.last_step)
    if step is None:
        return False
    Authenticator.objects.filter(pk=app.pk).update(last_step=step)
    return True


def _takes_recovery(login: Login, said: str, *, now: datetime) -> bool:
    rows = RecoveryCode.objects.filter(login=login, digest=_digest(login.pk, said), used_at=None)
    if rows.update(used_at=now) != 1:
        return False
    record(
        action="recovery_code.used",
        subject_type="person",
        subject_id=login.pk,
        occurred_at=now,
        actor_id=login.pk,
    )
    return True
