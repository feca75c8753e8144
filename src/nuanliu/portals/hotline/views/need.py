"""Read back, place, done."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.care.models import Need
from nuanliu.domain.care.queries import access_need, needs_of
from nuanliu.domain.care.series.types import ForWhom, Wish
from nuanliu.domain.care.types import LIVE_NEED, Channel, Payer
from nuanliu.domain.network.types import Power
from nuanliu.domain.people.models import Elder
from nuanliu.domain.people.queries import access_elder
from nuanliu.platform.clock import day_bounds, local_date
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import UnableNow
from nuanliu.portals.hotline import readback
from nuanliu.portals.hotline.drafts import Draft, draft_of
from nuanliu.portals.hotline.duplicates import said_of, twins_of, unseen
from nuanliu.portals.hotline.views.caller import plan_of
from nuanliu.portals.hotline.weekly import before_setting_down, wanted_in
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.place_need import Plan, place_need
from nuanliu.usecases.series.place import SeriesPlan, place_series


def same_day(*, elder_id: UUID, draft: Draft) -> list[Need]:
    """What the old person already has on the day of the draft."""
    start, end = day_bounds(local_date(draft.start))
    rows = needs_of(elder_id=elder_id).filter(starts_at__gte=start, starts_at__lt=end)
    return list(rows.filter(state__in=[state.value for state in LIVE_NEED]).order_by("starts_at", "id"))


@opens_with(Power.NEED_PLACE)
@require_http_methods(["GET", "HEAD", "POST"])
def read_back(request: HouseRequest, elder_id: UUID, token: UUID) -> HttpResponse:
    """The sentences; POST (Enter) places the need. Sent twice, it is placed once."""
    elder = access_elder(actor=request.actor, elder_id=elder_id)
    draft = draft_of(request=request, token=token, elder_id=elder_id)
    if draft is None:
        messages.warning(request, _("这一页放久了，没有记下。请再写一次。"))
        return see_other("hotline:elder", elder_id=elder_id)
    if request.method == "POST":
        if _came_meanwhile(request, elder_id, token, draft):
            messages.warning(request, _("同事刚记了一样的。请先看一看，还要就再按一次。"))
            return see_other("hotline:read-back", elder_id=elder_id, token=token)
        try:
            return _placed(request, elder_id, token, draft)
        except Unable as refusal:
            return _show(request, elder, token, draft, refusal)
    return _show(request, elder, token, draft, None)


def _came_meanwhile(request: HouseRequest, elder_id: UUID, token: UUID, draft: Draft) -> bool:
    """Whether the same was placed since the page was read, by anybody but this very press sent before."""
    twins = [] if draft.is_weekly else twins_of(elder_id=elder_id, draft=draft)
    others = [twin for twin in twins if twin.id != derived_id(token, "need")]
    return bool(unseen(twins=others, seen=request.POST.getlist("seen")))


def _placed(request: HouseRequest, elder_id: UUID, token: UUID, draft: Draft) -> HttpResponse:
    if not draft.is_weekly:
        return see_other("hotline:placed", elder_id=elder_id, need_id=_place(request, elder_id, token, draft).id)
    series = place_series(
        actor=request.actor,
        elder_id=elder_id,
        wanted=wanted_in(draft),
        token=token,
        now=request.now,
        channel=Channel.PHONE,
    )
    messages.success(request, _("记好了，每周都排。"))
    return see_other("desk:series-one", series_id=series.id)


def _place(request: HouseRequest, elder_id: UUID, token: UUID, draft: Draft) -> Need:
    return place_need(
        actor=request.actor,
        elder_id=elder_id,
        service_code=draft.service_code,
        starts_at=draft.start,
        minutes=draft.minutes,
        token=token,
        now=request.now,
        payer=Payer(draft.payer) if draft.payer else None,
        note=draft.note,
        channel=Channel.PHONE,
        wishes=[Wish(code) for code in draft.wishes],
        for_whom=ForWhom(draft.for_whom),
    )


def _show(request: HouseRequest, elder: Elder, token: UUID, draft: Draft, refusal: Unable | None) -> HttpResponse:
    """The page; what can no longer be placed (the hour has come meanwhile) is said instead of the sentences."""
    said: list[readback.Sentence] = []
    plan: Plan | SeriesPlan | None = None
    if refusal is None or isinstance(refusal, UnableNow):
        try:
            plan = plan_of(request, elder.pk, draft)
            said = _sentences(elder, plan, draft, request.now)
        except Unable as told:
            refusal = told
    twins = twins_of(elder_id=elder.pk, draft=draft)
    context = {
        "elder": elder,
        "token": token,
        "draft": draft,
        "plan": plan,
        "sentences": said,
        "twins": [] if draft.is_weekly else [{"need": one, "words": said_of(one)} for one in twins],
        "warning": "" if twins else readback.same_day_warning(needs=same_day(elder_id=elder.pk, draft=draft)),
        "refusal": refusal,
    }
    return render(request, "hotline/read_back.html", context)


def _sentences(elder: Elder, plan: Plan | SeriesPlan, draft: Draft, now: datetime) -> list[readback.Sentence]:
    if isinstance(plan, SeriesPlan):
        return before_setting_down(elder=elder, plan=plan, draft=draft)
    return readback.before_placing(elder=elder, plan=plan, draft=draft, now=now)


@opens_with(Power.NEED_PLACE)
@require_safe
def placed(request: HouseRequest, elder_id: UUID, need_id: UUID) -> HttpResponse:
    """It is done: what to say before hanging up, and where to go next."""
    elder = access_elder(actor=request.actor, elder_id=elder_id)
    need = access_need(actor=request.actor, need_id=need_id)
    context = {"elder": elder, "need": need, "sentences": readback.after_placing(elder=elder, need=need)}
    return render(request, "hotline/placed.html", context)
