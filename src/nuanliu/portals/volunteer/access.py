"""Whom these pages are for, and how a refusal is shown."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.doors import to_sign_in
from nuanliu.portals.ui.request import HouseRequest

View = Callable[..., HttpResponse]


def for_helpers(view: View) -> View:
    """The page is for a signed-in volunteer; for anyone else who is signed in there is nothing here."""

    @wraps(view)
    def guarded(request: HouseRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not request.actor.is_volunteer:
            raise NotVisible
        return view(request, *args, **kwargs)

    return guarded


def me(request: HouseRequest) -> UUID:
    """The volunteer who asks. Only behind `for_helpers`."""
    if request.actor.id is None:
        raise NotVisible
    return request.actor.id
