"""Seeing what is kept, carrying a copy away, and who has looked."""

import json
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.platform.clock import local_date
from nuanliu.portals.mine.sections import sections_of
from nuanliu.portals.mine.whose import Whose, about, show
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.labels import label_of
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest, sent
from nuanliu.portals.ui.revealed import RevealForm, is_revealed, revealed_by
from nuanliu.usecases.my_data import export_person, looks_at
from nuanliu.usecases.read_audit import names_of

ON_A_PAGE = 20
DEEDS: dict[str, Promise] = {
    "person.revealed": _("看了您的电话、住址等全部资料"),
    "person.changed": _("改了您的登记"),
    "consent.given": _("替您记下：同意了一项"),
    "consent.withdrawn": _("替您记下：收回了一项同意"),
    "pin_card.issued": _("给您发了登录卡"),
    "account.closing_asked": _("替您记下：要注销账户"),
    "account.closing_taken_back": _("替您记下：不注销了"),
}


def may_see(request: HouseRequest, whose: Whose) -> bool:
    """Whether the whole is shown: to herself, and to the desk for ten minutes after a reason."""
    return not whose.is_desk or is_revealed(request=request, person_id=whose.person.pk)


@about
def data(request: HouseRequest, whose: Whose) -> HttpResponse:
    """What is kept. At the desk only after a reason, which is written down."""
    form = RevealForm(sent(request))
    if request.method == "POST":
        if whose.is_desk and revealed_by(request=request, person_id=whose.person.pk, form=form):
            return see_other(whose.url("data"))
        if not whose.is_desk:
            return see_other(whose.url("data"))
    context: dict[str, Any] = {"form": form, "back": whose.url("home")}
    if may_see(request, whose):
        found = export_person(actor=request.actor, person_id=whose.person.pk, now=request.now)
        context |= {
            "sections": sections_of(found, is_whole=False),
            "json_url": whose.url("copy-json"),
            "pdf_url": whose.url("copy-pdf"),
            "correct_url": whose.url("correct"),
        }
    return show(request, whose, "mine/data.html", context)


def attachment(content: bytes, *, content_type: str, name: str) -> HttpResponse:
    """A file to keep, which no browser shows as a page; its name says nothing of whose it is."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@about
def copy_json(request: HouseRequest, whose: Whose) -> HttpResponse:
    """Everything as JSON."""
    if not may_see(request, whose):
        return see_other(whose.url("data"))
    found = export_person(actor=request.actor, person_id=whose.person.pk, now=request.now)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    name = f"my-data-{local_date(request.now):%Y%m%d}.json"
    return attachment(text.encode(), content_type="application/json; charset=utf-8", name=name)


@about
def looked(request: HouseRequest, whose: Whose) -> HttpResponse:
    """Who saw or changed my data, in plain words."""
    page = page_of(request=request, rows=looks_at(actor=request.actor, person_id=whose.person.pk), size=ON_A_PAGE)
    names = names_of(people=[event.actor_id for event in page.rows])
    lines = [
        {
            "at": event.occurred_at,
            "who": names.get(event.actor_id, ""),
            "role": label_of(event.actor_role, kind="role"),
            "did": DEEDS.get(event.action, event.action),
            "reason": event.reason,
        }
        for event in page.rows
    ]
    return show(request, whose, "mine/looked.html", {"page": page, "lines": lines, "back": whose.url("home")})
