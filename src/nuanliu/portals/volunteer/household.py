"""Sharing time with my family: who does, in which order; asking, answering, leaving."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.passbook.types import SaidHow
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.rules import said_rule
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.usecases.share_time import answer_sharing, ask_to_share, leave_household, sharing_of


class ShareForm(ActForm):
    """One of the page's buttons; asking names the relative."""

    relative = forms.UUIDField(required=False, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@for_helpers
def household(request: HouseRequest) -> HttpResponse:
    """With whom I share, and what I may do about it."""
    form = ShareForm(request.POST if request.method == "POST" else None)
    act = ACTS.get(request.POST.get("act", ""))
    if request.method == "POST" and act is None:
        ask_for_button(form)
    elif act is not None and done(form, lambda: act[0](request, form)):
        messages.success(request, str(act[1]()))
        return see_other("volunteer:household")
    found = sharing_of(actor=request.actor, person_id=me(request), now=request.now)
    standard = standard_in_force(at=request.now, site=found.person.home_site_id)
    context = {
        "form": form,
        "sharing": found,
        "rule": said_rule(key="household_kinships", standard=standard),
        "site": found.person.home_site,
    }
    return render(request, "volunteer/household.html", context)


def _ask(request: HouseRequest, form: ShareForm) -> object:
    relative = form.cleaned_data["relative"] or UUID(int=0)
    token = form.cleaned_data["token"]
    return ask_to_share(actor=request.actor, person_id=me(request), relative_id=relative, token=token, now=request.now)


def _answer(request: HouseRequest, *, is_yes: bool) -> object:
    return answer_sharing(actor=request.actor, person_id=me(request), is_yes=is_yes, how=SaidHow.SELF, now=request.now)


def _leave(request: HouseRequest, _form: ShareForm) -> object:
    return leave_household(actor=request.actor, person_id=me(request), now=request.now)


ACTS: dict[str, tuple[Callable[[HouseRequest, ShareForm], object], Callable[[], str]]] = {
    "ask": (_ask, lambda: _("问了。对方同意，才开始共用。")),
    "yes": (lambda request, _form: _answer(request, is_yes=True), lambda: _("说好了，从现在起共用。")),
    "no": (lambda request, _form: _answer(request, is_yes=False), lambda: _("好的，各用各的。")),
    "leave": (_leave, lambda: _("不共用了。已经约好的不受影响。")),
}
