"""What people gave to the whole city, and passing it on to a site."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import city, sites
from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.queries import pool_of
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, WholeNumberField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.share_city_pool import share_city_pool

PARTS = {Unit.TIME.value: 60, Unit.COIN.value: 100}


class PassOnForm(ActForm):
    """Where, what, how much."""

    site = forms.ChoiceField(label=gettext_lazy("哪个站点"))
    unit = forms.ChoiceField(
        label=gettext_lazy("转什么"),
        choices=[(Unit.TIME.value, gettext_lazy("时间（小时）")), (Unit.COIN.value, gettext_lazy("服务币（个）"))],
        widget=forms.RadioSelect,
    )
    amount = WholeNumberField(label=gettext_lazy("多少小时，或多少个币"), min_value=1, max_value=100_000)

    def __init__(self, *args: Any, sites: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [(str(site.pk), site.name) for site in sites]  # type: ignore[attr-defined]


@opens_with(Power.FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def city_pool(request: HouseRequest) -> HttpResponse:
    """What stands there, and one form."""
    whole = city()
    if whole is None or not request.actor.may(Power.FUND, path=whole.path):
        raise NotVisible
    form = PassOnForm(sent(request), sites=list(sites()))
    if request.method == "POST" and done(form, lambda: _pass_on(request, form)):
        messages.success(request, _("转过去了，公布在爱心池的账上。"))
        return see_other("bureau:city-pool")
    stands = [(unit, pool_of(site=whole.pk, unit=unit)) for unit in (Unit.TIME, Unit.COIN)]
    return show(request, "bureau/city_pool.html", {"form": form, "stands": stands, "city": whole})


def _pass_on(request: HouseRequest, form: PassOnForm) -> object:
    said = form.cleaned_data
    return share_city_pool(
        actor=request.actor,
        site_id=UUID(said["site"]),
        unit=Unit(said["unit"]),
        amount=said["amount"] * PARTS[said["unit"]],
        token=said["token"],
        now=request.now,
    )
