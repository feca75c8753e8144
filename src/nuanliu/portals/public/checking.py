"""查真伪: any number or code that stands on a paper of ours, checked by anybody without signing in."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from nuanliu.domain.certificates.types import CertificateKind
from nuanliu.domain.ledger.seals.codes import UnreadableCode
from nuanliu.domain.ledger.types import Phase
from nuanliu.platform.qr import qr_svg
from nuanliu.portals.ui.book import KINDS, UNITS
from nuanliu.portals.ui.forms import AskForm, TextField
from nuanliu.portals.ui.limits import WINDOW_SECONDS, is_too_fast
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.check_card import check_card, check_voucher, is_voucher_code
from nuanliu.usecases.check_certificate import check_certificate, check_serial, is_serial
from nuanliu.usecases.check_paper import PaperShown, check_paper, is_paper_code
from nuanliu.usecases.prove import Checked, check_line, proof_of

MOST_A_MINUTE = 20
"""Codes that one address may look up within a minute: more than anybody types, fewer than a program would want."""
PHASES: dict[Phase, Promise] = {
    Phase.HOLD: gettext_lazy("预留"),
    Phase.RELEASE: gettext_lazy("退回预留"),
}
"""Steps that are no line of a passbook; the others need no word."""
PAPERS: dict[str, Promise] = {
    "line": gettext_lazy("存折上的一行"),
    "slip": gettext_lazy("时间存单"),
    "statement": gettext_lazy("对账单"),
}
CERTIFICATES: dict[CertificateKind, Promise] = {
    CertificateKind.HONOUR: gettext_lazy("荣誉证书"),
    CertificateKind.SERVICE: gettext_lazy("本平台服务记录"),
    CertificateKind.TRAINING: gettext_lazy("本平台培训记录"),
}
FOUND = ("found", "papers", "certificates", "vouchers", "cards")


class CodeForm(AskForm):
    """What stands on a paper: beside a line of a booklet or statement, on a slip, a certificate, a card."""

    code = TextField(
        label=gettext_lazy("号码，或者查验码"),
        help_text=gettext_lazy("照着纸上的写，比如 7K3M9-QPTXW。大小写、空格都没关系。"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


@require_safe
def check(request: HouseRequest) -> HttpResponse:
    """Whatever was typed or came out of a square code."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and is_too_fast(request, what="check", most=MOST_A_MINUTE):
        form.add_error(None, _("查得太快了，请等一分钟再查。"))
        response = render(request, "public/check.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(WINDOW_SECONDS)
        return response
    if form.is_bound and form.is_valid():
        try:
            found = _looked_up(form.cleaned_data["code"], request)
        except UnreadableCode as refusal:
            form.add_error("code", str(refusal.words))
        else:
            context |= {**found, "is_asked": True, "is_unknown": not any(found.values())}
    return render(request, "public/check.html", context)


def _looked_up(text: str, request: HouseRequest) -> dict[str, list[Any]]:
    """What it leads to, by the table of FOUND. Raises UnreadableCode where it cannot be anything of ours."""
    found: dict[str, list[Any]] = {kind: [] for kind in FOUND}
    if is_serial(text=text):
        found["certificates"] = _certificates(check_serial(text=text))
        return found
    if is_voucher_code(text=text):
        found["vouchers"] = _those(check_voucher(text=text, now=request.now))
    found["cards"] = _those(check_card(text=text))
    try:
        if is_paper_code(text=text):
            found["papers"] = [_paper(one) for one in check_paper(text=text)]
            found["certificates"] = _certificates(check_certificate(text=text))
        else:
            found["found"] = [_shown(one) for one in check_line(text=text)]
    except UnreadableCode:
        if not is_voucher_code(text=text) and not found["cards"]:
            raise
    return found


def _those(one: Any) -> list[Any]:
    return [] if one is None else [one]


def _certificates(one: Any) -> list[dict[str, Any]]:
    return [{"paper": paper, "title": CERTIFICATES[paper.kind]} for paper in _those(one)]


def _paper(one: PaperShown) -> dict[str, Any]:
    return {"paper": one, "unit_words": UNITS[one.unit], "title": PAPERS[one.kind]}


def _shown(one: Checked) -> dict[str, Any]:
    line = one.line
    shown: dict[str, Any] = {
        "line": line,
        "is_sealed": one.is_sealed,
        "recorded_by": one.recorded_by,
        "what": KINDS[line.kind],
        "step": PHASES.get(line.phase, ""),
        "unit_words": UNITS[line.unit],
    }
    if one.is_sealed:
        _proof, text = proof_of(checked=one)
        shown["qr"] = qr_svg(text=text, label=_("这一笔的证明，可以离线核对"), scale=3)
        shown["proof_url"] = reverse("public:check-proof", args=[line.code])
    return shown
