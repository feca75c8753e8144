"""Who has done nothing for too long is signed out; who must sign in with two proofs sets up the second one first.

An old person is told some minutes before, by a page that comes by itself, and may ask for more time (RULEBOOK 4.7).
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nuanliu.domain.signing.devices import idle_limit, idle_warning, touch
from nuanliu.domain.signing.models import Session
from nuanliu.domain.signing.seconds import has_second
from nuanliu.domain.signing.sessions import WAY
from nuanliu.domain.signing.types import ADMINISTRATORS, Way
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.retry import UnableNow
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import to_sign_in

if TYPE_CHECKING:
    from nuanliu.domain.network.models import Login
    from nuanliu.portals.ui.request import HouseRequest

TOUCHED_EVERY = timedelta(minutes=1)
"""Using a session is written down no more often than this."""
ASKING = "public:still-there"
WARNED = frozenset({"elder"})
"""Portals whose pages tell before the time is over."""
OPEN_WITHOUT_SECOND = frozenset({"public", "ui"})
SETTING_UP = frozenset(
    {"account:second-step", "account:authenticator", "account:passkey", "account:recovery", "public:sign-out"}
)


class StillHere:
    """Signs out who was idle too long, writes down who was not, and leads administrators to their second step."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match and match.namespace in WARNED and response.status_code == 200 and request.user.is_authenticated:
            _come_back_in_time(cast("HouseRequest", request), response)
        return response

    def process_view(
        self, given: HttpRequest, _view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Before any page or act."""
        request = cast("HouseRequest", given)
        if not request.user.is_authenticated:  # asking this reads the session, and with it its row
            return None
        session: Session | None = getattr(request.session, "row", None)
        if session is None:
            return None
        match = request.resolver_match
        name, namespace = (match.view_name, match.namespace) if match else ("", "")
        if request.now - session.seen_at >= TOUCHED_EVERY:
            if request.now - session.seen_at > idle_limit(login_id=request.user.pk, now=request.now):
                return _over(request)
            if name != ASKING:
                _touch(request, session)
        is_open = namespace in OPEN_WITHOUT_SECOND and name != "public:places"
        if not is_open and name not in SETTING_UP and lacks_second(request):
            return see_other("account:second-step")
        return None


def more_time(request: "HouseRequest") -> None:
    """She is still here."""
    session: Session | None = getattr(request.session, "row", None)
    if session is not None:
        _touch(request, session)


def _touch(request: "HouseRequest", session: Session) -> None:
    try:
        touch(session=session, now=request.now)
    except UnableNow:
        return  # a database that only reads lets people read on


def _over(request: "HouseRequest") -> HttpResponse:
    by_card = request.session.get(WAY) == Way.CARD
    logout(request)
    messages.info(request, _("很久没有动，已经退出了。请再登录一次。"))
    return see_other("public:sign-in-card") if by_card else to_sign_in(request)


def lacks_second(request: "HouseRequest") -> bool:
    """Whether she holds a post that asks for two proofs and has set up only one. Not so in the demo."""
    if settings.DEMO and request.session.get(WAY) == Way.DEMO:
        return False
    if not any(held.role in ADMINISTRATORS for held in request.actor.appointments):
        return False
    is_asked = standard_in_force(at=request.now).boolean("admin_two_factors")
    return is_asked and not has_second(login_id=cast("Login", request.user).pk)


def remaining(request: "HouseRequest") -> timedelta:
    """How long until she is signed out if she does nothing."""
    session: Session | None = getattr(request.session, "row", None)
    limit = idle_limit(login_id=cast("Login", request.user).pk, now=request.now)
    return limit if session is None else session.seen_at + limit - request.now


def _come_back_in_time(request: "HouseRequest", response: HttpResponse) -> None:
    """The browser asks for the warning by itself, without a script."""
    wait = int((remaining(request) - idle_warning(now=request.now)).total_seconds())
    page = f"{resolve_url(ASKING)}?{urlencode({'next': request.get_full_path()})}"
    response.headers["Refresh"] = f"{max(wait, 1)}; url={page}"
