"""Between the first proof and being signed in: whoever has a second step is asked for it first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import urlencode

from nuanliu.domain.network.models import Login
from nuanliu.domain.signing.seconds import has_second
from nuanliu.domain.signing.types import HALF_WAY_LASTS, Way
from nuanliu.portals.ui.answers import SeeOther, see_other
from nuanliu.portals.ui.entering import enter
from nuanliu.portals.ui.recent import note_proof
from nuanliu.portals.ui.request import HouseRequest

HALF_WAY = "half-way"


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Who has given the first proof, how, and whether she was signed in already and only proves it again."""

    login: Login
    way: Way
    is_again: bool


def first_step_done(
    request: HouseRequest, *, account: Login, way: Way, back: str, is_again: bool = False
) -> HttpResponse:
    """On to the second step, or in."""
    if has_second(login_id=account.pk) and way is not Way.CARD:
        request.session.cycle_key()
        request.session[HALF_WAY] = {
            "login": str(account.pk),
            "way": way.value,
            "again": is_again,
            "at": request.now.isoformat(),
        }
        return SeeOther(f"{resolve_url('public:second')}?{urlencode({'next': back})}")
    return steps_done(request, HalfWay(account, way, is_again), back=back)


def half_way(request: HouseRequest) -> HalfWay | None:
    """Who waits for the second step in this browser; None when nobody does, or the first is too long ago."""
    kept = request.session.get(HALF_WAY)
    if not kept or not _lasts(request, kept["at"], HALF_WAY_LASTS):
        return None
    account = Login.objects.filter(pk=kept["login"], is_active=True).first()
    is_other = bool(kept["again"]) and request.user.pk != (account.pk if account else None)
    return None if account is None or is_other else HalfWay(account, Way(kept["way"]), bool(kept["again"]))


def _lasts(request: HouseRequest, since: str, span: timedelta) -> bool:
    return request.now - datetime.fromisoformat(since) <= span


def steps_done(request: HouseRequest, one: HalfWay, *, back: str) -> HttpResponse:
    """All proofs are given: she is in, or goes on where she was."""
    request.session.pop(HALF_WAY, None)
    if one.is_again:
        note_proof(request)
    else:
        enter(request, account=one.login, way=one.way)
    return see_other(back)
