"""Closing my account: what happens, the last day to take it back, and taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.portals.mine.whose import Whose, about, show
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.recent import recently_signed_in
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.erase_person import ask_to_close, closing_under_way, take_back_closing


@about
@recently_signed_in()
def close(request: HouseRequest, whose: Whose) -> HttpResponse:
    """One page: not asked for, or under way."""
    form, closing = ActForm(sent(request)), closing_under_way(person_id=whose.person.pk)
    if request.method == "POST" and done(form, lambda: _ask(request, whose, form)):
        messages.success(request, _("记下了。到那一天之前，随时可以反悔。"))
        return see_other(whose.url("close"))
    person = whose.person
    context = {
        "form": form,
        "closing": closing,
        "days": standard_in_force(at=request.now, site=person.home_site_id).integer("deletion_cooling_days"),
        "savings": savings_of(person_id=person.pk, site_id=person.home_site_id),
        "back": whose.url("home"),
    }
    return show(request, whose, "mine/close.html", context)


def _ask(request: HouseRequest, whose: Whose, form: ActForm) -> None:
    ask_to_close(actor=request.actor, person_id=whose.person.pk, now=request.now, token=form.cleaned_data["token"])


@about
def keep(request: HouseRequest, whose: Whose) -> HttpResponse:
    """I thought better of it."""
    form = ActForm(request.POST)
    if done(form, lambda: take_back_closing(actor=request.actor, person_id=whose.person.pk, now=request.now)):
        messages.success(request, _("好的，不注销了。一切照旧。"))
    return see_other(whose.url("close"))
