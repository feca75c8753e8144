"""服务单: pads, one slip, and what is missing, double or foreign."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.care.slips.access import (
    SLIP_DESK,
    access_range,
    access_slip,
    access_slip_site,
    access_stray,
    slip_sites,
)
from nuanliu.domain.care.slips.batches import batches_of
from nuanliu.domain.care.slips.models import Slip
from nuanliu.domain.care.slips.numbers import UnreadableNumber, read_number, written
from nuanliu.domain.care.slips.queries import (
    counts_of,
    missing_slips,
    ranges_of,
    skipped_slips,
    slip_numbered,
    slips_of,
    stray_slips,
)
from nuanliu.domain.care.slips.types import SlipState, StrayKind
from nuanliu.domain.network.models import Node
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.desk.slip_forms import OutcomeForm, PadForm, ReasonForm, StrayForm
from nuanliu.portals.desk.views.slip_batch import STATES as BATCH_STATES
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.exports import inline_pdf
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.service_slips import pad_pdf
from nuanliu.usecases.keep_slips import (
    find_slip,
    holders_at,
    issue_slips,
    lose_slip,
    printed_numbers,
    void_slip,
)
from nuanliu.usecases.keep_strays import note_stray, settle_stray

PADS_ON_A_PAGE, BATCHES, ODD_ONES = 15, 12, 200
STATES: dict[str, tuple[str, Promise]] = {
    SlipState.ISSUED: ("todo", gettext_lazy("还没用")),
    SlipState.ENTERED: ("pending", gettext_lazy("等复核")),
    SlipState.USED: ("done", gettext_lazy("用过了")),
    SlipState.VOID: ("voided", gettext_lazy("作废")),
    SlipState.MISSING: ("late", gettext_lazy("找不到了")),
}
"""How a slip's state looks, and its word."""
KINDS = {StrayKind.DOUBLE.value: gettext_lazy("重号"), StrayKind.FOREIGN.value: gettext_lazy("外来的号")}


def asked_site(request: HouseRequest) -> tuple[Node, list[Node]]:
    """The site in `?site=`, else the first of the actor's, and all of them. Raises NotVisible."""
    places = list(slip_sites(actor=request.actor))
    asked = request.GET.get("site", "")
    chosen = next((site for site in places if str(site.pk) == asked), places[0] if places else None)
    if chosen is None:
        raise NotVisible
    return chosen, places


@opens_with(SLIP_DESK)
@require_safe
def slips(request: HouseRequest) -> HttpResponse:
    """A site's pads, a search by number, and what does not tally."""
    site, places = asked_site(request)
    text = request.GET.get("number", "").strip()[:40]
    found, words = _search(site, text)
    if found is not None:
        return see_other("desk:slips-one", slip_id=found.id)
    page = page_of(request=request, rows=ranges_of(site=site.pk), size=PADS_ON_A_PAGE)
    counts = counts_of(site=site.pk, ranges=[pad.id for pad in page.rows])
    context: dict[str, Any] = {
        "site": site,
        "places": places,
        "page": page,
        "pads": [
            (pad, [(word, code, counts[pad.id][state]) for state, (code, word) in STATES.items()]) for pad in page.rows
        ],
        "skipped": _written(skipped_slips(site=site.pk)[:ODD_ONES]),
        "missing": _written(missing_slips(site=site.pk)[:ODD_ONES]),
        "strays": [(stray, KINDS[stray.kind]) for stray in stray_slips(site=site.pk)[:ODD_ONES]],
        "batches": [(one, *BATCH_STATES[one.state]) for one in batches_of(site=site.pk)[:BATCHES]],
        "text": text,
        "said": words,
    }
    return render(request, "desk/slips.html", context)


def _search(site: Node, text: str) -> tuple[Slip | None, Promise | str]:
    """The slip that was asked for, or what is wrong with the number."""
    if not text:
        return None, ""
    try:
        slip = slip_numbered(site=site.pk, number=read_number(site=site.pk, text=text))
    except UnreadableNumber as refusal:
        return None, refusal.words
    return slip, "" if slip is not None else _("本站没有发过这个号。")


def _written(rows: Any) -> list[tuple[Slip, str]]:
    return [(slip, written(site=slip.site_id, number=slip.number)) for slip in rows]


@opens_with(SLIP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest, site_id: UUID) -> HttpResponse:
    """A new pad: for whom, and how many."""
    site = access_slip_site(actor=request.actor, site_id=site_id)
    form, made = PadForm(sent(request), holders=holders_at(site=site)), list[UUID]()

    def act() -> None:
        said = form.cleaned_data
        pad = issue_slips(
            actor=request.actor,
            site_id=site_id,
            holder_id=UUID(said["holder"]),
            count=said["count"],
            token=said["token"],
            now=request.now,
        )
        made.append(pad.id)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("号发好了。请打印，再发出去。"))
        return see_other("desk:slips-pad", range_id=made[0])
    return render(request, "desk/slips_new.html", {"form": form, "site": site})


@opens_with(SLIP_DESK)
@require_safe
def pad(request: HouseRequest, range_id: UUID) -> HttpResponse:
    """One pad with every slip of it."""
    found = access_range(actor=request.actor, range_id=range_id)
    rows = [
        (slip, written(site=slip.site_id, number=slip.number), *STATES[slip.state]) for slip in slips_of(found=found)
    ]
    first, last = rows[0][1], rows[-1][1]
    return render(request, "desk/slips_pad.html", {"pad": found, "rows": rows, "first": first, "last": last})


@opens_with(SLIP_DESK)
@require_safe
def pad_paper(request: HouseRequest, range_id: UUID) -> HttpResponse:
    """The pad to be printed, a slip a page."""
    found, numbers = printed_numbers(actor=request.actor, range_id=range_id)
    return inline_pdf(pad_pdf(pad=found, numbers=numbers), name=f"slips-{found.first:06d}.pdf")


@opens_with(SLIP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HouseRequest, slip_id: UUID) -> HttpResponse:
    """One slip: where it stands, and what can be done about it."""
    access_slip(actor=request.actor, slip_id=slip_id)
    act = request.POST.get("act", "")
    forms: dict[str, ActForm] = {
        "void": ReasonForm(sent(request) if act == "void" else None, auto_id="void_%s"),
        "lose": ReasonForm(sent(request) if act == "lose" else None, auto_id="lose_%s"),
        "find": ActForm(sent(request) if act not in {"void", "lose"} else None, auto_id="find_%s"),
    }
    pressed = forms.get(act, forms["find"])
    if request.method == "POST":
        if act in forms and done(pressed, lambda: _act(request, slip_id, act, pressed)):
            return see_other("desk:slips-one", slip_id=slip_id)
        if act not in forms:
            ask_for_button(pressed)
    slip = access_slip(actor=request.actor, slip_id=slip_id)
    code, word = STATES[slip.state]
    context: dict[str, Any] = {
        "slip": slip,
        "number": written(site=slip.site_id, number=slip.number),
        "code": code,
        "word": word,
        "forms": forms,
        "form": pressed,
    }
    return render(request, "desk/slips_one.html", context)


def _act(request: HouseRequest, slip_id: UUID, act: str, form: ActForm) -> None:
    whose: dict[str, Any] = {"actor": request.actor, "slip_id": slip_id, "now": request.now}
    if act == "void":
        void_slip(reason=form.cleaned_data["reason"], **whose)
        messages.success(request, _("作废了，这个号不再用。"))
    elif act == "lose":
        lose_slip(reason=form.cleaned_data["reason"], **whose)
        messages.success(request, _("记下了。找到以前，这个号不能用。"))
    else:
        find_slip(**whose)
        messages.success(request, _("记下了，这张单子又可以用。"))


@opens_with(SLIP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def stray(request: HouseRequest, site_id: UUID) -> HttpResponse:
    """Write down a slip that was handed in and cannot count."""
    site = access_slip_site(actor=request.actor, site_id=site_id)
    form = StrayForm(sent(request), initial={"number": request.GET.get("number", "")[:20]})

    def act() -> None:
        said = form.cleaned_data
        note_stray(
            actor=request.actor,
            site_id=site_id,
            text=said["number"],
            note=said["note"],
            token=said["token"],
            now=request.now,
        )

    if request.method == "POST" and done(form, act):
        messages.success(request, _("记下了。"))
        return see_other(f"{reverse('desk:slips')}?site={site.pk}#strays")
    return render(request, "desk/slips_stray.html", {"form": form, "site": site})


@opens_with(SLIP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HouseRequest, stray_id: UUID) -> HttpResponse:
    """What came of a slip that could not count."""
    found = access_stray(actor=request.actor, stray_id=stray_id)
    form = OutcomeForm(sent(request))

    def act() -> None:
        settle_stray(actor=request.actor, stray_id=stray_id, outcome=form.cleaned_data["outcome"], now=request.now)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("处理好了。"))
        return see_other(f"{reverse('desk:slips')}?site={found.site_id}#strays")
    return render(request, "desk/slips_settle.html", {"form": form, "stray": found, "kind": KINDS[found.kind]})
