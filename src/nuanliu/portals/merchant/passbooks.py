"""A volunteer without a telephone: passbook number and PIN, and the same page to confirm."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from nuanliu.domain.alliance.models import Code
from nuanliu.domain.alliance.queries import access_shop, shown_offers
from nuanliu.domain.network.types import Power
from nuanliu.portals.merchant.forms import PassbookForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.entering import address_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.show_code import code_by_passbook


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.SHOP_SEE)
def by_passbook(request: HouseRequest, shop_id: UUID) -> HttpResponse:
    """Which courtesy, number, PIN."""
    shop = access_shop(actor=request.actor, shop_id=shop_id)
    offers = [one for one in shown_offers(shops=[shop], now=request.now)[shop.pk] if one.is_now]
    form = PassbookForm(sent(request), offers=offers)
    found: list[Code] = []
    if request.method == "POST" and done(form, lambda: found.append(_code(request, form))):
        return see_other("merchant:till", found[0].code)
    return render(
        request,
        "merchant/passbook.html",
        {
            "form": form,
            "shop": shop,
            "offers": offers,
            "may_keep": request.actor.may(Power.SHOP_KEEP, path=shop.node.path),
        },
    )


def _code(request: HouseRequest, form: PassbookForm) -> Code:
    given = form.cleaned_data
    return code_by_passbook(
        actor=request.actor,
        offer_id=UUID(given["offer"]),
        number=given["number"],
        pin=given["pin"],
        address=address_of(request),
        token=given["token"],
        now=request.now,
    )
