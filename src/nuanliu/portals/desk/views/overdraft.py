"""Urgent need: time before she has it, or the pool for what she cannot pay back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.overdraft_models import Overdraft
from nuanliu.domain.passbook.overdrafts import open_overdraft
from nuanliu.domain.passbook.queries import savings_of
from nuanliu.domain.passbook.types import PoolUseKind
from nuanliu.domain.people.models import Elder
from nuanliu.domain.people.queries import access_elder
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, TextField, WholeNumberField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.rules import said_rules
from nuanliu.usecases.lend_time import lend_time
from nuanliu.usecases.use_pool import ask_pool

SHOWN = 12
RULES = ("overdraft_urgent_min", "overdraft_urgent_age", "overdraft_unused_days")


class LendForm(ActForm):
    """How much, and why it cannot wait."""

    minutes = WholeNumberField(label=gettext_lazy("先用多少分钟"), min_value=1, max_value=600)
    reason = TextField(
        label=gettext_lazy("为什么急需"), help_text=gettext_lazy("比如：明早要去医院，没人陪。"), max_length=300
    )


class CoverForm(ActForm):
    """Why she cannot pay it back."""

    reason = TextField(label=gettext_lazy("为什么还不上"), max_length=300)


@opens_with(Power.PERSON_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def overdraft(request: HouseRequest, person_id: UUID) -> HttpResponse:
    """What she owes, and the one thing that may be done next."""
    elder = access_elder(actor=request.actor, elder_id=person_id)
    path = elder.person.home_site.path
    if not request.actor.may(Power.PERSON_DECIDE, path=path):
        raise NotVisible
    saved = savings_of(person_id=person_id, site_id=elder.person.home_site_id)
    is_cover = request.POST.get("act") == "cover"
    lend = LendForm(None if is_cover else sent(request))
    cover = CoverForm(request.POST if is_cover else None)
    if request.method == "POST" and _did(request, elder, lend, cover, owed=saved.time_owed, is_cover=is_cover):
        messages.success(request, _("记下了。"))
        return see_other("desk:overdraft", person_id=person_id)
    standard = standard_in_force(at=request.now, site=elder.person.home_site_id)
    context = {
        "person": elder.person,
        "savings": saved,
        "stands": open_overdraft(person=person_id),
        "lend": lend,
        "cover": cover,
        "may_cover": request.actor.may(Power.POOL_USE, path=path),
        "rules": said_rules(keys=RULES, standard=standard),
        "history": list(Overdraft.objects.filter(person_id=person_id).order_by("-made_at", "id")[:SHOWN]),
    }
    return render(request, "desk/overdraft.html", context)


def _did(request: HouseRequest, elder: Elder, lend: LendForm, cover: CoverForm, *, owed: int, is_cover: bool) -> bool:
    if not is_cover:
        return done(
            lend,
            lambda: lend_time(
                actor=request.actor,
                person_id=elder.pk,
                minutes=lend.cleaned_data["minutes"],
                reason=lend.cleaned_data["reason"],
                token=lend.cleaned_data["token"],
                now=request.now,
            ),
        )
    return done(
        cover,
        lambda: ask_pool(
            actor=request.actor,
            person_id=elder.pk,
            kind=PoolUseKind.COVER,
            minutes=owed,
            reason=cover.cleaned_data["reason"],
            token=cover.cleaned_data["token"],
            now=request.now,
        ),
    )
