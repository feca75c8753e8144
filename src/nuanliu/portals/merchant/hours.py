"""The owner's hours: which service of the catalogue she gives, how much of it, and whether for coins too."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.domain.alliance.models import AlliedService
from nuanliu.domain.alliance.queries import access_shop, allied_of
from nuanliu.domain.care.menu.queries import services_offered
from nuanliu.domain.network.types import Power
from nuanliu.platform import words
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, TextField, WholeNumberField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.give_hours import end_hours, give_hours

KEEP = Power.SHOP_KEEP
MOST_HOURS, MOST_COINS = 200, 100


class HoursForm(ActForm):
    """What, how much, when, and for how many coins."""

    service = forms.ChoiceField(label=gettext_lazy("做哪一项"))
    hours = WholeNumberField(label=gettext_lazy("一个月给几个小时"), min_value=1, max_value=MOST_HOURS)
    words = TextField(
        label=gettext_lazy("什么时候、在哪里"),
        help_text=gettext_lazy("比如：每周三下午在社区，看合同、写遗嘱。"),
        max_length=120,
    )
    price = WholeNumberField(
        label=gettext_lazy("志愿者用几个币"),
        help_text=gettext_lazy("只给老人做，就空着。"),
        min_value=1,
        max_value=MOST_COINS,
        required=False,
    )


@require_safe
@opens_with(KEEP)
def hours(request: HouseRequest, shop_id: UUID) -> HttpResponse:
    """What is given now."""
    return _hours(request, shop_id, ActForm())


def _hours(request: HouseRequest, shop_id: UUID, form: ActForm) -> HttpResponse:
    shop = access_shop(actor=request.actor, shop_id=shop_id, power=KEEP)
    context = {"shop": shop, "may_keep": True, "given": allied_of(shop=shop.pk), "form": form}
    return render(request, "merchant/hours.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(KEEP)
def new(request: HouseRequest, shop_id: UUID) -> HttpResponse:
    """One more service."""
    shop, form = access_shop(actor=request.actor, shop_id=shop_id, power=KEEP), HoursForm(sent(request))
    form.fields["service"].choices = [  # type: ignore[attr-defined]
        (one.code, one.name_en if words.english() else one.name) for one in services_offered()
    ]

    def act() -> None:
        said = form.cleaned_data
        give_hours(
            actor=request.actor,
            shop_id=shop.pk,
            service_code=said["service"],
            words=said["words"],
            monthly_minutes=said["hours"] * 60,
            price=(said["price"] or 0) * 100,
            token=said["token"],
            now=request.now,
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("放进服务项目了。"))
        return see_other("merchant:hours", shop_id=shop_id)
    return render(request, "merchant/hours_new.html", {"shop": shop, "may_keep": True, "form": form})


@require_POST
@opens_with(KEEP)
def end(request: HouseRequest, shop_id: UUID, allied_id: UUID) -> HttpResponse:
    """Out of the catalogue."""
    access_shop(actor=request.actor, shop_id=shop_id, power=KEEP)
    if not AlliedService.objects.filter(pk=allied_id, shop_id=shop_id).exists():
        raise NotVisible
    form = ActForm(request.POST)
    if done(form, lambda: end_hours(actor=request.actor, allied_id=allied_id, now=request.now)):
        messages.success(request, _("结束了。"))
        return see_other("merchant:hours", shop_id=shop_id)
    return _hours(request, shop_id, form)
