"""How I am told, in my own words, or at the desk for somebody who stands before it."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from nuanliu.portals.mine.whose import Whose, about, show
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.channels import ChannelsForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.choose_channels import choose_channels


@about
def channels(request: HouseRequest, whose: Whose) -> HttpResponse:
    """The channel and the language."""
    form = ChannelsForm(sent(request), person=whose.person)

    def act() -> None:
        choose_channels(actor=request.actor, person_id=whose.person.pk, chosen=form.chosen, now=request.now)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("记好了，以后就这样告诉。"))
        return see_other(whose.url("home"))
    return show(request, whose, "mine/channels.html", {"form": form, "back": whose.url("home")})
