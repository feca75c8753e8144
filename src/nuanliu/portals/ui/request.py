"""The request as every view gets it, after `ui.middleware`."""

from datetime import datetime

from django.http import HttpRequest, QueryDict

from nuanliu.domain.network.types import Actor
from nuanliu.portals.ui.reader import Reader

SIGNED_IN_BY_CARD = "signed-in-by-card"
"""Session mark of a sign-in with an old person's card, usually at a shared tablet."""


class HouseRequest(HttpRequest):
    """`actor` who acts (nobody in particular for the public), `now` when the request came, `reader` what was chosen."""

    actor: Actor
    now: datetime
    reader: Reader


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form sent, be it nothing at all; None while the page is only looked at."""
    return request.POST if request.method == "POST" else None
