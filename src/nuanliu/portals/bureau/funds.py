"""The bureau fills pools and bonus funds, for itself or for a sponsor, and sees what was given."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuanliu.domain.ledger.queries import posted_by_site
from nuanliu.domain.ledger.types import AccountKind, Unit
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import sites_under
from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.models import Funding
from nuanliu.domain.passbook.types import FundSource, FundTarget
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, TextField, WholeNumberField
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.fund_site import fund_site

ON_A_PAGE = 20
INTO = {
    "pool-time": (FundTarget.POOL, Unit.TIME, 60),
    "pool-coin": (FundTarget.POOL, Unit.COIN, 100),
    "bonus": (FundTarget.BONUS, Unit.COIN, 100),
}
"""What can be filled: target, unit, and how many of the unit's smallest parts an hour or a coin has."""


class FundForm(ActForm):
    """Where, what, how much, and from whom."""

    site = forms.ChoiceField(label=gettext_lazy("哪个站点"))
    into = forms.ChoiceField(
        label=gettext_lazy("放进哪里"),
        choices=[
            ("pool-time", gettext_lazy("爱心池：时间（小时）")),
            ("pool-coin", gettext_lazy("爱心池：服务币（个）")),
            ("bonus", gettext_lazy("奖励金：服务币（个）")),
        ],
        widget=forms.RadioSelect,
    )
    amount = WholeNumberField(label=gettext_lazy("多少小时，或多少个币"), min_value=1, max_value=100_000)
    source = forms.ChoiceField(
        label=gettext_lazy("谁出的"),
        choices=[
            (FundSource.GOVERNMENT.value, gettext_lazy("政府")),
            (FundSource.SPONSOR.value, gettext_lazy("爱心企业")),
        ],
        widget=forms.RadioSelect,
    )
    giver = TextField(
        label=gettext_lazy("单位名称"), help_text=gettext_lazy("会公布在爱心池的账上。不写个人的名字。"), max_length=60
    )

    def __init__(self, *args: Any, sites: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [(str(site.pk), site.name) for site in sites]  # type: ignore[attr-defined]


@opens_with(Power.FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def funds(request: HouseRequest) -> HttpResponse:
    """What stands in each site's pool and bonus fund; one form to fill them; every filling."""
    sites = list(sites_under(paths=request.actor.paths(Power.FUND)))
    form = FundForm(sent(request), sites=sites)
    if request.method == "POST" and done(form, lambda: _fund(request, form)):
        messages.success(request, _("放进去了，公布在爱心池的账上。"))
        return see_other("bureau:funds")
    kinds = ((AccountKind.POOL, Unit.TIME), (AccountKind.POOL, Unit.COIN), (AccountKind.BONUS, Unit.COIN))
    stands = [posted_by_site(kind=kind, unit=unit) for kind, unit in kinds]
    rows = (
        Funding.objects.filter(site__in=[site.pk for site in sites]).select_related("site").order_by("-made_at", "id")
    )
    context = {
        "form": form,
        "sites": [(site, *(stand.get(site.pk, 0) for stand in stands)) for site in sites],
        "page": page_of(request=request, rows=rows, size=ON_A_PAGE),
    }
    return show(request, "bureau/funds.html", context)


def _fund(request: HouseRequest, form: FundForm) -> Funding:
    said = form.cleaned_data
    target, unit, parts = INTO[said["into"]]
    return fund_site(
        actor=request.actor,
        site_id=UUID(said["site"]),
        target=target,
        unit=unit,
        source=FundSource(said["source"]),
        giver=said["giver"],
        amount=said["amount"] * parts,
        token=said["token"],
        now=request.now,
    )
