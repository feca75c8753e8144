"""集体活动 for a helper: what is on, in which role I come, and what my minutes brought."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.gatherings.queries import calendar, my_signups, public_gathering, signups_of
from nuanliu.domain.gatherings.types import Credit, GatheringState, Role, SignupState
from nuanliu.domain.people.types import CreditChoice
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.gatherings import ROLES
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.usecases.gather.afterwards import choose_gathering_credit
from nuanliu.usecases.gather.sign_up import leave_list, sign_up

PAGE = 8
CHOICES = frozenset(CreditChoice)


@require_safe
@for_helpers
def gatherings(request: HouseRequest) -> HttpResponse:
    """Mine, then what is on."""
    page = page_of(request=request, rows=calendar(now=request.now), size=PAGE)
    shown = my_signups(person_id=me(request), gatherings=list(page.rows))
    context = {
        "page": page,
        "rows": [(one, shown.get(one.id)) for one in page.rows],
        "mine": [(one, ROLES[one.role]) for one in signups_of(person_id=me(request))[:PAGE]],
    }
    return render(request, "volunteer/gatherings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_helpers
def gathering(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """One of them: come, or do not; a button for each role."""
    found = public_gathering(gathering_id=gathering_id)
    mine = my_signups(person_id=me(request), gatherings=[found]).get(found.id)
    form, pressed = ActForm(sent(request)), request.POST.get("act", "")
    if request.method == "POST":
        if pressed not in {"leave", *ROLES, *CHOICES}:
            ask_for_button(form)
        elif done(form, lambda: _act(request, found, mine, pressed)):
            return see_other("volunteer:gathering", found.id)
    context: dict[str, Any] = {
        "form": form,
        "gathering": found,
        "mine": mine,
        "my_role": ROLES[mine.role] if mine else "",
        "hands": [(ROLES[part.role], part) for part in found.parts.all() if part.role != Role.GUEST],
        "is_open": found.state == GatheringState.ANNOUNCED and found.starts_at > request.now,
        "is_to_choose": mine is not None and mine.credit == Credit.CERTIFIED,
        "is_leader": found.leader_id == me(request),
    }
    return render(request, "volunteer/gathering.html", context)


def _act(request: HouseRequest, found: Gathering, mine: Signup | None, pressed: str) -> None:
    if pressed in CHOICES:
        if mine is None:
            raise NotVisible
        choose_gathering_credit(actor=request.actor, signup_id=mine.id, choice=CreditChoice(pressed), now=request.now)
        messages.success(request, _("记进存折了。"))
        return
    if pressed == "leave":
        if mine is not None:
            leave_list(actor=request.actor, gathering_id=found.id, signup_id=mine.id, now=request.now)
        messages.success(request, _("好的，名额让给别人了。"))
        return
    made = sign_up(
        actor=request.actor, gathering_id=found.id, person_id=me(request), role=Role(pressed), now=request.now
    )
    has_place = made.state == SignupState.IN
    messages.success(request, _("报上名了，谢谢您。") if has_place else _("排上队了。有了名额，会通知您。"))
