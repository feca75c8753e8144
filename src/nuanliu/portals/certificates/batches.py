"""Many certificates in one run: asked for, watched, stopped, fetched."""

import zipfile
from datetime import date, timedelta
from tempfile import TemporaryFile
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nuanliu.domain.certificates.models import Batch
from nuanliu.domain.certificates.operations import keeps_seal
from nuanliu.domain.certificates.queries import access_batch, batches_within
from nuanliu.domain.certificates.types import BatchState
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import issuers_under
from nuanliu.domain.network.types import Power
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.acting import done
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.certificates import KINDS, check_address
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.exports import inline_pdf
from nuanliu.portals.ui.forms import ActForm, DayField, TextField, WholeNumberField
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.usecases.issue_certificates import cancel_batch, issue_records
from nuanliu.usecases.make_certificates import UNDER_WAY

ON_A_PAGE = 20
LOOK_AGAIN_SECONDS = 5
STATES = {
    BatchState.WAITING.value: gettext_lazy("排队等着做"),
    BatchState.ISSUING.value: gettext_lazy("正在编号、签名"),
    BatchState.DRAWING.value: gettext_lazy("正在排版"),
    BatchState.DONE.value: gettext_lazy("做好了"),
    BatchState.CANCELLED.value: gettext_lazy("停了"),
}


class BatchForm(ActForm):
    """A service record for everybody of a place."""

    issuer = forms.ChoiceField(label=gettext_lazy("哪个单位出"))
    name = TextField(label=gettext_lazy("这一批叫什么"), max_length=60)
    first_day = DayField(label=gettext_lazy("从哪天"))
    last_day = DayField(label=gettext_lazy("到哪天"))
    hours = WholeNumberField(label=gettext_lazy("至少多少小时"), min_value=0, max_value=9000)
    with_seal = forms.BooleanField(
        label=gettext_lazy("盖上单位的印章"),
        help_text=gettext_lazy("只有印章保管人能盖。别人先出，再请保管人盖。"),
        required=False,
    )

    def __init__(self, *args: Any, issuers: list[Node], may_seal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].choices = [(str(one.pk), one.name) for one in issuers]  # type: ignore[attr-defined]
        if not may_seal:
            del self.fields["with_seal"]


@require_safe
@opens_with(Power.CERTIFICATE_ISSUE)
def batches(request: HouseRequest) -> HttpResponse:
    """Every batch, the newest first."""
    page = page_of(request=request, rows=batches_within(actor=request.actor), size=ON_A_PAGE)
    return render(request, "certificates/batches.html", {"page": page, "states": STATES, "kinds": KINDS})


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.CERTIFICATE_ISSUE)
def new(request: HouseRequest) -> HttpResponse:
    """Ask for one."""
    issuers = list(issuers_under(paths=request.actor.paths(Power.CERTIFICATE_ISSUE)))
    may_seal = any(keeps_seal(actor=request.actor, node_id=one.pk) for one in issuers)
    first = local_date(request.now).replace(month=1, day=1)
    proposed = {"first_day": first, "last_day": local_date(request.now), "hours": 1, "name": _name(first)}
    form = BatchForm(sent(request), issuers=issuers, may_seal=may_seal, initial=proposed)
    made: list[Batch] = []
    if request.method == "POST" and done(form, lambda: made.append(_ask(request, form))):
        return see_other("certificates:batch", batch_id=made[0].pk)
    return render(request, "certificates/batch_new.html", {"form": form})


def _name(day: date) -> str:
    return _("%(year)d 年服务记录") % {"year": day.year}


def _ask(request: HouseRequest, form: BatchForm) -> Batch:
    said = form.cleaned_data
    return issue_records(
        actor=request.actor,
        issuer_id=UUID(said["issuer"]),
        name=said["name"],
        first=said["first_day"],
        last=said["last_day"],
        least_minutes=said["hours"] * 60,
        with_seal=said.get("with_seal", False),
        check_address=check_address(request),
        token=said["token"],
        now=request.now,
    )


@require_safe
@opens_with(Power.CERTIFICATE_ISSUE)
def batch(request: HouseRequest, batch_id: UUID) -> HttpResponse:
    """How far it is; the page looks again by itself while the work goes on."""
    return _show(request, access_batch(actor=request.actor, batch_id=batch_id))


def _show(request: HouseRequest, found: Batch, *, form: ActForm | None = None) -> HttpResponse:
    is_under_way = found.state in UNDER_WAY
    days = standard_in_force(at=request.now).integer("upload_retention_days")
    context = {
        "batch": found,
        "state": STATES[found.state],
        "kind": KINDS[found.kind],
        "is_under_way": is_under_way,
        "percent": (found.issued + found.drawn) * 50 // found.total,
        "made": found.issued - found.left_out,
        "parts": found.parts.count(),
        "until": found.ended_at + timedelta(days=days) if found.ended_at else None,
        "papers": page_of(request=request, rows=found.certificates.order_by("place_in_batch", "id"), size=ON_A_PAGE),
        "form": form or ActForm(),
    }
    response = render(request, "certificates/batch.html", context)
    if is_under_way:
        response.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


@require_POST
@opens_with(Power.CERTIFICATE_ISSUE)
def stop(request: HouseRequest, batch_id: UUID) -> HttpResponse:
    """No more of it."""
    found, form = access_batch(actor=request.actor, batch_id=batch_id), ActForm(request.POST)
    if done(form, lambda: cancel_batch(actor=request.actor, batch_id=batch_id, now=request.now)):
        messages.success(request, _("停了。已经出的仍然有效。"))
        return see_other("certificates:batch", batch_id=batch_id)
    return _show(request, found, form=form)


@require_safe
@opens_with(Power.CERTIFICATE_ISSUE)
def papers_file(request: HouseRequest, batch_id: UUID) -> HttpResponse:
    """All papers: one PDF, or a folder of several, for some days."""
    found = access_batch(actor=request.actor, batch_id=batch_id)
    parts = found.parts.order_by("number")
    if found.state != BatchState.DONE or not parts.exists():
        raise NotVisible
    if parts.count() == 1:
        return inline_pdf(bytes(parts.get().pdf), name=f"certificates-{found.made_at:%Y%m%d}.pdf")
    file = TemporaryFile()  # noqa: SIM115 (the answer reads it and closes it)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as folder:
        for part in parts.iterator(chunk_size=1):
            last = part.first + part.count - 1
            entry = zipfile.ZipInfo(f"{part.number:03d}-{part.first:05d}-{last:05d}.pdf")
            folder.writestr(entry, bytes(part.pdf))
    file.seek(0)
    name = f"certificates-{found.made_at:%Y%m%d}.zip"
    return cast("HttpResponse", FileResponse(file, as_attachment=True, filename=name))
