"""Where somebody is signed in, for how long without doing anything, and signing out there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY
from django.utils.crypto import constant_time_compare

from nuanliu.domain.audit.operations import record
from nuanliu.domain.audit.queries import was_recorded
from nuanliu.domain.network.models import Login
from nuanliu.domain.network.operations import end_sessions
from nuanliu.domain.signing.models import Session
from nuanliu.domain.signing.seconds import is_administrator
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


@dataclass(frozen=True, slots=True)
class Device:
    """One place where somebody is signed in."""

    id: UUID
    key: str
    way: str
    browser: str
    begun_at: datetime
    seen_at: datetime


def idle_limit(*, login_id: UUID, now: datetime) -> timedelta:
    """How long this person may do nothing and stay signed in: the Standard's minutes or hours."""
    standard = standard_in_force(at=now)
    if is_administrator(login_id=login_id, now=now):
        return timedelta(minutes=standard.minutes("admin_idle_min"))
    return timedelta(hours=standard.hours("elder_idle_hours"))


def idle_warning(*, now: datetime) -> timedelta:
    """How long before that somebody is told."""
    return timedelta(minutes=standard_in_force(at=now).minutes("idle_warning_min"))


@repeated
def touch(*, session: Session, now: datetime) -> None:
    """It has been used."""
    Session.objects.filter(pk=session.pk).update(seen_at=now)
    session.seen_at = now


def devices_of(*, login: Login, now: datetime) -> list[Device]:
    """Every place where she is signed in now, the one used last first."""
    limit = idle_limit(login_id=login.pk, now=now)
    rows = Session.objects.filter(login=login, expire_date__gt=now, seen_at__gte=now - limit)
    bound_to = login.get_session_auth_hash()
    return [
        Device(row.shown_id, row.session_key, row.way, row.browser, row.begun_at, row.seen_at)
        for row in rows.order_by("-seen_at", "session_key")
        if constant_time_compare(str(row.get_decoded().get(HASH_SESSION_KEY, "")), bound_to)
    ]


@repeated
def end_device(*, login: Login, device_id: UUID, token: UUID, now: datetime) -> None:
    """Sign her out at one place, once a `token`. Raises NotVisible if she is not signed in there."""
    with durable():
        if was_recorded(event_id=derived_id(token, "session.ended")):
            return
        keys = [one.key for one in devices_of(login=login, now=now) if one.id == device_id]
        if not keys:
            raise NotVisible
        Session.objects.filter(pk__in=keys).delete()
        _written(login, "session.ended", token=token, now=now)


@repeated
def end_all_devices(*, login: Login, token: UUID, now: datetime) -> None:
    """Sign her out everywhere, here too."""
    with durable():
        end_sessions(login=login)
        _written(login, "sessions.ended", token=token, now=now)


def _written(login: Login, action: str, *, token: UUID, now: datetime) -> None:
    event = derived_id(token, action)
    record(
        event_id=event, action=action, subject_type="person", subject_id=login.pk, occurred_at=now, actor_id=login.pk
    )
