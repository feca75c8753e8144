"""A branch or team pledges so many services a month."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.types import UNIT_KINDS, Power
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.units.forms import PledgeForm
from nuanliu.portals.units.views.unit import crumbs_of
from nuanliu.usecases.make_pledge import make_pledge
from nuanliu.usecases.unit_figures import pledge_months
from nuanliu.usecases.unit_page import access_unit


@opens_with(Power.PLEDGE)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: HouseRequest, node_id: UUID) -> HttpResponse:
    """How many; what was done in the months before stands beside."""
    node = access_unit(actor=request.actor, node_id=node_id)
    is_unit = node.kind in UNIT_KINDS and node.closed_at is None
    if not is_unit or not request.actor.may(Power.PLEDGE, path=node.path):
        raise NotVisible
    months = pledge_months(node=node, now=request.now)
    form = PledgeForm(sent(request), initial={"services": months[0].pledged or ""})

    def act() -> None:
        said = form.cleaned_data
        make_pledge(
            actor=request.actor, node_id=node.pk, services=said["services"], reason=said["reason"], now=request.now
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("记下了。"))
        return see_other("units:unit", node_id=node.pk)
    crumbs = crumbs_of(request.actor, node, words=_("每月承诺"))
    return render(request, "units/pledge.html", {"form": form, "node": node, "months": months, "crumbs": crumbs})
