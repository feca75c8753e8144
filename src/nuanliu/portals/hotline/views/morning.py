"""The morning on paper: whom to ring, whom to ring back, and where each helper of the site goes today."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanliu.domain.care.models import Visit
from nuanliu.domain.network.types import Power
from nuanliu.domain.notices.calls.queries import closings_within, open_calls, rings
from nuanliu.domain.notices.calls.words import words_to_the_next
from nuanliu.platform import words
from nuanliu.platform.clock import local_date
from nuanliu.platform.pdf import make_pdf
from nuanliu.portals.hotline.forms import CalledForm
from nuanliu.portals.hotline.readback import service_name
from nuanliu.portals.hotline.views.calls import Call, calls_to_make
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.calling.closing import access_site, helpers_today, within_site

TEMPLATE = Path(__file__).parent.parent / "papers" / "morning.typ"
MOST = 100


@opens_with(Power.CALL_SHEET)
@require_safe
def morning(request: HouseRequest, site_id: UUID) -> HttpResponse:
    """One site's morning as a PDF."""
    site = access_site(actor=request.actor, site_id=site_id)
    here, today = within_site(actor=request.actor, site=site), local_date(request.now)
    last = closings_within(actor=here).filter(day__lt=today).first()
    paper = {
        "title": _("%(site)s，%(day)s") % {"site": site.name, "day": words.day(today)},
        "issuer": f"{settings.BRAND} · {site.name}",
        "made": words.moment(request.now),
        "lang": "en" if words.english() else "zh",
        "words_title": _("上一班交代的"),
        "words": words_to_the_next(last) if last is not None and last.read_at is None else "",
        "sections": [
            _section(
                _("要打的电话"),
                [_("老人"), _("住处"), _("结果"), _("这样说")],
                _call_rows(calls_to_make(actor=here, now=request.now)),
                _("没有要打的电话"),
            ),
            _section(
                _("要回的电话"),
                [_("是谁"), _("号码"), _("什么事")],
                [
                    [ring.call.person.name if ring.call.person else "—", words.masked_phone(ring.number), ring.words]
                    for ring in rings(calls=list(open_calls(actor=here, now=request.now)[:MOST]), now=request.now)
                ],
                _("没有要回的电话"),
            ),
            _section(
                _("今天谁去哪里"),
                [_("志愿者"), _("什么时候"), _("老人"), _("服务")],
                _helper_rows(helpers_today(actor=here, now=request.now)),
                _("今天没有服务"),
            ),
        ],
    }
    response = HttpResponse(make_pdf(template=TEMPLATE, data=paper, at=request.now), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="morning-{today:%Y%m%d}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _section(title: str, head: Sequence[str], rows: list[list[str]], empty: str) -> dict[str, Any]:
    return {"title": title, "head": list(head), "rows": rows, "empty": empty}


def _call_rows(calls: Iterable[Call]) -> list[list[str]]:
    outcomes = "\n".join(f"□ {word}" for _code, word in CalledForm.OUTCOMES)
    return [
        [call.person.name, call.person.street or "—", outcomes, "\n".join(line.body for line in call.lines)]
        for call in calls
    ]


def _helper_rows(visits: Iterable[Visit]) -> list[list[str]]:
    """Each helper's day in its order; the name stands once."""
    rows, last = [], None
    for visit in visits:
        need = visit.need
        when = f"{words.clock(need.starts_at)}–{words.clock(need.ends_at, after=need.starts_at)}"
        name = "" if visit.volunteer_id == last else visit.volunteer.name
        rows.append([name, when, need.elder.name, service_name(need.service)])
        last = visit.volunteer_id
    return rows
