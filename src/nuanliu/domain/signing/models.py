"""What has to be remembered of signing in. No secret is stored that could be used by whoever reads the table."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from nuanliu.domain.network.models import Login
from nuanliu.domain.signing.types import Channel, Purpose, Way
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import derived_id, new_id

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase


DEVICE = UUID("5e551000-0000-7000-8000-000000000001")
"""Base of the ids by which pages name sessions."""


class Session(AbstractBaseSession):
    """Django's session, and beside it whose it is, on what device, and when it was last used."""

    login = models.ForeignKey(Login, on_delete=models.CASCADE, null=True, related_name="sessions")
    way = models.CharField(max_length=8, blank=True)
    browser = models.CharField(max_length=60, blank=True)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta(AbstractBaseSession.Meta):
        constraints = [one_of("way", Way, table="session", blank=True)]

    @classmethod
    def get_session_store_class(cls) -> "type[SessionBase]":
        """The engine that reads and writes these rows."""
        from nuanliu.domain.signing.sessions import SessionStore  # noqa: PLC0415 (it needs this module)

        return SessionStore

    @property
    def shown_id(self) -> UUID:
        """What a page may say of it: follows from the key, and the key does not follow from it."""
        return derived_id(DEVICE, self.session_key)


class Tries(models.Model):
    """How often somebody was wrong: about one account, or from one address. The id is a keyed index of which."""

    id = models.UUIDField(primary_key=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0)
    counted_since = models.DateTimeField()
    rests_until = models.DateTimeField(null=True)
    last_try = models.UUIDField(null=True)
    was_right = models.BooleanField(default=False)
    """Which try was counted last, and what came of it: sent again, it is answered and not counted."""

    def __str__(self) -> str:
        return f"{self.failures} since {self.counted_since}"


class OneTimeCode(models.Model):
    """A code sent to a telephone. The code itself is stored nowhere: it follows from the id and a key outside."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    phone_index = models.BinaryField(max_length=16)
    phone_sealed = models.BinaryField()
    purpose = models.CharField(max_length=8)
    channel = models.CharField(max_length=8)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("channel", Channel, table="one_time_code"),
            one_of("purpose", Purpose, table="one_time_code"),
        ]
        indexes = [models.Index(fields=["phone_index", "purpose", "-sent_at"], name="one_time_code_by_phone")]

    def __str__(self) -> str:
        return f"{self.channel} {self.sent_at}"


class Authenticator(models.Model):
    """An app that shows six digits (RFC 6238); the secret is sealed under a master key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    login = models.OneToOneField(Login, on_delete=models.CASCADE, related_name="authenticator")
    secret_sealed = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    """The half minute whose digits were last taken: none is taken twice."""
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"authenticator of {self.login_id}"


class Passkey(models.Model):
    """A WebAuthn credential: only its public half is here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    login = models.ForeignKey(Login, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=40)
    credential_id = models.BinaryField(max_length=1023)
    public_key = models.BinaryField(max_length=2048)
    sign_count = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """One of the codes for the day the telephone is lost, as a keyed digest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    login = models.ForeignKey(Login, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.BinaryField(max_length=16)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["login", "digest"], condition=Q(used_at=None), name="recovery_code_once"),
        ]

    def __str__(self) -> str:
        return f"recovery code of {self.login_id}"
