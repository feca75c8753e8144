"""Days on which coins bring more: the bureau names them, and sees what each has cost."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import city, sites_under
from nuanliu.domain.network.types import Power
from nuanliu.domain.passbook.bonus_models import Campaign
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, DayField, TextField, WholeNumberField
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.rules import said_rules
from nuanliu.usecases.run_campaign import begin_campaign

ON_A_PAGE = 20
RULES = ("bonus_campaign_max_percent", "bonus_yearly_cap", "bonus_from_funded_pool_only")


class CampaignForm(ActForm):
    """Where, what it is called, how much more, from when to when."""

    node = forms.ChoiceField(label=gettext_lazy("在哪里"))
    title = TextField(label=gettext_lazy("叫什么"), help_text=gettext_lazy("比如：重阳节敬老周。"), max_length=60)
    percent = WholeNumberField(label=gettext_lazy("多百分之几"), min_value=1, max_value=100)
    first_day = DayField(label=gettext_lazy("第一天"))
    last_day = DayField(label=gettext_lazy("最后一天"))

    def __init__(self, *args: Any, nodes: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"].choices = [(str(node.pk), node.name) for node in nodes]  # type: ignore[attr-defined]


@opens_with(Power.FUND)
@require_http_methods(["GET", "HEAD", "POST"])
def campaigns(request: HouseRequest) -> HttpResponse:
    """Every campaign, and one form for the next."""
    whole = city()
    nodes = [*([whole] if whole else []), *sites_under(paths=request.actor.paths(Power.FUND))]
    form = CampaignForm(sent(request), nodes=nodes)
    if request.method == "POST" and done(form, lambda: _begin(request, form)):
        messages.success(request, _("定好了。"))
        return see_other("bureau:campaigns")
    rows = Campaign.objects.select_related("node").order_by("-first_day", "-made_at", "pk")
    standard = standard_in_force(at=request.now)
    context = {
        "form": form,
        "page": page_of(request=request, rows=rows, size=ON_A_PAGE),
        "rules": said_rules(keys=RULES, standard=standard),
    }
    return show(request, "bureau/campaigns.html", context)


def _begin(request: HouseRequest, form: CampaignForm) -> Campaign:
    said = form.cleaned_data
    return begin_campaign(
        actor=request.actor,
        node_id=UUID(said["node"]),
        title=said["title"],
        percent=said["percent"],
        first_day=said["first_day"],
        last_day=said["last_day"],
        token=said["token"],
        now=request.now,
    )
