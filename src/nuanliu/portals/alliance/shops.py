"""The alliance at a glance; one shop: its agreement, its offers and who bears them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nuanliu.domain.alliance.models import Agreement, Offer, Shop, ShopMonth
from nuanliu.domain.alliance.policies import first_of_month
from nuanliu.domain.alliance.types import Bearer, FundState, OfferState, ShopState, Signed
from nuanliu.domain.network.types import Power
from nuanliu.platform import clock
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.alliance.forms import AgreementForm, BearerForm, ReasonForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.bear_offer import bear_offer
from nuanliu.usecases.join_alliance import OPEN, applications_within
from nuanliu.usecases.run_shops import access_run, may_decide, renew_shop, set_shop, shops_within
from nuanliu.usecases.sponsor_shops import funds_within

BOTH = (Power.SHOP_VISIT, Power.SHOP_DECIDE)
PAGE = 30


@require_safe
@opens_with(*BOTH)
def home(request: HouseRequest) -> HttpResponse:
    """Applications that wait, and every shop with its month."""
    page = page_of(request=request, rows=shops_within(actor=request.actor), size=PAGE)
    month = first_of_month(clock.local_date(request.now))
    taken = dict(
        ShopMonth.objects.filter(shop_id__in=[shop.pk for shop in page.rows], month=month).values_list(
            "shop_id", "coins"
        )
    )
    agreed = {one.shop_id: one for one in Agreement.objects.filter(shop__in=page.rows, replaced_at=None)}
    context = {
        "applications": applications_within(actor=request.actor).filter(state__in=OPEN),
        "page": page,
        "lines": [(shop, agreed.get(shop.pk), taken.get(shop.pk, 0)) for shop in page.rows],
        "may_decide": request.actor.has(Power.SHOP_DECIDE),
    }
    return render(request, "alliance/home.html", context)


@require_safe
@opens_with(*BOTH)
def shop(request: HouseRequest, shop_id: UUID) -> HttpResponse:
    """One shop."""
    return _shown(request, access_run(actor=request.actor, shop_id=shop_id))


def _shown(request: HouseRequest, found: Shop, **forms: ActForm) -> HttpResponse:
    funds = list(funds_within(actor=request.actor).filter(state=FundState.LIVE, site_id=found.site_id))
    offers = Offer.objects.filter(shop=found).exclude(state=OfferState.ENDED).select_related("fund")
    agreement = Agreement.objects.filter(shop=found, replaced_at=None).first()
    decides = may_decide(actor=request.actor, shop=found)
    context = {
        "shop": found,
        "agreement": agreement,
        "decides": decides and found.state != ShopState.ENDED,
        "renewing": forms.get("renewing", AgreementForm(initial={"how": Signed.PAPER})),
        "pausing": forms.get("pausing", ReasonForm()),
        "bearing": forms.get("bearing"),
        "offers": [
            (
                offer,
                BearerForm(
                    funds=funds, initial={"bearer": str(offer.fund_id or offer.bearer)}, auto_id=f"id_{offer.pk.hex}_%s"
                ),
            )
            for offer in offers.order_by("title", "pk")
        ],
    }
    return render(request, "alliance/shop.html", context)


@require_POST
@opens_with(Power.SHOP_DECIDE)
def renew(request: HouseRequest, shop_id: UUID) -> HttpResponse:
    """A new agreement."""
    found = access_run(actor=request.actor, shop_id=shop_id)
    form = AgreementForm(request.POST)
    act = lambda: renew_shop(  # noqa: E731 (read together with its one use)
        actor=request.actor,
        shop_id=found.pk,
        starts_on=form.cleaned_data["starts_on"],
        ends_on=form.cleaned_data["ends_on"],
        monthly_coins=form.cleaned_data["monthly"],
        how=Signed(form.cleaned_data["how"]),
        signed_by=form.cleaned_data["signed_by"],
        now=request.now,
    )
    if not done(form, act):
        return _shown(request, found, renewing=form)
    messages.success(request, _("续签好了。"))
    return see_other("alliance:shop", found.pk)


@require_POST
@opens_with(Power.SHOP_DECIDE)
def state(request: HouseRequest, shop_id: UUID, shop_state: str) -> HttpResponse:
    """Pause, open again, end."""
    found = access_run(actor=request.actor, shop_id=shop_id)
    if shop_state not in {one.value for one in ShopState}:
        raise NotVisible
    form, wanted = ReasonForm(request.POST), ShopState(shop_state)
    form.fields["reason"].required = wanted is not ShopState.LIVE
    act = lambda: set_shop(  # noqa: E731 (read together with its one use)
        actor=request.actor, shop_id=found.pk, state=wanted, reason=form.cleaned_data["reason"], now=request.now
    )
    if not done(form, act):
        return _shown(request, found, pausing=form)
    messages.success(request, _("办好了。"))
    return see_other("alliance:shop", found.pk)


@require_POST
@opens_with(Power.SHOP_DECIDE)
def bearer(request: HouseRequest, offer_id: UUID) -> HttpResponse:
    """Who bears it."""
    offer = Offer.objects.filter(pk=offer_id).first()
    if offer is None:
        raise NotVisible
    found = access_run(actor=request.actor, shop_id=offer.shop_id)
    funds = list(funds_within(actor=request.actor).filter(state=FundState.LIVE, site_id=found.site_id))
    form = BearerForm(request.POST, funds=funds)

    def act() -> None:
        chosen = form.cleaned_data["bearer"]
        plain = chosen in {one.value for one in Bearer}
        bear_offer(
            actor=request.actor,
            offer_id=offer.pk,
            bearer=Bearer(chosen) if plain else Bearer.SPONSOR,
            fund_id=None if plain else UUID(chosen),
            now=request.now,
        )

    if not done(form, act):
        return _shown(request, found, bearing=form)
    messages.success(request, _("记下了。"))
    return see_other("alliance:shop", found.pk)
