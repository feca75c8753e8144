"""Special beneficiaries: one proposes, another decides; until when; ended with a reason."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.models import Grant
from nuanliu.domain.passbook.queries import grant_left
from nuanliu.domain.people.joining.models import SpecialStatus
from nuanliu.domain.people.joining.types import SpecialState
from nuanliu.domain.people.models import Elder
from nuanliu.domain.people.queries import access_elder
from nuanliu.domain.standards.policies import special_types
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.portals.desk.special_forms import DecideForm, ProposeForm
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.special_status import decide_special, end_special, propose_special

GRANTS_SHOWN = 12


@opens_with(Power.NEED_PLACE, Power.PERSON_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def special(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """Where it stands, and the one thing that may be done next."""
    elder = access_elder(actor=request.actor, elder_id=person_id)
    status = _standing(elder)
    act = request.POST.get("act", "propose")
    form = ProposeForm(sent(request) if act == "propose" else None, initial={"from_date": local_date(request.now)})
    decide = DecideForm(request.POST if request.method == "POST" and act != "propose" else None)
    if request.method == "POST" and _did(request, elder, act, form, decide):
        messages.success(request, _("记下了。"))
        return see_other("desk:person", person_id=person_id)
    standard = standard_in_force(at=request.now, site=elder.person.home_site_id)
    path = elder.person.home_site.path
    context = {
        "elder": elder,
        "person": elder.person,
        "status": status,
        "types": special_types(circumstances=elder.circumstances, standard=standard),
        "form": form,
        "decide": decide,
        "may_decide": request.actor.may(Power.PERSON_DECIDE, path=path)
        and (status is None or status.proposed_by != request.actor.id or status.state == SpecialState.GRANTED),
        "granted": grant_left(holder=Holder(elder.pk, elder.person.home_site_id)),
        "grants": list(Grant.objects.filter(person_id=elder.pk).order_by("-month")[:GRANTS_SHOWN]),
        "history": list(SpecialStatus.objects.filter(elder=elder).order_by("-proposed_at", "id")),
    }
    return render(request, "desk/special.html", context)


def _standing(elder: Elder) -> SpecialStatus | None:
    states = [SpecialState.PROPOSED.value, SpecialState.GRANTED.value]
    return SpecialStatus.objects.filter(elder=elder, state__in=states).first()


def _did(request: HouseRequest, elder: Elder, act: str, form: ProposeForm, decide: DecideForm) -> bool:
    actor, now = request.actor, request.now
    if act == "propose":
        return done(
            form,
            lambda: propose_special(
                actor=actor,
                elder_id=elder.pk,
                basis=form.cleaned_data["basis"],
                from_date=form.cleaned_data["from_date"],
                until_date=form.cleaned_data["until_date"],
                token=form.cleaned_data["token"],
                now=now,
            ),
        )
    if act == "end":
        return done(
            decide,
            lambda: end_special(actor=actor, elder_id=elder.pk, reason=decide.cleaned_data["reason"], now=now),
        )
    if act not in {"grant", "refuse"}:
        ask_for_button(decide)
        return False
    return done(
        decide,
        lambda: decide_special(
            actor=actor,
            elder_id=elder.pk,
            is_granted=act == "grant",
            reason=decide.cleaned_data["reason"],
            now=now,
        ),
    )
