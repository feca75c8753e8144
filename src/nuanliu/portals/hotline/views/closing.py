"""交班: what is open at a site at the end of its day, the word to the next shift, and the morning that reads it."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.domain.network.types import Power
from nuanliu.domain.notices.calls.queries import closings_within
from nuanliu.domain.notices.calls.words import words_to_the_next
from nuanliu.domain.people.queries import name_of
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.hotline.call_forms import ClosingForm
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.calling.closing import (
    access_site,
    close_day,
    closed_on,
    closing_sites,
    left_at,
    read_closing,
)

SHOWN = 7
COUNTED = {
    "incidents": gettext_lazy("出了事没处理完"),
    "late": gettext_lazy("服务超时"),
    "silent": gettext_lazy("老人没说来没来"),
    "calls": gettext_lazy("电话单上没打"),
    "backs": gettext_lazy("没回的电话"),
    "tasks": gettext_lazy("没人接的事"),
    "tomorrow": gettext_lazy("明天还没人去"),
    "review": gettext_lazy("等审核"),
}
"""What a closing counts, in the order of what cannot wait."""


def counted(left: dict[str, int]) -> list[tuple[object, int]]:
    """The figures of a closing with their words; what is none is left out."""
    return [(word, left[key]) for key, word in COUNTED.items() if left.get(key)]


@opens_with(Power.CALL_SHEET)
@require_safe
def closings(request: HouseRequest) -> HttpResponse:
    """The sites whose day is to be closed, and how the last days were; with one site only, its page at once."""
    sites = closing_sites(actor=request.actor)
    if len(sites) == 1:
        return see_other("hotline:closing", site_id=sites[0].pk)
    today = local_date(request.now)
    closed = set(closings_within(actor=request.actor).filter(day=today).values_list("site_id", flat=True))
    rows = [{"site": site, "is_closed": site.pk in closed} for site in sites]
    return render(request, "hotline/closings.html", {"rows": rows})


@opens_with(Power.CALL_SHEET)
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: HouseRequest, site_id: UUID) -> HttpResponse:
    """What is open at one site; POST closes its day."""
    site = access_site(actor=request.actor, site_id=site_id)
    form, today = ClosingForm(sent(request)), local_date(request.now)

    def act() -> None:
        said = form.cleaned_data
        close_day(actor=request.actor, site_id=site_id, words=said["words"], token=said["token"], now=request.now)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("交班了。下一班一来就看得到。"))
        return see_other("hotline:closing", site_id=site_id)
    found = closed_on(site=site, day=today)
    earlier = closings_within(actor=request.actor).filter(
        site=site, day__gte=today - timedelta(days=SHOWN), day__lt=today
    )
    context = {
        "site": site,
        "left": left_at(actor=request.actor, site=site, now=request.now),
        "form": form,
        "closed": found,
        "closed_by": name_of(person_id=found.closed_by) if found else "",
        "closed_left": counted(found.left) if found else [],
        "to_the_next": words_to_the_next(found) if found else "",
        "earlier": [{"closing": one, "words": words_to_the_next(one), "left": counted(one.left)} for one in earlier],
        "is_one_site": len(closing_sites(actor=request.actor)) == 1,
    }
    return render(request, "hotline/closing.html", context)


@opens_with(Power.CALL_SHEET)
@require_POST
def read(request: HouseRequest, closing_id: UUID) -> HttpResponse:
    """The next shift has read what was left to it."""
    if not closings_within(actor=request.actor).filter(pk=closing_id).exists():
        raise NotVisible
    form = ActForm(request.POST)
    if done(form, lambda: read_closing(actor=request.actor, closing_id=closing_id, now=request.now)):
        messages.success(request, _("接班了。"))
    return see_other("hotline:calls")
