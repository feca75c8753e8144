"""My telephone's place as proof that I am at the door: asked once, when I press, and only if I agreed to it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.care.watching.places import Spot, door_of_need
from nuanliu.domain.people.consents.queries import has_consent
from nuanliu.domain.people.consents.texts import current_words
from nuanliu.domain.people.types import ConsentHow, ConsentPurpose, CreditChoice
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.geo import Place
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.headers import allow_asking_place
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.volunteer.access import for_helpers, me
from nuanliu.portals.volunteer.visits import COMING, my_visit
from nuanliu.usecases.consents import give_consent
from nuanliu.usecases.start_visit import end_visit, start_visit

POLE, DATE_LINE, FARTHEST = 90, 180, 20_100_000
_NOT_SAID = {
    code: gettext_lazy("没有收到手机的位置。请再按一次，或请老人说四位数。")
    for code in ("required", "invalid", "min_value", "max_value")
}


class AgreeForm(ActForm):
    """Yes to the words with this fingerprint."""

    words = forms.CharField(max_length=64, widget=forms.HiddenInput)


def _said(most: int, least: int) -> forms.FloatField:
    return forms.FloatField(
        min_value=least, max_value=most, localize=False, widget=forms.HiddenInput, error_messages=_NOT_SAID
    )


class SpotForm(ActForm):
    """What the telephone says of its place; the script of the page writes it here."""

    latitude = _said(POLE, -POLE)
    longitude = _said(DATE_LINE, -DATE_LINE)
    accuracy = _said(FARTHEST, 0)

    @property
    def spot(self) -> Spot:
        """As the use case takes it."""
        said = self.cleaned_data
        return Spot(Place(said["latitude"], said["longitude"]), round(said["accuracy"]))


def offers_place(request: HouseRequest, visit: Visit) -> bool:
    """Whether the Standard takes a place here, and it is known where the door is."""
    standard = standard_in_force(at=request.now, site=visit.site_id)
    return standard.boolean("check_in_gps") and door_of_need(need=visit.need) is not None


@require_http_methods(["GET", "HEAD", "POST"])
@for_helpers
def at_door(request: HouseRequest, visit_id: UUID) -> HttpResponse:
    """Start or end with the telephone's place; the four digits do the same, and the page says so."""
    visit = my_visit(request, visit_id)
    if visit.state not in COMING or not offers_place(request, visit):
        return see_other("volunteer:visit", visit_id)
    if not has_consent(person_id=me(request), purpose=ConsentPurpose.AT_DOOR):
        return _ask(request, visit)
    form = SpotForm(sent(request))
    if request.method == "POST" and done(form, lambda: _press(request, visit, form)):
        is_begun = visit.state == VisitState.TAKEN
        messages.success(request, _("开始了，时间在记。") if is_begun else _("做完了，谢谢您！"))
        return see_other("volunteer:today") if is_begun else see_other("volunteer:visit", visit.id)
    response = render(request, "volunteer/at_door.html", _about(request, visit, form))
    allow_asking_place(response)
    return response


def _about(request: HouseRequest, visit: Visit, form: ActForm) -> dict[str, Any]:
    standard = standard_in_force(at=request.now, site=visit.site_id)
    return {
        "form": form,
        "visit": visit,
        "need": visit.need,
        "metres": standard.integer("check_in_gps_metres"),
        "by_code": reverse("volunteer:start" if visit.state == VisitState.TAKEN else "volunteer:end", args=[visit.id]),
    }


def _press(request: HouseRequest, visit: Visit, form: SpotForm) -> None:
    if visit.state == VisitState.TAKEN:
        start_visit(actor=request.actor, visit_id=visit.id, now=request.now, spot=form.spot)
        return
    usual = visit.volunteer.volunteer.default_choice
    choice = usual if usual in set(CreditChoice) else ""
    end_visit(actor=request.actor, visit_id=visit.id, now=request.now, choice=choice, spot=form.spot)


def _ask(request: HouseRequest, visit: Visit) -> HttpResponse:
    """First the words; what she agrees to here she takes back where she takes back the others."""
    form = AgreeForm(sent(request))
    act = lambda: give_consent(  # noqa: E731 (read together with its one use)
        actor=request.actor,
        person_id=me(request),
        purpose=ConsentPurpose.AT_DOOR,
        fingerprint=form.cleaned_data["words"],
        how=ConsentHow.SELF,
        now=request.now,
    )
    if request.method == "POST" and done(form, act):
        return see_other("volunteer:at-door", visit.id)
    text = current_words(purpose=ConsentPurpose.AT_DOOR)
    return render(request, "volunteer/at_door_agree.html", {**_about(request, visit, form), "text": text})
