"""Applications of shops: visited, agreed with, or refused."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.alliance.applications import keeper_in
from nuanliu.domain.alliance.models import ShopApplication
from nuanliu.domain.alliance.types import Signed
from nuanliu.domain.network.types import Power
from nuanliu.portals.alliance.forms import JoiningForm, ReasonForm, VisitForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.join_alliance import (
    OPEN,
    Agreed,
    access_application,
    agree_with_shop,
    refuse_shop,
    write_visit,
)

BOTH = (Power.SHOP_VISIT, Power.SHOP_DECIDE)


@require_safe
@opens_with(*BOTH)
def application(request: HouseRequest, asking_shop_id: UUID) -> HttpResponse:
    """What the shop wrote, what was seen, and what can be done."""
    return _shown(request, access_application(actor=request.actor, application_id=asking_shop_id))


def _shown(request: HouseRequest, found: ShopApplication, **forms: ActForm) -> HttpResponse:
    is_open = found.state in OPEN
    context = {
        "application": found,
        "keeper": keeper_in(found),
        "is_open": is_open,
        "may_decide": is_open and request.actor.may(Power.SHOP_DECIDE, path=found.site.path),
        "visiting": forms.get("visiting", VisitForm(initial={"note": found.visit_note})),
        "joining": forms.get("joining", JoiningForm(initial={"price": "1", "how": Signed.PAPER})),
        "refusing": forms.get("refusing", ReasonForm()),
    }
    return render(request, "alliance/application.html", context)


@require_POST
@opens_with(*BOTH)
def visit(request: HouseRequest, asking_shop_id: UUID) -> HttpResponse:
    """Somebody was there."""
    found = access_application(actor=request.actor, application_id=asking_shop_id)
    form = VisitForm(request.POST)
    act = lambda: write_visit(  # noqa: E731 (read together with its one use)
        actor=request.actor, application_id=found.pk, note=form.cleaned_data["note"], now=request.now
    )
    if not done(form, act):
        return _shown(request, found, visiting=form)
    messages.success(request, _("上门记录写好了。"))
    return see_other("alliance:application", found.pk)


@require_POST
@opens_with(Power.SHOP_DECIDE)
def refuse(request: HouseRequest, asking_shop_id: UUID) -> HttpResponse:
    """Not this one."""
    found = access_application(actor=request.actor, application_id=asking_shop_id)
    form = ReasonForm(request.POST)
    act = lambda: refuse_shop(  # noqa: E731 (read together with its one use)
        actor=request.actor, application_id=found.pk, reason=form.cleaned_data["reason"], now=request.now
    )
    if not done(form, act):
        return _shown(request, found, refusing=form)
    messages.success(request, _("写好了。请打电话告诉对方。"))
    return see_other("alliance:application", found.pk)


@require_POST
@opens_with(Power.SHOP_DECIDE)
def agree(request: HouseRequest, asking_shop_id: UUID) -> HttpResponse:
    """It joins."""
    found = access_application(actor=request.actor, application_id=asking_shop_id)
    form = JoiningForm(request.POST)
    act = lambda: agree_with_shop(  # noqa: E731 (read together with its one use)
        actor=request.actor,
        application_id=found.pk,
        agreed=Agreed(
            starts_on=form.cleaned_data["starts_on"],
            ends_on=form.cleaned_data["ends_on"],
            monthly_coins=form.cleaned_data["monthly"],
            price=form.cleaned_data["price"],
            how=Signed(form.cleaned_data["how"]),
            signed_by=form.cleaned_data["signed_by"],
        ),
        now=request.now,
    )
    if not done(form, act):
        return _shown(request, found, joining=form)
    messages.success(request, _("签好了，这家店现在就可以收币。"))
    return see_other("alliance:home")
