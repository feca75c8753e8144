"""Who may come in: a page opens to the signed-in person who holds its power; for others there is nothing here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import urlencode

from nuanliu.domain.network.types import Power
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.answers import SeeOther
from nuanliu.portals.ui.request import HouseRequest

View = Callable[..., HttpResponse]


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and, after that, back to what was asked for."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    return SeeOther(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}")


def opens_with(*powers: Power) -> Callable[[View], View]:
    """The page is for whoever holds one of `powers` anywhere; what she sees on it is narrowed by the queries.

    Raises NotVisible (404) for a signed-in person without any of them.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HouseRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if not any(request.actor.has(power) for power in powers):
                raise NotVisible
            return view(request, *args, **kwargs)

        return guarded

    return guard
