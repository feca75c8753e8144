"""The batch desk: thirty slips in one grid, looked at, entered, signed by a second person, reversed as one."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.domain.care.slips.access import SLIP_DESK, access_slip_site
from nuanliu.domain.care.slips.batches import access_batch, pictures_of, rows_of
from nuanliu.domain.care.slips.models import Slip
from nuanliu.domain.care.slips.numbers import written
from nuanliu.domain.care.slips.types import BatchState
from nuanliu.domain.network.types import Power
from nuanliu.domain.people.queries import name_of
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.desk.slip_grid import HEADS, GridForm
from nuanliu.portals.ui.acting import ask_for_button, done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.paper_slips.checking import sum_words
from nuanliu.usecases.paper_slips.entering import UnableToEnterSlips, enter_slips
from nuanliu.usecases.paper_slips.judging import judge
from nuanliu.usecases.paper_slips.picturing import add_picture, picture_bytes
from nuanliu.usecases.paper_slips.returning import return_batch, typed_rows
from nuanliu.usecases.paper_slips.reversing import reverse_batch
from nuanliu.usecases.paper_slips.signing import refusal_to_sign, sign_batch, verdicts_of

STATES = {
    BatchState.WAITING.value: ("pending", gettext_lazy("等第二个人签字")),
    BatchState.SIGNED.value: ("credited", gettext_lazy("已签字，记入了")),
    BatchState.RETURNED.value: ("returned", gettext_lazy("退回了")),
    BatchState.REVERSED.value: ("voided", gettext_lazy("整批撤销了")),
}


class PhotoForm(ActForm):
    """A photograph of the paper."""

    photo = forms.FileField(
        label=gettext_lazy("单子的照片"),
        help_text=gettext_lazy("几张单子摆在一起拍也可以，字要看得清。"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "empty": gettext_lazy("这张照片是空的，请再拍一张。"),
            "invalid": gettext_lazy("没有收到照片。请再选一次。"),
            "missing": gettext_lazy("没有收到照片。请再选一次。"),
        },
    )


class WhyForm(ActForm):
    """Why a batch goes back."""

    reason = TextField(label=gettext_lazy("原因"), max_length=200)


@opens_with(SLIP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: HouseRequest, site_id: UUID) -> HttpResponse:
    """Type, look, enter. Enter on the keyboard is 核对; what was typed is never lost."""
    site = access_slip_site(actor=request.actor, site_id=site_id)
    if request.method == "POST":
        form = GridForm(request.POST)
        made = _entered(request, site_id, form) if request.POST.get("act") == "enter" else None
        if made is not None:
            messages.success(request, _("送出去了，等第二个人签字。"))
            return see_other("desk:slip-batch", slip_batch_id=made)
        if not form.verdicts and form.is_valid():
            _look(request, site_id, form)
    else:
        form = GridForm(rows=_again(request))
    context = {
        "site": site,
        "form": form,
        "heads": HEADS.values(),
        "lines": form.lines(),
        "sum": sum_words(form.verdicts) if form.is_fit else "",
    }
    return render(request, "desk/slip_grid.html", context)


def _entered(request: HouseRequest, site_id: UUID, form: GridForm) -> UUID | None:
    """The batch's id; None if it was refused, and then the form says why."""
    made = list[UUID]()

    def act() -> None:
        token = form.cleaned_data["token"]
        batch = enter_slips(actor=request.actor, site_id=site_id, rows=form.rows, token=token, now=request.now)
        made.append(batch.id)

    if form.is_valid():
        try:
            act()
        except UnableToEnterSlips as refusal:
            if refusal.verdicts:
                form.take(refusal.verdicts)
            else:
                form.add_error(None, str(refusal.words))
    return made[0] if made else None


def _look(request: HouseRequest, site_id: UUID, form: GridForm) -> None:
    verdicts = judge(actor=request.actor, site_id=site_id, rows=form.rows, now=request.now)
    if all(one.is_empty for one in verdicts):
        form.add_error(None, _("一张单子也没有写。"))
    else:
        form.take(verdicts)


def _again(request: HouseRequest) -> list[Any]:
    """The rows of a returned batch in `?again=`, to be mended."""
    try:
        batch = access_batch(actor=request.actor, batch_id=UUID(request.GET.get("again", "")))
    except (ValueError, NotVisible):
        return []
    return list(typed_rows(batch=batch)) if batch.state in {BatchState.RETURNED, BatchState.REVERSED} else []


@opens_with(SLIP_DESK)
@require_POST
def row(request: HouseRequest, site_id: UUID) -> HttpResponse:
    """The verdict of one row while the next one is typed; nothing is written."""
    access_slip_site(actor=request.actor, site_id=site_id)
    asked = request.POST.get("row", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 0
    form = GridForm(request.POST)
    verdicts = judge(actor=request.actor, site_id=site_id, rows=form.rows, now=request.now)
    verdict = next((one for one in verdicts if one.number == number and not one.is_empty), None)
    return render(request, "desk/slip_verdict.html", {"verdict": verdict})


@opens_with(SLIP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HouseRequest, slip_batch_id: UUID) -> HttpResponse:
    """One batch: its rows and photographs, and what can be done with it."""
    access_batch(actor=request.actor, batch_id=slip_batch_id)
    act = request.POST.get("act", "")
    forms_: dict[str, ActForm] = {
        "photo": PhotoForm(
            sent(request) if act == "photo" else None,
            request.FILES if act == "photo" else None,
            auto_id="photo_%s",
        ),
        "return": WhyForm(sent(request) if act == "return" else None, auto_id="return_%s"),
        "reverse": WhyForm(sent(request) if act == "reverse" else None, auto_id="reverse_%s"),
        "sign": ActForm(sent(request) if act not in {"photo", "return", "reverse"} else None, auto_id="sign_%s"),
    }
    pressed = forms_.get(act, forms_["sign"])
    if request.method == "POST":
        if act in forms_ and done(pressed, lambda: _act(request, slip_batch_id, act, pressed)):
            return see_other("desk:slip-batch", slip_batch_id=slip_batch_id)
        if act not in forms_:
            ask_for_button(pressed)
    return render(request, "desk/slip_batch.html", _shown(request, slip_batch_id, forms_, pressed))


def _shown(request: HouseRequest, batch_id: UUID, forms_: dict[str, ActForm], pressed: ActForm) -> dict[str, Any]:
    found = access_batch(actor=request.actor, batch_id=batch_id)
    is_waiting, is_certifier = (
        found.state == BatchState.WAITING,
        request.actor.may(Power.VISIT_CERTIFY, path=found.site.path),
    )
    verdicts = verdicts_of(actor=request.actor, batch=found, now=request.now) if is_waiting else []
    said = {verdict.number: verdict for verdict in verdicts}
    rows = rows_of(batch=found)
    refusal = refusal_to_sign(actor=request.actor, batch=found, now=request.now) if is_waiting else None
    code, word = STATES[found.state]
    return {
        "batch": found,
        "code": code,
        "word": word,
        "entered_by": name_of(person_id=found.entered_by),
        "signed_by": name_of(person_id=found.signed_by) if found.signed_by else "",
        "rows": [(one, _number(one.slip), said.get(one.position)) for one in rows],
        "minutes": sum(one.minutes for one in rows),
        "pictures": list(pictures_of(batch=found)),
        "is_waiting": is_waiting,
        "why_not": refusal.words if refusal else "",
        "may_sign": is_waiting and refusal is None,
        "may_return": is_waiting and (is_certifier or request.actor.id == found.entered_by),
        "may_reverse": found.state == BatchState.SIGNED and is_certifier,
        "is_over": found.state in {BatchState.RETURNED, BatchState.REVERSED},
        "forms": forms_,
        "form": pressed,
    }


def _number(slip: Slip) -> str:
    return written(site=slip.site_id, number=slip.number)


def _act(request: HouseRequest, batch_id: UUID, act: str, form: ActForm) -> None:
    whose: dict[str, Any] = {"actor": request.actor, "batch_id": batch_id, "now": request.now}
    said = form.cleaned_data
    if act == "photo":
        add_picture(data=said["photo"].read(), token=said["token"], **whose)
        messages.success(request, _("照片附上了。"))
    elif act == "sign":
        sign_batch(**whose)
        messages.success(request, _("签好了，都记进存折了。"))
    elif act == "return":
        return_batch(reason=said["reason"], **whose)
        messages.success(request, _("退回了，这些单号可以再录。"))
    else:
        reverse_batch(reason=said["reason"], **whose)
        messages.success(request, _("整批撤销了，这些单号可以再录。"))


@opens_with(SLIP_DESK)
@require_safe
def picture(request: HouseRequest, photo_id: UUID) -> HttpResponse:
    """A photograph of slips, to look at and never to be run by a browser."""
    response = HttpResponse(picture_bytes(actor=request.actor, picture_id=photo_id), content_type="image/jpeg")
    response.headers["Content-Disposition"] = f'inline; filename="{photo_id}.jpg"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
