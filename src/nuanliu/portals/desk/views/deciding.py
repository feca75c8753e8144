"""One mark against somebody, on a page: what was said, the rule, and a decision with two buttons."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nuanliu.domain.integrity.conduct.models import Mark
from nuanliu.domain.integrity.conduct.queries import access_mark
from nuanliu.domain.integrity.conduct.types import MarkState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.conduct import said_marks
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest, sent

Decide = Callable[[Actor, UUID, bool, str, datetime], object]
"""Who decides about which mark, whether it is yes, in which words, when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """What is decided: which marks it is about, the buttons for yes and no, and the two calls of the use case."""

    template: str
    form: type[ActForm]
    is_about: Callable[[Mark], bool]
    waits_in: MarkState
    yes: str
    no: str
    why_not: Callable[[Actor, Mark], Unable | None]
    decide: Decide


def decide_mark(request: HouseRequest, mark_id: UUID, how: Deciding) -> HttpResponse:
    """The page, and what its buttons do. Raises NotVisible."""
    mark = access_mark(actor=request.actor, mark_id=mark_id)
    if not request.actor.may(Power.BOARD_SEE, path=mark.site.path) or not how.is_about(mark):
        raise NotVisible
    form, act = how.form(sent(request)), request.POST.get("act", "")

    def decide() -> None:
        how.decide(request.actor, mark_id, act == how.yes, form.cleaned_data["words"], request.now)

    if request.method == "POST":
        if act not in {how.yes, how.no}:
            ask_for_button(form)
        elif done(form, decide):
            messages.success(request, _("定下来了，本人会收到消息。"))
            return see_other("desk:conduct")
    [said] = said_marks(marks=[mark], now=request.now)
    refusal = how.why_not(request.actor, mark)
    context = {
        "form": form,
        "one": said,
        "mark": mark,
        "is_open": mark.state == how.waits_in,
        "why_not": refusal.words if refusal else "",
    }
    return render(request, how.template, context)
