"""Passkeys (WebAuthn): a key that never leaves the person's telephone, computer or security key.

The ceremony has two halves: `begin_*` gives what the browser is asked and a state that the caller keeps sealed until
the answer; `add_passkey` and `check_passkey` judge the answer. An answer is good for this house's own address only.
"""

import ipaddress
import json
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from nuanliu.domain.network.models import Login
from nuanliu.domain.signing.models import Passkey
from nuanliu.domain.signing.operations import Try, about, settle, wrong
from nuanliu.domain.signing.seconds import UnableToChangeSignIn, second_changed
from nuanliu.domain.signing.types import Tried
from nuanliu.platform.db import durable
from nuanliu.platform.ids import new_id
from nuanliu.platform.retry import repeated

Json = dict[str, Any]
LONGEST_ANSWER = 20_000
MOST = 10
"""Passkeys of one person."""
_BROKEN = (ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError)
"""What the library raises at an answer that is none."""


def is_possible(*, origin: str) -> bool:
    """Whether a browser offers passkeys at this address: an encrypted one with a name, or one's own machine."""
    parts = urlsplit(origin)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return parts.scheme == "https" or host == "localhost"
    return False


def _server(origin: str) -> Fido2Server:
    us = PublicKeyCredentialRpEntity(id=urlsplit(origin).hostname, name=settings.BRAND)
    return Fido2Server(us, verify_origin=lambda said: said == origin)


def _descriptors(login: Login) -> list[PublicKeyCredentialDescriptor]:
    ids = Passkey.objects.filter(login=login).order_by("added_at", "pk").values_list("credential_id", flat=True)
    return [PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=bytes(one)) for one in ids]


def begin_adding(*, login: Login, origin: str) -> tuple[Json, Json]:
    """(what the browser is asked, state) for a new passkey."""
    user = PublicKeyCredentialUserEntity(id=login.pk.bytes, name=login.username, display_name=login.username)
    asked, state = _server(origin).register_begin(
        user, _descriptors(login), user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(asked.public_key), state


def add_passkey(*, login: Login, origin: str, state: Json, answer: str, name: str, token: UUID, now: datetime) -> None:
    """The passkey is hers from now on. Raises UnableToChangeSignIn: no_passkey, too_many."""
    made = _made(origin, state, answer)
    credential = made.credential_data if made else None
    if made is None or credential is None:
        raise UnableToChangeSignIn("no_passkey", _("没有成功。请再按一次。"))
    _add(login=login, credential=credential, count=made.counter, name=name, token=token, now=now)


def _made(origin: str, state: Json, answer: str) -> AuthenticatorData | None:
    try:
        return _server(origin).register_complete(state, _read(answer))
    except _BROKEN:
        return None


def _read(answer: str) -> Json:
    """The browser's answer. Raises ValueError if it cannot be one."""
    if len(answer) > LONGEST_ANSWER:
        raise ValueError(len(answer))
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise TypeError(type(read))
    return read


@repeated
def _add(
    *, login: Login, credential: AttestedCredentialData, count: int, name: str, token: UUID, now: datetime
) -> None:
    with durable():
        Login.objects.select_for_update(no_key=True).get(pk=login.pk)
        hers = Passkey.objects.filter(login=login)
        if hers.filter(credential_id=credential.credential_id).exists():
            return
        if hers.count() >= MOST:
            raise UnableToChangeSignIn("too_many", _("通行密钥太多了。请先去掉一个。"))
        Passkey.objects.create(
            login=login,
            name=name,
            credential_id=credential.credential_id,
            public_key=bytes(credential),
            sign_count=count,
            added_at=now,
        )
        second_changed(login, "second_step.added", token=token, now=now, kind="passkey")


def begin_using(*, login: Login, origin: str) -> tuple[Json, Json]:
    """(what the browser is asked, state) for proving who she is with one of her passkeys."""
    asked, state = _server(origin).authenticate_begin(
        _descriptors(login), user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(asked.public_key), state


def check_passkey(*, login: Login, origin: str, state: Json, answer: str, address: str, now: datetime) -> None:
    """The answer comes from one of her passkeys. Raises UnableToSignIn."""
    used = _used(login, origin, state, answer)
    one = Try(what=Tried.SECOND, whose=about(login), login=login, address=address, is_right=used is not None)

    def count(is_right: bool) -> bool:  # noqa: FBT001 (what `settle` hands over)
        return is_right and used is not None and _counts(login, *used, now=now)

    if not settle(one, now=now, attempt=new_id(), then=count):
        raise wrong(words=_("通行密钥没有通过。多次不对要等 {minutes} 分钟。"), now=now)


def _used(login: Login, origin: str, state: Json, answer: str) -> tuple[bytes, int] | None:
    """(id of the passkey, its counter) if the answer is right."""
    known = [AttestedCredentialData(bytes(one.public_key)) for one in Passkey.objects.filter(login=login)]
    try:
        said = _read(answer)
        passed = _server(origin).authenticate_complete(state, known, said)
        return passed.credential_id, AuthenticationResponse.from_dict(said).response.authenticator_data.counter
    except _BROKEN:
        return None


def _counts(login: Login, credential_id: bytes, counter: int, *, now: datetime) -> bool:
    """Note the use. A counter that does not rise is a copy of the key; keys without one always say 0."""
    rows = Passkey.objects.filter(login=login, credential_id=credential_id)
    rises = Q(sign_count=0) if counter == 0 else Q(sign_count__lt=counter)
    return rows.filter(rises).update(sign_count=counter, used_at=now) == 1
