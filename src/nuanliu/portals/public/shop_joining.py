"""A shop asks to join, and the roll of caring shops."""

from typing import Any

from django import forms
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.alliance.applications import Keeper
from nuanliu.domain.alliance.models import Reissue
from nuanliu.domain.alliance.types import OfferKind
from nuanliu.domain.network.queries import sites as open_sites
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.entering import address_of
from nuanliu.portals.ui.forms import ActForm, PhoneField, TextField
from nuanliu.portals.ui.labels import OFFER_KINDS
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.join_alliance import Asked, ask_to_join

PAGE = 50
TRADES = {
    "catering": _("餐饮"),
    "grocery": _("食品粮油"),
    "supermarket": _("超市百货"),
    "hairdresser": _("理发"),
    "pharmacy": _("药店"),
    "clothing": _("服装鞋帽"),
    "repair": _("维修"),
    "books": _("书店文具"),
    "legal": _("法律服务"),
    "health": _("健康服务"),
    "other": _("其他"),
}


class JoinForm(ActForm):
    """What a shop tells of itself."""

    name = TextField(label=_("店名"), max_length=80)
    credit_code = TextField(label=_("统一社会信用代码"), help_text=_("营业执照上的 18 位。"), max_length=30)
    trade = forms.ChoiceField(label=_("做什么生意"), choices=list(TRADES.items()))
    address = TextField(label=_("店的地址"), max_length=200)
    hours = TextField(label=_("开门时间"), help_text=_("比如：每天 9 点到 20 点。"), max_length=80, required=False)
    site = forms.ChoiceField(label=_("离哪个站点近"))
    offer_kind = forms.ChoiceField(
        label=_("想给志愿者什么"), widget=forms.RadioSelect, choices=list(OFFER_KINDS.items())
    )
    offer = TextField(label=_("用您的话说"), help_text=_("比如：送豆浆一杯。不写钱数。"), max_length=200)
    keeper = TextField(label=_("负责人姓名"), max_length=60)
    phone = PhoneField(label=_("负责人电话"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [(str(site.pk), site.name) for site in open_sites()]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """For the use case."""
        given = self.cleaned_data
        return Asked(
            name=given["name"],
            credit_code=given["credit_code"],
            trade=given["trade"],
            address=given["address"],
            hours=given["hours"],
            offer_kind=OfferKind(given["offer_kind"]),
            offer=given["offer"],
            keeper=Keeper(name=given["keeper"], phone=given["phone"]),
            site_id=given["site"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HouseRequest) -> HttpResponse:
    """The form for a shop that wants to join."""
    form = JoinForm(sent(request))
    act = lambda: ask_to_join(  # noqa: E731 (read together with its one use)
        actor=request.actor,
        asked=form.asked(),
        address=address_of(request),
        token=form.cleaned_data["token"],
        now=request.now,
    )
    if request.method == "POST" and done(form, act):
        return see_other("public:shop-join-sent")
    return render(request, "public/shop_join.html", {"form": form})


@require_safe
def sent_in(request: HouseRequest) -> HttpResponse:
    """It was received; what comes next."""
    return render(request, "public/shop_join_sent.html")


@require_safe
def roll(request: HouseRequest) -> HttpResponse:
    """Shops whose coins went into the pool, with what they gave in all."""
    rows = (
        Reissue.objects.values("shop_id", "shop__node__name", "shop__site__name")
        .annotate(coins=Sum("coins"))
        .order_by("-coins", "shop__node__name")
    )
    return render(request, "public/shop_roll.html", {"page": page_of(request=request, rows=rows, size=PAGE)})
