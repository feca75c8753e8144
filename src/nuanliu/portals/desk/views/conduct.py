"""守约: who rests, appeals that wait, deciding one; and noting that somebody was not there."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.care.types import VisitState
from nuanliu.domain.integrity.conduct.models import Mark
from nuanliu.domain.integrity.conduct.queries import (
    appeals_within,
    false_hours_within,
    proposed_within,
    resting_within,
)
from nuanliu.domain.integrity.conduct.types import MarkState
from nuanliu.domain.network.types import Power
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.desk.conduct_forms import DecideForm, MissingForm
from nuanliu.portals.desk.gate import visit_at_desk
from nuanliu.portals.desk.views.deciding import Deciding, decide_mark
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.conduct import said_marks
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.rules import said_rules
from nuanliu.usecases.conduct.appeals import decide_appeal, why_not_decide
from nuanliu.usecases.conduct.missing import note_absent, note_no_show

PAGE, MOST = 20, 100
ABOUT_ELDERS = ("elder_absent_warnings", "elder_absent_debit_min")
ABOUT_HELPERS = ("no_show_points", "no_show_pause_count", "no_show_pause_days", "no_show_exit_count")


@opens_with(Power.BOARD_SEE)
@require_safe
def conduct(request: HouseRequest) -> HttpResponse:
    """Consequences only: nobody's score is shown."""
    page = page_of(request=request, rows=appeals_within(actor=request.actor), size=PAGE)
    context = {
        "appeals": said_marks(marks=page.rows, now=request.now),
        "page": page,
        "proposed": said_marks(marks=list(proposed_within(actor=request.actor)[:MOST]), now=request.now),
        "told": _told(request),
        "resting": resting_within(actor=request.actor, now=request.now),
    }
    return render(request, "desk/conduct.html", context)


def _told(request: HouseRequest) -> list[Mark]:
    """False hours, where and as long as the Standard tells of them."""
    standard = standard_in_force(at=request.now)
    if not standard.boolean("false_hours_notice"):
        return []
    since = request.now - standard.span("false_hours_told_days")
    return false_hours_within(actor=request.actor, since=since)[:MOST]


_APPEAL = Deciding(
    template="desk/appeal.html",
    form=DecideForm,
    is_about=lambda mark: mark.appealed_at is not None,
    waits_in=MarkState.APPEALED,
    yes="lift",
    no="keep",
    why_not=lambda actor, mark: why_not_decide(actor=actor, mark=mark),
    decide=lambda actor, mark, is_upheld, words, now: decide_appeal(
        actor=actor, mark_id=mark, is_upheld=is_upheld, words=words, now=now
    ),
)


@opens_with(Power.BOARD_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HouseRequest, mark_id: UUID) -> HttpResponse:
    """One appeal, with what was said on both sides and the rule; decided by somebody who had no part in it."""
    return decide_mark(request, mark_id, _APPEAL)


@opens_with(Power.NEED_ASSIST)
@require_http_methods(["GET", "HEAD", "POST"])
def missing(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """Who was not there, and how we know; what follows is said before it is pressed."""
    visit = visit_at_desk(request, visit_id)
    if not request.actor.may(Power.NEED_ASSIST, path=visit.site.path):
        raise NotVisible
    form = MissingForm(sent(request))
    if request.method == "POST":
        if done(form, lambda: _note(request, visit_id, form)):
            messages.success(request, _("记下了。"))
            return see_other("desk:visit", visit_id=visit_id)
    elif visit.state != VisitState.TAKEN:
        return see_other("desk:visit", visit_id=visit_id)
    standard = standard_in_force(at=request.now, site=visit.site_id)
    context = {
        "form": form,
        "visit": visit,
        "need": visit.need,
        "about_helpers": said_rules(keys=ABOUT_HELPERS, standard=standard),
        "about_elders": said_rules(keys=ABOUT_ELDERS, standard=standard),
    }
    return render(request, "desk/missing.html", context)


def _note(request: HouseRequest, visit_id: UUID, form: MissingForm) -> None:
    act = note_no_show if form.cleaned_data["who"] == "helper" else note_absent
    act(actor=request.actor, visit_id=visit_id, reason=form.cleaned_data["reason"], now=request.now)
