"""These pages are everybody's who is signed in by more than a card: each sees her own account and no other."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpResponse

from nuanliu.domain.network.models import Login
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.doors import to_sign_in
from nuanliu.portals.ui.request import SIGNED_IN_BY_CARD, HouseRequest

View = Callable[..., HttpResponse]


def own_account(view: View) -> View:
    """Opens to whoever is signed in; not at a shared tablet. Raises NotVisible (404) there."""

    @wraps(view)
    def guarded(request: HouseRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if request.session.get(SIGNED_IN_BY_CARD):
            raise NotVisible
        return view(request, *args, **kwargs)

    return guarded


def login_of(request: HouseRequest) -> Login:
    """Whose pages these are."""
    return cast("Login", request.user)
