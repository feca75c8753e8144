"""A volunteer's insurance and yearly health declaration, renewed at the desk."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.types import Power
from nuanliu.domain.people.queries import access_person
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, DayField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.renew_volunteer import renew_volunteer


class RenewForm(ActForm):
    """What is new; what is left empty stays."""

    insured_until = DayField(
        label=gettext_lazy("意外险保到哪天"), help_text=gettext_lazy("还没办或不知道，就空着。"), required=False
    )
    health = forms.BooleanField(label=gettext_lazy("今天作了健康声明"), required=False)


@opens_with(Power.PERSON_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """One small page."""
    found = access_person(actor=request.actor, person_id=person_id)
    volunteer = getattr(found, "volunteer", None)
    if volunteer is None:
        raise NotVisible
    form = RenewForm(sent(request), initial={"insured_until": volunteer.insured_until})

    def act() -> object:
        said = form.cleaned_data
        return renew_volunteer(
            actor=request.actor,
            volunteer_id=person_id,
            insured_until=said["insured_until"],
            declares_health=said["health"],
            now=request.now,
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("记下了。"))
        return see_other("desk:person", person_id=person_id)
    return render(request, "desk/renew.html", {"form": form, "person": found})
