"""Signed in without the forms, as the forms would have left it: with a fresh proof."""

from datetime import datetime

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from nuanliu.config import settings as ours
from nuanliu.domain.network.models import Login
from nuanliu.domain.network.types import Role
from nuanliu.domain.signing.models import Authenticator
from nuanliu.domain.signing.sessions import BEGUN_AT, WAY, SessionStore
from nuanliu.domain.signing.types import ADMINISTRATORS, Way
from nuanliu.platform import clock
from nuanliu.portals.ui.recent import PROVED_AT


def let_in(client: Client, login: Login, *, way: Way = Way.PASSWORD) -> Client:
    """`login` is signed in in this browser, at this moment."""
    client.force_login(Login.objects.get(pk=login.pk), backend=ours.AUTHENTICATION_BACKENDS[0])
    session = client.session
    mark(session, way=way)
    session.save()
    return client


def new_session(login: Login) -> SessionStore:
    """A session of `login`, stored."""
    session = SessionStore()
    session[SESSION_KEY] = str(login.pk)
    session[BACKEND_SESSION_KEY] = ours.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = login.get_session_auth_hash()
    mark(session)
    session.create()
    return session


def mark(session: SessionStore, *, way: Way = Way.PASSWORD) -> None:
    """What signing in writes down."""
    now = clock.now().isoformat()
    session.update({WAY: way.value, BEGUN_AT: now, PROVED_AT: now})


def set_up_second(login: Login, *, role: Role, at: datetime) -> None:
    """Whoever holds a post that asks for two proofs has an app for the second one."""
    if role in ADMINISTRATORS:
        Authenticator.objects.get_or_create(login=login, defaults={"secret_sealed": b"unused", "added_at": at})
