"""Where helpers are missing, and whether the load is shared."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from nuanliu.domain.dispatch.queries import scopes_of
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Power
from nuanliu.portals.dispatch.words import PARTS_OF_DAY, week_words
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import AskForm
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.skills import skill_words
from nuanliu.usecases.dispatch.sharing import holes_of, latest_run, load_of, missing_in

opens = opens_with(Power.DISPATCH)
_SHADES = 4


class PlaceForm(AskForm):
    """Which place."""

    place = forms.ChoiceField(label=gettext_lazy("哪里"))

    def __init__(self, *args: Any, scopes: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(one.code, one.name) for one in scopes]  # type: ignore[attr-defined]


def _place(request: HouseRequest) -> tuple[Node | None, dict[str, Any]]:
    """The place that was asked for, or the widest; and what the page needs to let another be chosen."""
    scopes = scopes_of(actor=request.actor)
    asked = request.GET.get("place", "")
    scope = next((one for one in scopes if one.code == asked), scopes[0] if scopes else None)
    form = PlaceForm(scopes=scopes, initial={"place": scope.code if scope else ""})
    return scope, {"scopes": scopes, "scope": scope, "place": form}


@require_safe
@opens
def load(request: HouseRequest) -> HttpResponse:
    """Who gives most, whom nobody has asked for a month, and how equally it is shared."""
    scope, context = _place(request)
    found = load_of(scope=scope, now=request.now) if scope else None
    return render(request, "dispatch/load.html", {**context, "load": found})


@require_safe
@opens
def missing(request: HouseRequest) -> HttpResponse:
    """Where to look for new helpers: from the newest plan of the place."""
    scope, context = _place(request)
    run = latest_run(scope=scope) if scope else None
    lines = missing_in(run=run) if run else []
    most = max((one.needs for one in lines), default=0)
    holes = holes_of(lines=lines)
    biggest = max((one.needs for one in holes), default=0)
    context |= {
        "run": run,
        "week": week_words(run.week) if run else "",
        "tiles": [(one, _shade(one.needs, biggest)) for one in holes],
        "lines": [
            (one, skill_words([one.skill]) if one.skill else "", PARTS_OF_DAY[one.part], _shade(one.needs, most))
            for one in lines
        ],
    }
    return render(request, "dispatch/missing.html", context)


def _shade(value: int, most: int) -> int:
    return min(_SHADES, 1 + _SHADES * value // (most + 1)) if value else 0
