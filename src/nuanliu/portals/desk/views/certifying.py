"""The certifier's list: the unremarkable ones together with one key, the others one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.care.disputes.queries import waiting_disputes
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.queries import visits_by_id
from nuanliu.domain.network.types import Power
from nuanliu.platform.errors import Words
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.once import keep_once, look_at
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.certifying.batch import Became, certify_batch
from nuanliu.usecases.certifying.queue import MOST, asked_about, figures_of, queue

_SHELF = "certified-together"


@opens_with(Power.BOARD_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def certifying(request: HouseRequest) -> HttpResponse:
    """What waits, the unremarkable first; POST certifies those that are ticked."""
    form = ActForm(sent(request))
    if request.method == "POST" and form.is_valid():
        return _together(request)
    found = queue(actor=request.actor, now=request.now)
    asked = list(asked_about(actor=request.actor)[:MOST])
    figures = figures_of(actor=request.actor, found=found, now=request.now)
    context = {
        "form": form,
        "plain": [one for one in found if one.is_plain],
        "unusual": [one for one in found if not one.is_plain and one.assessment.may_certify],
        "others": [one for one in found if not one.assessment.may_certify],
        "asked": asked,
        "count": figures.count,
        "is_more": figures.count > len(found),
        "disputes": waiting_disputes(actor=request.actor).count(),
        "late": figures.late,
        "breaches": figures.breaches,
    }
    return render(request, "desk/certifying.html", context)


def _together(request: HouseRequest) -> HttpResponse:
    """Certify what was ticked, keep each answer for the next page, and go there."""
    wanted = _ids(request.POST.getlist("visit"))
    lines = certify_batch(actor=request.actor, visit_ids=wanted, now=request.now)
    certified = sum(line.became is Became.CERTIFIED for line in lines)
    words = ngettext("认定好了 %(count)d 次。", "认定好了 %(count)d 次。", certified) % {"count": certified}
    messages.success(request, words)
    kept = [[str(line.visit_id), line.became.value, line.minutes, str(line.words)] for line in lines]
    keep_once(request, _SHELF, kept)
    return see_other("desk:certified-together")


@dataclass(frozen=True, slots=True)
class _Answer:
    """One line of the batch as shown."""

    visit: Visit
    became: str
    minutes: int
    words: Words


@opens_with(Power.BOARD_SEE)
@require_safe
def certified_together(request: HouseRequest) -> HttpResponse:
    """What became of each visit of the last batch."""
    kept: list[Any] = look_at(request, _SHELF) or []
    ids = _ids(one[0] for one in kept)
    visits = visits_by_id(ids=ids)
    mine = {
        visit.id: visit for visit in visits.values() if request.actor.may(Power.BOARD_SEE, path=visit.need.site.path)
    }
    lines = [
        _Answer(mine[visit], became, minutes, words)
        for visit, (_id, became, minutes, words) in zip(ids, kept, strict=True)
        if visit in mine
    ]
    return render(request, "desk/certified_together.html", {"lines": lines, "rest": _rest(lines)})


def _ids(texts: Iterable[str]) -> list[UUID]:
    """What of it names a visit; nonsense is left out."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _rest(lines: list[_Answer]) -> int:
    return sum(line.became != Became.CERTIFIED for line in lines)
