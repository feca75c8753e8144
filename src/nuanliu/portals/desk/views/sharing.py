"""The desk writes down who of a family shares time, and what the asked one said."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.types import MemberState, SaidHow
from nuanliu.portals.desk.giving_forms import GiftHeardForm
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.share_time import answer_sharing, ask_to_share, leave_household, sharing_of


class RelativeForm(ActForm):
    """Whom to ask; leaving names nobody."""

    relative = forms.UUIDField(required=False, widget=forms.HiddenInput)


@opens_with(Power.NEED_ASSIST)
@require_http_methods(["GET", "HEAD", "POST"])
def household(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """One person's household, and the one thing that may be done next."""
    act = request.POST.get("act", "")
    heard = GiftHeardForm(request.POST if act in {"yes", "no"} else None)
    form = RelativeForm(request.POST if request.method == "POST" and act not in {"yes", "no"} else None)
    found = sharing_of(actor=request.actor, person_id=person_id, now=request.now)
    if request.method == "POST" and _did(request, person_id, act, heard, form):
        messages.success(request, _("记下了。家里人会收到消息。"))
        return see_other("desk:household", person_id=person_id)
    context = {
        "person": found.person,
        "sharing": found,
        "is_asked": found.mine is not None and found.mine.state == MemberState.ASKED,
        "heard": heard,
        "form": form,
    }
    return render(request, "desk/household.html", context)


def _did(request: HouseRequest, person_id: UUID, act: str, heard: GiftHeardForm, form: RelativeForm) -> bool:
    actor, now = request.actor, request.now
    if act in {"yes", "no"}:
        return done(
            heard,
            lambda: answer_sharing(
                actor=actor,
                person_id=person_id,
                is_yes=act == "yes",
                how=SaidHow(heard.cleaned_data["how"]),
                note=heard.cleaned_data["note"],
                now=now,
            ),
        )
    if act == "ask":
        return done(
            form,
            lambda: ask_to_share(
                actor=actor,
                person_id=person_id,
                relative_id=form.cleaned_data["relative"] or UUID(int=0),
                token=form.cleaned_data["token"],
                now=now,
            ),
        )
    if act == "leave":
        return done(form, lambda: leave_household(actor=actor, person_id=person_id, now=now))
    ask_for_button(form)
    return False
