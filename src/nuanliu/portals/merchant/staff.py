"""The owner's cashiers: who they are, inviting one, ending one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from nuanliu.domain.alliance.queries import access_shop
from nuanliu.domain.network.types import Power
from nuanliu.portals.merchant.forms import PressForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, PhoneField, TextField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.keep_cashiers import cashiers_of, end_cashier, invite_cashier


class InviteForm(ActForm):
    """Who."""

    name = TextField(label=gettext_lazy("姓名"), max_length=60)
    phone = PhoneField(label=gettext_lazy("手机号"), help_text=gettext_lazy("收银员用这个手机号登录，会收到验证码。"))


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.SHOP_KEEP)
def cashiers(request: HouseRequest, shop_id: UUID) -> HttpResponse:
    """Who works the till, and one more."""
    shop = access_shop(actor=request.actor, shop_id=shop_id, power=Power.SHOP_KEEP)
    form = InviteForm(sent(request))
    act = lambda: invite_cashier(  # noqa: E731 (read together with its one use)
        actor=request.actor,
        shop_id=shop.pk,
        name=form.cleaned_data["name"],
        phone=form.cleaned_data["phone"],
        token=form.cleaned_data["token"],
        now=request.now,
    )
    if request.method == "POST" and done(form, act):
        messages.success(request, _("请好了，现在就可以登录收券。"))
        return see_other("merchant:cashiers", shop.pk)
    context = {"shop": shop, "may_keep": True, "form": form, "cashiers": cashiers_of(shop=shop)}
    return render(request, "merchant/cashiers.html", context)


@require_POST
@opens_with(Power.SHOP_KEEP)
def end(request: HouseRequest, shop_id: UUID, cashier_id: UUID) -> HttpResponse:
    """She works the till no more."""
    shop = access_shop(actor=request.actor, shop_id=shop_id, power=Power.SHOP_KEEP)
    if done(
        PressForm(request.POST),
        lambda: end_cashier(actor=request.actor, appointment_id=cashier_id, now=request.now),
    ):
        messages.success(request, _("结束了，她的登录也退出了。"))
    return see_other("merchant:cashiers", shop.pk)
