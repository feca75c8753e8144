"""One need with its whole story, and what the desk can do with it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.alliance.queries import allied_with
from nuanliu.domain.care.invitations.queries import invitations_to
from nuanliu.domain.care.invitations.types import InvitationState
from nuanliu.domain.care.menu.queries import terms_of
from nuanliu.domain.care.models import Need
from nuanliu.domain.care.queries import story_of_need
from nuanliu.domain.care.series.queries import series_of_need
from nuanliu.domain.care.series.types import ForWhom, Wish
from nuanliu.domain.care.series.wished import unanswered, wishes_of
from nuanliu.domain.care.types import STANDING_VISIT, NeedState
from nuanliu.domain.network.types import Power
from nuanliu.domain.people.models import Person
from nuanliu.platform.clock import local
from nuanliu.portals.desk.forms import AssignForm, ChangeForm, MendForm, ReasonForm, ReopenForm, ReturnForm
from nuanliu.portals.desk.gate import need_at_desk, powers_at
from nuanliu.portals.desk.helpers import helpers_meant
from nuanliu.portals.desk.suiting import Suiting, suited_helpers, suiting_of
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.accept_need import assign_need
from nuanliu.usecases.cancel import cancel_need
from nuanliu.usecases.change_need import Changed, change_need
from nuanliu.usecases.fall_back import reopen_need
from nuanliu.usecases.review_need import resubmit_need, review_need

CANCELLABLE = frozenset(
    {NeedState.SUBMITTED, NeedState.RETURNED, NeedState.OPEN, NeedState.MATCHED, NeedState.UNSERVED}
)
Forms = dict[str, ActForm]


def _forms(need: Need, now: datetime) -> Forms:
    """The acts that make sense now, each with its own empty form."""
    forms: Forms = {}
    if need.state == NeedState.SUBMITTED:
        forms |= {"approve": ActForm(auto_id="approve_%s"), "return": ReturnForm(auto_id="return_%s")}
    if need.state == NeedState.RETURNED:
        typed = {"when": _as_typed(need.starts_at), "minutes": need.planned_minutes, "note": need.note}
        forms["mend"] = MendForm(auto_id="mend_%s", initial=typed, now=now)
    if need.state == NeedState.OPEN:
        forms["assign"] = AssignForm(auto_id="assign_%s")
    if need.state in {NeedState.OPEN, NeedState.MATCHED} and need.starts_at > now:
        known = wishes_of(needs=[need]).get(need.id)
        forms["change"] = ChangeForm(
            auto_id="change_%s",
            now=now,
            initial={
                "when": _as_typed(need.starts_at),
                "minutes": need.planned_minutes,
                "note": need.note,
                "place": known.place if known else "",
                "wishes": known.codes if known else [],
                "for_whom": known.for_whom if known else ForWhom.HERSELF,
            },
        )
    if need.state == NeedState.UNSERVED:
        forms["reopen"] = ReopenForm(auto_id="reopen_%s", now=now)
    if need.state in CANCELLABLE:
        forms["cancel"] = ReasonForm(auto_id="cancel_%s")
    return forms


def _as_typed(moment: datetime) -> str:
    at = local(moment)
    return f"{at.month}月{at.day}日 {at:%H:%M}"


def show_need(
    request: HouseRequest,
    need: Need,
    *,
    changed: Forms | None = None,
    candidates: Sequence[Person] = (),
    named: Suiting | None = None,
) -> HttpResponse:
    """The page; a refused form replaces its empty one, `candidates` are to choose from, `named` was asked about."""
    changed = changed or {}
    refused = next(iter(changed.values()), None)
    acts = _forms(need, request.now) | changed
    context = {
        "need": need,
        "terms": terms_of(need=need),
        "suited": suited_helpers(actor=request.actor, need=need, now=request.now) if "assign" in acts else [],
        **_invited(need, request.now),
        "named": named,
        "visits": list(need.visits.all()),
        "standing": [visit for visit in need.visits.all() if visit.state in STANDING_VISIT],
        "story": story_of_need(need=need),
        "acts": acts,
        "may": powers_at(request, path=need.site.path),
        "form": refused,
        "candidates": candidates,
        "wishes": wishes_of(needs=[need]).get(need.id),
        "unanswered": unanswered(need=need),
        "series": series_of_need(need=need),
        "allied": allied_with(services=[need.service]).get(need.service.code, []),
    }
    return render(request, "desk/need.html", context)


def _invited(need: Need, now: datetime) -> dict[str, Any]:
    """Who was asked, and who of them may be asked again: of each the newest asking, unless she said no."""
    rows = invitations_to(need=need)
    newest = {row.volunteer_id: row for row in reversed(rows)}
    again = {InvitationState.EXPIRED, InvitationState.FILLED, InvitationState.WITHDRAWN}
    return {
        "invitations": list(newest.values())[::-1],
        "again": {who for who, row in newest.items() if row.state in again},
        "is_inviting": need.state == NeedState.OPEN and need.starts_at > now,
    }


@opens_with(Power.BOARD_SEE)
@require_safe
def need(request: HouseRequest, need_id: UUID) -> HttpResponse:
    """Everything about one need."""
    return show_need(request, need_at_desk(request, need_id))


def _answer(
    request: HouseRequest, need_id: UUID, *, name: str, form: ActForm, act: Callable[[], object], words: str
) -> HttpResponse:
    """Do it and see the need again, or show why not."""
    found = need_at_desk(request, need_id)
    if done(form, act):
        messages.success(request, words)
        return see_other("desk:need", need_id=need_id)
    return show_need(request, found, changed={name: form})


@opens_with(Power.NEED_REVIEW)
@require_POST
def approve(request: HouseRequest, need_id: UUID) -> HttpResponse:
    """Publish it."""
    return _answer(
        request,
        need_id,
        name="approve",
        form=ActForm(request.POST, auto_id="approve_%s"),
        act=lambda: review_need(actor=request.actor, need_id=need_id, approve=True, now=request.now),
        words=_("通过了，正在找志愿者。"),
    )


@opens_with(Power.NEED_REVIEW)
@require_POST
def send_back(request: HouseRequest, need_id: UUID) -> HttpResponse:
    """Return it with a reason."""
    form = ReturnForm(request.POST, auto_id="return_%s")
    return _answer(
        request,
        need_id,
        name="return",
        form=form,
        act=lambda: review_need(
            actor=request.actor, need_id=need_id, approve=False, reason=form.cleaned_data["reason"], now=request.now
        ),
        words=_("退回了，老人会收到原因。"),
    )


@opens_with(Power.NEED_PLACE)
@require_POST
def mend(request: HouseRequest, need_id: UUID) -> HttpResponse:
    """Send a returned need again, as agreed with the old person."""
    form = MendForm(request.POST, auto_id="mend_%s", now=request.now)

    def act() -> None:
        said = form.cleaned_data
        resubmit_need(
            actor=request.actor,
            need_id=need_id,
            starts_at=said["when"].starts_at,
            minutes=said["minutes"],
            note=said["note"],
            now=request.now,
        )

    return _answer(request, need_id, name="mend", form=form, act=act, words=_("改好了，等审核。"))


@opens_with(Power.NEED_ASSIST)
@require_POST
def change(request: HouseRequest, need_id: UUID) -> HttpResponse:
    """Another time, length, place or wish for a published need; whoever has taken it is asked."""
    form = ChangeForm(request.POST, auto_id="change_%s", now=request.now)

    def act() -> None:
        said = form.cleaned_data
        changed = Changed(
            starts_at=said["when"].starts_at,
            minutes=said["minutes"],
            note=said["note"],
            place=said["place"],
            wishes=tuple(Wish(code) for code in said["wishes"]),
            for_whom=ForWhom(said["for_whom"]),
        )
        change_need(actor=request.actor, need_id=need_id, changed=changed, now=request.now)

    return _answer(request, need_id, name="change", form=form, act=act, words=_("改好了，约好的人会收到消息。"))


@opens_with(Power.NEED_REVIEW)
@require_POST
def reopen(request: HouseRequest, need_id: UUID) -> HttpResponse:
    """Another time for a need nobody took."""
    form = ReopenForm(request.POST, auto_id="reopen_%s", now=request.now)
    return _answer(
        request,
        need_id,
        name="reopen",
        form=form,
        act=lambda: reopen_need(
            actor=request.actor, need_id=need_id, starts_at=form.cleaned_data["when"].starts_at, now=request.now
        ),
        words=_("改了时间，重新找人。"),
    )


@opens_with(Power.NEED_ASSIST)
@require_POST
def cancel(request: HouseRequest, need_id: UUID) -> HttpResponse:
    """Cancel it with a reason; whoever is concerned is told."""
    form = ReasonForm(request.POST, auto_id="cancel_%s")
    return _answer(
        request,
        need_id,
        name="cancel",
        form=form,
        act=lambda: cancel_need(
            actor=request.actor, need_id=need_id, reason=form.cleaned_data["reason"], now=request.now
        ),
        words=_("取消了，相关的人会收到通知。"),
    )


@opens_with(Power.NEED_ASSIST)
@require_POST
def assign(request: HouseRequest, need_id: UUID) -> HttpResponse:
    """Put a helper on it who agreed by telephone, or say how she suits; of one name several are offered."""
    form = AssignForm(request.POST, auto_id="assign_%s")
    found = need_at_desk(request, need_id)
    if not form.is_valid():
        return show_need(request, found, changed={"assign": form})
    candidates = helpers_meant(actor=request.actor, need=found, text=form.cleaned_data["helper"])
    if len(candidates) != 1:
        return _which(request, found, form, candidates)
    if "look" in request.POST:
        named = suiting_of(helper=candidates[0], need=found, now=request.now)
        return show_need(request, found, changed={"assign": form}, named=named)
    return _answer(
        request,
        need_id,
        name="assign",
        form=form,
        act=lambda: assign_need(actor=request.actor, need_id=need_id, volunteer_id=candidates[0].pk, now=request.now),
        words=_("派好了：%(name)s。") % {"name": candidates[0].name},
    )


def _which(request: HouseRequest, found: Need, form: AssignForm, candidates: list[Person]) -> HttpResponse:
    if not candidates:
        form.add_error("helper", _("没有找到这位志愿者。请换一个写法。"))
        return show_need(request, found, changed={"assign": form})
    return show_need(request, found, changed={"assign": form}, candidates=candidates)
