"""What every request knows: the reader's choices, the time, and who acts."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.views.defaults import page_not_found

from nuanliu.domain.network.types import ANONYMOUS, Actor
from nuanliu.domain.people.queries import actor_for
from nuanliu.domain.signing.sessions import WAY
from nuanliu.domain.signing.types import Way
from nuanliu.platform import clock
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.reader import reader_of

if TYPE_CHECKING:
    from nuanliu.portals.ui.request import HouseRequest

_log = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]


class OnlyAskedAndSent:
    """Pages are asked for and forms are sent; any other method is answered 405 before anything looks at it."""

    methods = ("GET", "HEAD", "POST")

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if request.method in self.methods else HttpResponseNotAllowed(self.methods)


class ReaderPreferences:
    """Sets `request.reader` and speaks its language. Chinese always, whatever the browser asks; English by choice."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reader = reader_of(request)
        request.reader = reader  # type: ignore[attr-defined]
        request.LANGUAGE_CODE = reader.language
        with translation.override(reader.language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", reader.html_lang)
        patch_vary_headers(response, ("Cookie",))
        return response


class WhoActs:
    """Sets `request.now` and, when first asked for, `request.actor`; pages of signed-in people are never stored."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = clock.now()  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What is not visible for this actor is not found, whether or not it exists; the log says who asked."""
        if not isinstance(exception, NotVisible):
            return None
        where = request.resolver_match.view_name if request.resolver_match else ""
        _log.warning("not visible: %s for %s", where, request.user.pk or "the public")
        return page_not_found(request, exception)


def _actor(request: HttpRequest) -> Actor:
    """Four digits open no office: whoever came in with a card is herself and holds no post."""
    if not request.user.is_authenticated:
        return ANONYMOUS
    actor = actor_for(login=request.user, now=cast("HouseRequest", request).now)
    return replace(actor, appointments=()) if request.session.get(WAY) == Way.CARD else actor
