"""Sponsors' funds: started, filled, ended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.domain.alliance import posting
from nuanliu.domain.alliance.models import Fund
from nuanliu.domain.network.queries import sites_under
from nuanliu.domain.network.types import Power
from nuanliu.portals.alliance.forms import FundForm, MoreForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.sponsor_shops import access_fund, add_to_fund, end_fund, funds_within, start_fund

PAGE = 20
DECIDE = Power.SHOP_DECIDE


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(DECIDE)
def funds(request: HouseRequest) -> HttpResponse:
    """All of them, and one more."""
    form = FundForm(sent(request))
    sites = sites_under(paths=request.actor.paths(DECIDE))
    form.fields["site"].choices = [(str(site.pk), site.name) for site in sites]  # type: ignore[attr-defined]
    made: list[Fund] = []
    act = lambda: made.append(  # noqa: E731 (read together with its one use)
        start_fund(
            actor=request.actor,
            site_id=UUID(form.cleaned_data["site"]),
            sponsor=form.cleaned_data["sponsor"],
            purpose=form.cleaned_data["purpose"],
            coins=form.cleaned_data["coins"],
            token=form.cleaned_data["token"],
            now=request.now,
        )
    )
    if request.method == "POST" and done(form, act):
        messages.success(request, _("记好了。到商家页上选哪份礼遇由它出。"))
        return see_other("alliance:fund", made[0].pk)
    page = page_of(request=request, rows=funds_within(actor=request.actor), size=PAGE)
    return render(request, "alliance/funds.html", {"form": form, "page": page})


@require_safe
@opens_with(DECIDE)
def fund(request: HouseRequest, fund_id: UUID) -> HttpResponse:
    """One fund: what is left, which offers it bears."""
    return _shown(request, access_fund(actor=request.actor, fund_id=fund_id), MoreForm())


def _shown(request: HouseRequest, found: Fund, form: ActForm) -> HttpResponse:
    context: dict[str, Any] = {
        "fund": found,
        "left": posting.left_in_fund(site=found.site_id, fund=found.pk),
        "offers": found.offers.select_related("shop__node").order_by("title", "pk"),
        "form": form,
    }
    return render(request, "alliance/fund.html", context)


@require_POST
@opens_with(DECIDE)
def more(request: HouseRequest, fund_id: UUID) -> HttpResponse:
    """More coins."""
    found = access_fund(actor=request.actor, fund_id=fund_id)
    form = MoreForm(request.POST)
    act = lambda: add_to_fund(  # noqa: E731 (read together with its one use)
        actor=request.actor,
        fund_id=found.pk,
        coins=form.cleaned_data["coins"],
        token=form.cleaned_data["token"],
        now=request.now,
    )
    if not done(form, act):
        return _shown(request, found, form)
    messages.success(request, _("加好了。"))
    return see_other("alliance:fund", found.pk)


@require_POST
@opens_with(DECIDE)
def end(request: HouseRequest, fund_id: UUID) -> HttpResponse:
    """It bears no more."""
    found = access_fund(actor=request.actor, fund_id=fund_id)
    form = ActForm(request.POST)
    if not done(form, lambda: end_fund(actor=request.actor, fund_id=found.pk, now=request.now)):
        return _shown(request, found, form)
    messages.success(request, _("结束了，剩下的进了爱心池。"))
    return see_other("alliance:fund", found.pk)
