"""A clerk asks somebody without a telephone what is to become of the rest when her passbook is full."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.bonuses import gives_overflow
from nuanliu.domain.passbook.types import SaidHow
from nuanliu.domain.people.queries import access_person
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.overflow import CAPS, OverflowForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.rules import said_rules
from nuanliu.usecases.say_overflow import say_overflow


class HeardForm(OverflowForm):
    """And in what way she said it."""

    how = forms.ChoiceField(
        label=gettext_lazy("怎么问的"),
        choices=[
            (SaidHow.DESK.value, gettext_lazy("当面说的")),
            (SaidHow.SIGNED.value, gettext_lazy("签了字")),
            (SaidHow.CALL.value, gettext_lazy("打登记的电话问的")),
        ],
        widget=forms.RadioSelect,
    )


@opens_with(Power.PERSON_REVEAL)
@require_http_methods(["GET", "HEAD", "POST"])
def overflow(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """What she says about it; her newest word counts."""
    person = access_person(actor=request.actor, person_id=person_id)
    if not request.actor.may(Power.PERSON_REVEAL, path=person.home_site.path):
        raise NotVisible
    said = gives_overflow(person=person_id)
    form = HeardForm(sent(request), initial={} if said is None else {"agrees": "yes" if said else "no"})
    if request.method == "POST":
        act = lambda: say_overflow(  # noqa: E731 (read together with its one use)
            actor=request.actor,
            person_id=person_id,
            agrees=form.cleaned_data["agrees"] == "yes",
            how=SaidHow(form.cleaned_data["how"]),
            token=form.cleaned_data["token"],
            now=request.now,
        )
        if done(form, act):
            messages.success(request, _("记下了，随时可以改。"))
            return see_other("desk:person", person_id=person_id)
    standard = standard_in_force(at=request.now, site=person.home_site_id)
    rules = said_rules(keys=CAPS, standard=standard)
    return render(request, "desk/overflow.html", {"person": person, "form": form, "rules": rules})
