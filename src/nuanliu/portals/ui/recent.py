"""A sensitive act needs a fresh proof of who presses: some minutes after signing in, it is asked for once more.

    @opens_with(Power.PERSON_REVEAL)
    @recently_signed_in(keep=("reason",))
    @require_POST
    def reveal(request, person_id): ...

Whoever proved it long ago is led to `public:again` and from there back: a page that was asked for opens, a form that
was sent is shown once more with the fields of `keep`, to be sent by one button. Fields that are not named there are
never stored.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import urlencode

from nuanliu.domain.signing.sessions import WAY
from nuanliu.domain.signing.types import PROOF_LASTS, Way
from nuanliu.portals.ui.answers import SeeOther
from nuanliu.portals.ui.request import HouseRequest

View = Callable[..., HttpResponse]
PROVED_AT, KEPT = "proved-at", "kept-for-proof"
LONGEST_KEPT = 2000


def note_proof(request: HouseRequest) -> None:
    """She has just proved who she is."""
    request.session[PROVED_AT] = request.now.isoformat()


def is_proof_recent(request: HouseRequest) -> bool:
    """Whether that was some minutes ago at most. The made-up people of the demo have nothing to prove."""
    if settings.DEMO and request.session.get(WAY) == Way.DEMO:
        return True
    proved_at: str = request.session.get(PROVED_AT, "")
    return bool(proved_at) and request.now - datetime.fromisoformat(proved_at) <= PROOF_LASTS


def recently_signed_in(*, keep: tuple[str, ...] = ()) -> Callable[[View], View]:
    """The page opens, the act is done, only after a fresh proof. Stands below `opens_with`."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HouseRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if is_proof_recent(request):
                return view(request, *args, **kwargs)
            return _ask_again(request, keep)

        return guarded

    return guard


def _ask_again(request: HouseRequest, keep: tuple[str, ...]) -> HttpResponse:
    if request.method in {"GET", "HEAD"}:
        back = request.get_full_path()
    elif keep:
        fields = {name: request.POST.getlist(name) for name in keep if name in request.POST}
        fits = sum(len(value) for values in fields.values() for value in values) <= LONGEST_KEPT
        kept = {"path": request.path, "fields": fields if fits else {}, "at": request.now.isoformat()}
        request.session[KEPT] = kept
        back = resolve_url("public:go-on")
    else:
        back = _page_before(request)
    return SeeOther(f"{resolve_url('public:again')}?{urlencode({'next': back})}")


def _page_before(request: HouseRequest) -> str:
    """The page of ours that held the form; the front page if that is not known."""
    parts = urlsplit(request.headers.get("Referer", ""))
    return parts.path or "/" if parts.netloc == request.get_host() else "/"
