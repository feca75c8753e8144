"""A caller whom nobody knows yet is written down while she is on the line."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuanliu.domain.network.queries import sites_under
from nuanliu.domain.network.types import Power
from nuanliu.domain.people.models import Elder
from nuanliu.platform.typed import looks_like_phone, tidy_phone, tidy_text
from nuanliu.portals.hotline.forms import RegisterForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.kept import asked
from nuanliu.portals.ui.labels import CIRCUMSTANCES
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.register_elder import register_elder


@opens_with(Power.NEED_PLACE)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HouseRequest) -> HttpResponse:
    """A short form; only the name and the site must be known. Sent twice, one person is registered."""
    sites = list(sites_under(paths=request.actor.paths(Power.NEED_PLACE)))
    choices = list(CIRCUMSTANCES.items())
    if request.method == "POST":
        form = RegisterForm(request.POST, sites=sites, circumstances=choices)
        registered: list[Elder] = []
        if done(form, lambda: registered.append(_register(request, form))):
            messages.success(request, _("登记好了。现在可以记下要什么帮助。"))
            return see_other("hotline:elder", elder_id=registered[0].pk)
    else:
        first = {"site": str(sites[0].pk)} if len(sites) == 1 else {}
        typed = first | typed_in_search(asked(request).get("q", ""))
        form = RegisterForm(sites=sites, circumstances=choices, initial=typed)
    return render(request, "hotline/register.html", {"form": form})


def typed_in_search(text: str) -> dict[str, str]:
    """What was typed in the search box, put where it belongs: a telephone number, or a name."""
    text = tidy_text(text)[:30]
    digits = tidy_phone(text)
    if looks_like_phone(digits):
        return {"phone": digits}
    return {} if text.isascii() else {"name": text}


def _register(request: HouseRequest, form: RegisterForm) -> Elder:
    said = form.cleaned_data
    return register_elder(
        actor=request.actor,
        site_id=UUID(said["site"]),
        name=said["name"],
        phone=said["phone"],
        identity=said["identity"],
        address=said["address"],
        street=said["street"],
        circumstances=said["circumstances"],
        note=said["note"],
        now=request.now,
        token=said["token"],
    )
