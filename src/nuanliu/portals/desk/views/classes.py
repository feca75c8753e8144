"""A class that a volunteer heard at the site is added to her training."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.network.types import Power
from nuanliu.domain.people.queries import access_person
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, DayField, WholeNumberField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.join_review import record_class


class ClassForm(ActForm):
    """A class that a volunteer heard at the site."""

    minutes = WholeNumberField(label=gettext_lazy("多少分钟"), min_value=1, max_value=480)
    day = DayField(label=gettext_lazy("哪一天"))


@opens_with(Power.PERSON_ENTER)
@require_POST
def heard_class(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """A class is added to a volunteer's training."""
    found = access_person(actor=request.actor, person_id=person_id)
    form = ClassForm(sent(request))

    def act() -> object:
        said = form.cleaned_data
        return record_class(
            actor=request.actor,
            person_id=found.pk,
            minutes=said["minutes"],
            day=said["day"],
            token=said["token"],
            now=request.now,
        )

    if done(form, act):
        messages.success(request, _("培训记下了。"))
        return see_other("desk:person", person_id=person_id)
    return render(request, "desk/class.html", {"form": form, "person": found})


@opens_with(Power.PERSON_ENTER)
@require_safe
def ask_class(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """The page on which a class is added."""
    found = access_person(actor=request.actor, person_id=person_id)
    return render(request, "desk/class.html", {"form": ClassForm(), "person": found})
