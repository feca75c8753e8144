"""账实相符: what the book weighs, how it is sealed, what that proves; and the proof of one line to keep."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanliu.domain.ledger.seals.codes import UnreadableCode
from nuanliu.domain.ledger.seals.published import anchor_lines
from nuanliu.domain.ledger.seals.queries import public_keys
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.qr import qr_svg
from nuanliu.portals.public.checking import CodeForm
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.prove import Checked, anchor_of, check_line, proof_of, proof_of_day

MOST_DIGITS = 15
GROUP = 4
SHORT = 16
VERIFIER = "verify_proof.py"


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
