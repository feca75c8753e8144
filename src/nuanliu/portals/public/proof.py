"""账实相符: what the book weighs, how it is sealed, what that proves; and 查我的这一笔: check one line of it."""

from collections.abc import Iterator
from http import HTTPStatus
from importlib.resources import files
from typing import Any

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from nuanliu.domain.ledger.seals.codes import UnreadableCode
from nuanliu.domain.ledger.seals.published import anchor_lines
from nuanliu.domain.ledger.seals.queries import public_keys
from nuanliu.domain.ledger.types import Phase
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.qr import qr_svg
from nuanliu.portals.ui.book import KINDS, UNITS
from nuanliu.portals.ui.forms import AskForm, TextField
from nuanliu.portals.ui.limits import WINDOW_SECONDS, is_too_fast
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.check_paper import PaperShown, check_paper, is_paper_code
from nuanliu.usecases.prove import Checked, anchor_of, check_line, proof_of, proof_of_day

MOST_DIGITS = 15
MOST_A_MINUTE = 20
"""Codes that one address may look up within a minute: more than anybody types, fewer than a program would want."""
GROUP = 4
SHORT = 16
VERIFIER = "verify_proof.py"
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


class CodeForm(AskForm):
    """The code on a paper: beside a line of a booklet or statement, on a slip."""

    code = TextField(
        label=gettext_lazy("查账码"),
        help_text=gettext_lazy("印在存折、存单、对账单上，比如 7K3M9-QPTXW。大小写、空格都没关系。"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


def grouped(digest: str, *, count: int | None = None) -> list[str]:
    """A digest in groups of four, so that two people can compare it aloud."""
    digits = digest[:count].upper()
    return [digits[start : start + GROUP] for start in range(0, len(digits), GROUP)]


@require_safe
def proof(request: HouseRequest) -> HttpResponse:
    """Today's and past heads, the size of the book, and that it sums to nothing."""
    found = proof_of_day(before=_number(request.GET.get("before", "")))
    anchor = found.heads.anchor
    sites = [
        {
            "name": found.names.get(site.site, str(site.site)),
            "lines": site.lines,
            "groups": grouped(site.digest, count=SHORT),
            "sealed_at": site.sealed_at,
            "is_anchored": site.is_anchored,
        }
        for site in found.heads.sites
    ]
    context: dict[str, Any] = {
        "check": found.check,
        "anchor": anchor,
        "groups": grouped(anchor.digest) if anchor else [],
        "sites": sorted(sites, key=lambda site: str(site["name"])),
        "past": [(one, grouped(one.digest, count=SHORT)) for one in found.past],
        "older_before": found.older_before,
        "is_past": bool(request.GET.get("before")),
        "fingerprint": found.fingerprint,
        "form": CodeForm(),
    }
    return render(request, "public/proof.html", context)


@require_safe
def proof_day(request: HouseRequest, number: int) -> HttpResponse:
    """One day's head as a sheet for the notice board, with a QR code that leads back to it."""
    if number >= 10**MOST_DIGITS:
        raise NotVisible
    anchor = anchor_of(number=number)
    found = proof_of_day()
    address = request.build_absolute_uri(reverse("public:proof-day", args=[number]))
    check = found.check
    context = {
        "anchor": anchor,
        "groups": grouped(anchor.digest),
        "before": grouped(anchor.previous, count=SHORT) if anchor.number > 1 else [],
        "is_newest": found.heads.anchor is not None and found.heads.anchor.number == number,
        "check": check,
        "address": address,
        "check_address": request.build_absolute_uri(reverse("public:check")),
        "qr": qr_svg(text=address, label=_("扫这里，在网上看同一张封条")),
        "fingerprint": found.fingerprint,
    }
    return render(request, "public/proof_day.html", context)


@require_safe
def heads(request: HouseRequest) -> JsonResponse:
    """The city's anchors for machines, newest first: whoever keeps them can hold us to them."""
    before = _number(request.GET.get("before", ""))
    rows = anchor_lines(before=before)
    last = rows[-1]["anchor"]["number"] if rows else 1
    return JsonResponse(
        {
            "format": "nuanliu-heads/1",
            "keys": public_keys(),
            "anchors": rows,
            "next": request.build_absolute_uri(f"{request.path}?before={last}") if last > 1 else None,
        }
    )


@require_safe
def verifier(_request: HouseRequest) -> HttpResponse:
    """The program that checks a proof without us."""
    source = files("nuanliu.domain.ledger.seals.standalone").joinpath(VERIFIER).read_bytes()
    return _file(source, name=VERIFIER, kind="text/x-python; charset=utf-8")


@require_safe
def check(request: HouseRequest) -> HttpResponse:
    """One line of the book by the code beside it."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and is_too_fast(request, what="check", most=MOST_A_MINUTE):
        form.add_error(None, _("查得太快了，请等一分钟再查。"))
        response = render(request, "public/check.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(WINDOW_SECONDS)
        return response
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["code"]
        is_of_paper = is_paper_code(text=typed)
        try:
            papers = check_paper(text=typed) if is_of_paper else []
            found = [] if is_of_paper else check_line(text=typed)
        except UnreadableCode as refusal:
            form.add_error("code", str(refusal.words))
        else:
            shown = [_paper(one) for one in papers]
            context |= {"is_asked": True, "found": [_shown(one) for one in found], "papers": shown}
    return render(request, "public/check.html", context)


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


@require_safe
def check_proof(_request: HouseRequest, line_code: str) -> HttpResponse:
    """The proof of a line as a file to keep. Several lines of one code, which hardly ever happens, are one list."""
    try:
        found = [one for one in check_line(text=line_code) if one.is_sealed]
    except UnreadableCode:
        raise NotVisible from None
    proofs = list(_proofs(found))
    if not proofs:
        raise NotVisible
    response = JsonResponse(proofs[0] if len(proofs) == 1 else proofs, safe=False, json_dumps_params={"indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="proof-{found[0].line.code}.json"'
    return response


def _proofs(found: list[Checked]) -> Iterator[dict[str, Any]]:
    for one in found:
        yield proof_of(checked=one)[0]


def _file(content: bytes, *, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
