"""How a parent is told, chosen by a relative who may ask for her."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.people.types import ProxyPower
from nuanliu.portals.arranging.side import Side, show
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.channels import ChannelsForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.choose_channels import choose_channels


@require_http_methods(["GET", "HEAD", "POST"])
def channels(request: HouseRequest, side: Side) -> HttpResponse:
    """The channel and the language. Raises NotVisible without the power to ask."""
    side.insist(ProxyPower.ASK)
    form = ChannelsForm(sent(request), person=side.elder.person)

    def act() -> None:
        choose_channels(actor=request.actor, person_id=side.elder.pk, chosen=form.chosen, now=request.now)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("记好了，以后就这样告诉。"))
        return see_other(side.url("parent"))
    return show(request, side, "family/channels.html", {"form": form, "back": side.url("parent")})
