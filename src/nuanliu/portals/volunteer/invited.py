"""What I am asked to do (请您去的): yes, or no with a reason or without."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.care.invitations.queries import access_invitation, answerable_by, waiting_for_me
from nuanliu.domain.care.invitations.types import WhyNot
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.inviting import WHY_NOT
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.portals.volunteer.forms import PressForm
from nuanliu.usecases.inviting.answer import accept_invitation, decline_invitation, see_invitations

if TYPE_CHECKING:
    from collections.abc import Callable

    from nuanliu.domain.care.models import Visit

MOST = 30


@require_safe
@for_helpers
def invitations(request: HouseRequest) -> HttpResponse:
    """All that waits for my answer, soonest first; who opens the page has seen it."""
    page = _show(request, PressForm())
    if request.method == "GET":
        see_invitations(volunteer_id=me(request), now=request.now)
    return page


def _show(request: HouseRequest, form: PressForm, *, pressed: UUID | None = None) -> HttpResponse:
    context = {
        "form": form,
        "pressed": pressed,
        "asked": list(waiting_for_me(volunteer_id=me(request), now=request.now)[:MOST]),
        "why_not": list(WHY_NOT.items()),
    }
    return render(request, "volunteer/invitations.html", context)


@require_POST
@for_helpers
def answer(request: HouseRequest, invitation_id: UUID) -> HttpResponse:
    """I go, or I cannot."""
    if access_invitation(actor=request.actor, invitation_id=invitation_id).volunteer_id != me(request):
        raise NotVisible
    form, why = PressForm(request.POST), request.POST.get("why", "")
    who: dict[str, Any] = {"actor": request.actor, "invitation_id": invitation_id, "now": request.now}
    taken: list[Visit] = []
    acts: dict[str, Callable[[], object]] = {
        "yes": lambda: taken.append(accept_invitation(**who)),
        "no": lambda: decline_invitation(**who, why=WhyNot(why) if why in set(WhyNot) else None),
    }
    act = acts.get("no" if why else request.POST.get("act", ""))
    if act is None:
        ask_for_button(form)
        return _show(request, form, pressed=invitation_id)
    if not done(form, act):
        if answerable_by(volunteer_id=me(request), now=request.now).filter(id=invitation_id).exists():
            return _show(request, form, pressed=invitation_id)
        messages.warning(request, " ".join(words for _target, words in form.summary()))
        return see_other("volunteer:home")
    if taken:
        messages.success(request, _("您接下了。老人会知道您要来。"))
        return see_other("volunteer:visit", taken[0].id)
    messages.success(request, _("好的，谢谢您回话。我们另请别人。"))
    return see_other("volunteer:invitations")
