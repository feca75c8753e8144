"""集体活动 at the desk: what comes, what waits for a roll or a certification, and the page of each."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.domain.care.menu.queries import services_offered
from nuanliu.domain.gatherings.models import Gathering
from nuanliu.domain.gatherings.operations import lists_of, parts_of
from nuanliu.domain.gatherings.queries import access_gathering, gatherings_within, hosts_for
from nuanliu.domain.gatherings.rules import may_certify, may_roll, may_run, may_sign_others
from nuanliu.domain.gatherings.types import CHANGEABLE, GatheringState, Role, SignupState
from nuanliu.domain.network.types import Power
from nuanliu.platform import clock
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.gatherings.forms import OffForm, PlanForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with, to_sign_in
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.gatherings import ROLES, WAYS, status_of
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.gather.plan import announce_gathering, call_off, change_plan, plan_gathering

STAFF = (Power.GATHERING_RUN, Power.NEED_PLACE, Power.VISIT_CERTIFY)
TO_DO = (GatheringState.ROLLED, GatheringState.HELD, GatheringState.ANNOUNCED, GatheringState.DRAFT)
PAGE = 20
USUAL_SERVICE = "S501"


@require_safe
@opens_with(*STAFF)
def home(request: HouseRequest) -> HttpResponse:
    """What is under way, and what is over."""
    rows = gatherings_within(actor=request.actor)
    live = list(rows.filter(state__in=[state.value for state in TO_DO]).order_by("starts_at", "id")[:200])
    past = rows.filter(state__in=[GatheringState.CERTIFIED, GatheringState.OFF]).order_by("-starts_at", "id")
    page = page_of(request=request, rows=past, size=PAGE)
    context = {
        "live": [_line(one, request) for one in live],
        "past": [_line(one, request) for one in page.rows],
        "page": page,
        "may_plan": request.actor.has(Power.GATHERING_RUN),
    }
    return render(request, "gatherings/home.html", context)


def _line(gathering: Gathering, request: HouseRequest) -> dict[str, Any]:
    """One row of the list: how far it is, and whether somebody should see to it now."""
    is_late = gathering.state in {GatheringState.ANNOUNCED, GatheringState.HELD} and gathering.ends_at < request.now
    return {
        "gathering": gathering,
        "status": status_of(gathering),
        "is_late": is_late,
        "places": [(ROLES[part.role], part) for part in gathering.parts.all()],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.GATHERING_RUN)
def new(request: HouseRequest) -> HttpResponse:
    """Plan one."""
    hosts = hosts_for(actor=request.actor)
    first = {"service": USUAL_SERVICE}
    form = PlanForm(sent(request), services=services_offered(), hosts=hosts, initial=first)
    made: list[Gathering] = []

    def act() -> None:
        host, token = UUID(form.cleaned_data["host"]), form.cleaned_data["token"]
        made.append(plan_gathering(actor=request.actor, host_id=host, plan=form.plan(), token=token, now=request.now))

    if request.method == "POST" and hosts and done(form, act):
        messages.success(request, _("草稿存好了。看一看，没错就公布。"))
        return see_other("gatherings:gathering", made[0].id)
    return render(request, "gatherings/plan.html", {"form": form, "has_hosts": bool(hosts)})


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.GATHERING_RUN)
def change(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """Other facts."""
    gathering = _to_run(request, gathering_id)
    if gathering.state not in CHANGEABLE:
        return see_other("gatherings:gathering", gathering.id)
    begins, ends = clock.local(gathering.starts_at), clock.local(gathering.ends_at)
    known = {
        **{name: getattr(gathering, name) for name in ("title", "place", "about")},
        **{part.role: part.wanted for part in parts_of(gathering)},
        "service": gathering.service.code,
        "day": begins.date(),
        "begins": begins.time(),
        "ends": ends.time(),
        "leader": gathering.leader.volunteer.number if gathering.leader else "",
    }
    form = PlanForm(sent(request), services=services_offered(), hosts=[], initial=known)

    def act() -> None:
        change_plan(actor=request.actor, gathering_id=gathering.id, plan=form.plan(), now=request.now)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("改好了。"))
        return see_other("gatherings:gathering", gathering.id)
    return render(request, "gatherings/plan.html", {"form": form, "gathering": gathering, "has_hosts": True})


@require_safe
def gathering(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """One gathering: its facts, its list, and what can be done now."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    found = access_gathering(actor=request.actor, gathering_id=gathering_id)
    return show_gathering(request, found, ActForm())


def base_for(request: HouseRequest) -> str:
    """The layout: the office's for staff, the phone's for a leader who is none."""
    is_staff = any(request.actor.has(power) for power in STAFF)
    return "gatherings/base.html" if is_staff else "gatherings/phone.html"


def show_gathering(request: HouseRequest, found: Gathering, form: ActForm) -> HttpResponse:
    """The page, with a refusal if a button met one."""
    lines = lists_of(gathering=found)
    may = {
        "run": may_run(actor=request.actor, gathering=found),
        "sign": may_sign_others(actor=request.actor, gathering=found),
        "roll": may_roll(actor=request.actor, gathering=found),
        "certify": may_certify(actor=request.actor, gathering=found),
    }
    placed = [line for line in lines if line.state == SignupState.IN]
    context = {
        "base": base_for(request),
        "form": form,
        "gathering": found,
        "status": status_of(found),
        "parts": [(ROLES[part.role], part) for part in parts_of(found)],
        "helpers": [(ROLES[one.role], WAYS[one.way], one) for one in placed if one.role != Role.GUEST],
        "guests": [(ROLES[one.role], WAYS[one.way], one) for one in placed if one.role == Role.GUEST],
        "waiting": [(ROLES[one.role], WAYS[one.way], one) for one in lines if one.state == SignupState.WAITING],
        "may": may,
        "may_begin": found.state == GatheringState.ANNOUNCED
        and clock.local_date(request.now) >= clock.local_date(found.starts_at),
        "is_open": found.state == GatheringState.ANNOUNCED and found.starts_at > request.now,
        "is_late": found.state in {GatheringState.ANNOUNCED, GatheringState.HELD} and found.ends_at < request.now,
    }
    return render(request, "gatherings/gathering.html", context)


@require_POST
@opens_with(Power.GATHERING_RUN)
def announce(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """Put it on the calendar."""
    found, form = _to_run(request, gathering_id), ActForm(request.POST)
    if done(form, lambda: announce_gathering(actor=request.actor, gathering_id=found.id, now=request.now)):
        messages.success(request, _("公布了。大家在活动日历上看得到，可以报名了。"))
        return see_other("gatherings:gathering", found.id)
    return show_gathering(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.GATHERING_RUN)
def off(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """It does not take place, after asking why."""
    found, form = _to_run(request, gathering_id), OffForm(sent(request))

    def act() -> None:
        call_off(actor=request.actor, gathering_id=found.id, reason=form.cleaned_data["reason"], now=request.now)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("不办了。报了名的人都会收到通知。"))
        return see_other("gatherings:gathering", found.id)
    told = sum(1 for line in lists_of(gathering=found) if line.person_id)
    return render(request, "gatherings/off.html", {"form": form, "gathering": found, "told": told})


def _to_run(request: HouseRequest, gathering_id: UUID) -> Gathering:
    found = access_gathering(actor=request.actor, gathering_id=gathering_id)
    if not may_run(actor=request.actor, gathering=found):
        raise NotVisible
    return found
