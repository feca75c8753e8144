"""Who comes in here: whoever runs, checks or nominates, and members of a committee. Others find nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from nuanliu.domain.honours.queries import commendations_for
from nuanliu.domain.network.types import Power
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.doors import to_sign_in
from nuanliu.portals.ui.request import HouseRequest

View = Callable[..., HttpResponse]


def for_those_concerned(view: View) -> View:
    """Guard a page. Raises NotVisible."""

    @wraps(view)
    def guarded(request: HouseRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not request.actor.has(Power.NOMINATE) and not commendations_for(actor=request.actor).exists():
            may_begin = request.actor.has(Power.COMMEND) or request.actor.has(Power.COMMEND_CHECK)
            if not may_begin:
                raise NotVisible
        return view(request, *args, **kwargs)

    return guarded
