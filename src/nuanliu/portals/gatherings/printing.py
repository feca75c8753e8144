"""On paper: the poster for the door, and the roll for whoever keeps it by hand."""

from pathlib import Path
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanliu.domain.gatherings.operations import lists_of
from nuanliu.domain.gatherings.queries import access_gathering
from nuanliu.domain.gatherings.types import Role, SignupState
from nuanliu.platform import words
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.pdf import make_pdf
from nuanliu.portals.ui.doors import to_sign_in
from nuanliu.portals.ui.gatherings import ROLES
from nuanliu.portals.ui.request import HouseRequest

FOLDER = Path(__file__).parent / "papers"
SIZES = {"a3": "a3", "a4": "a4"}


@require_safe
def poster(request: HouseRequest, gathering_id: UUID, size: str) -> HttpResponse:
    """The poster: what, when, where, whom to ring, and a code that any camera opens."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    found = access_gathering(actor=request.actor, gathering_id=gathering_id)
    if size not in SIZES or found.announced_at is None:
        raise NotVisible
    address = request.build_absolute_uri(reverse("public:event", args=[found.id]))
    hands = [str(ROLES[part.role]) for part in found.parts.all() if part.role != Role.GUEST and part.left]
    paper = {
        "size": SIZES[size],
        "lang": "en" if words.english() else "zh",
        "title": found.title,
        "issuer": f"{settings.BRAND} · {found.host.name}",
        "day": words.long_day(found.starts_at),
        "span": words.span(found.starts_at, found.ends_at),
        "place": f"{found.site.name} · {found.place}",
        "about": found.about,
        "call": _("想来，打个电话"),
        "phone": words.spoken_phone(found.site.phone or settings.HOTLINE),
        "free": _("不收一分钱"),
        "hands": _("也要帮手：%(hands)s。时间照记。") % {"hands": "、".join(hands)} if hands else "",
        "scan": _("扫一扫，看看，报名"),
        "address": address,
        "modules": _modules(address),
    }
    return _answer("poster.typ", paper, found.announced_at, f"poster-{size}.pdf")


@require_safe
def roll_sheet(request: HouseRequest, gathering_id: UUID) -> HttpResponse:
    """The roll with its numbers, to be ticked by hand, with empty lines for who comes without a word."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    found = access_gathering(actor=request.actor, gathering_id=gathering_id)
    if found.announced_at is None:
        raise NotVisible
    lines = [line for line in lists_of(gathering=found) if line.state == SignupState.IN]
    paper = {
        "lang": "en" if words.english() else "zh",
        "title": _("%(title)s：点名册") % {"title": found.title},
        "issuer": f"{settings.BRAND} · {found.host.name}",
        "made": words.moment(request.now),
        "facts": [
            [_("什么时候"), f"{words.long_day(found.starts_at)} {words.span(found.starts_at, found.ends_at)}"],
            [_("在哪里"), f"{found.site.name} · {found.place}"],
        ],
        "hint": _("来了打勾。帮忙的没待满，写分钟。回来照号录入。"),
        "head": [_("号"), _("姓名"), _("来做什么"), _("来了"), _("分钟"), _("签名")],
        "rows": [
            [str(line.number), _named(line.name, line.heads), str(ROLES[line.role]), "□", "", ""] for line in lines
        ],
        "signed": _("点名的人签名："),
    }
    return _answer("roll.typ", paper, request.now, "roll.pdf")


def _named(name: str, heads: int) -> str:
    return _("%(name)s（%(heads)d 人）") % {"name": name, "heads": heads} if heads > 1 else name


def _modules(text: str) -> list[str]:
    code = segno.make(text, error="m", micro=False, boost_error=False)
    return ["".join("1" if dark else "0" for dark in row) for row in code.matrix]


def _answer(template: str, paper: dict[str, Any], at: Any, name: str) -> HttpResponse:
    made = make_pdf(template=FOLDER / template, data=paper, at=at)
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
