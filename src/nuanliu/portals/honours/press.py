"""The press sheet of a year, named as people agreed."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanliu.domain.honours.models import Commendation
from nuanliu.domain.honours.queries import access_commendation
from nuanliu.domain.honours.shown import public_places
from nuanliu.domain.honours.types import CampaignState
from nuanliu.domain.network.types import Power
from nuanliu.platform import words
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.pdf import make_pdf
from nuanliu.portals.ui.commending import named_by_category
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.exports import inline_pdf
from nuanliu.portals.ui.request import HouseRequest

PRESS = Path(__file__).parent.parent / "ui" / "papers" / "press.typ"


@require_safe
@opens_with(Power.COMMEND, Power.COMMEND_CHECK)
def press(request: HouseRequest, commendation_id: UUID) -> HttpResponse:
    """The press sheet as a PDF, once awards are given; names as people agreed."""
    one = access_commendation(actor=request.actor, commendation_id=commendation_id)
    if one.state != CampaignState.AWARDED:
        raise NotVisible
    made = make_pdf(template=PRESS, data=_press_data(one, request.now), at=request.now)
    return inline_pdf(made, name=f"commendation-{one.year}.pdf")


def _press_data(one: Commendation, now: datetime) -> dict[str, Any]:
    groups = named_by_category(public_places(commendation=one))
    count = sum(len(lines) for _name, lines in groups)
    return {
        "title": one.title,
        "issuer": settings.BUREAU,
        "made": words.short_day(now),
        "lead": _("%(bureau)s今年表彰 %(count)d 个（位）助老志愿服务的先进。名单经过推荐、评审和 %(days)d 天公示。")
        % {"bureau": settings.BUREAU, "count": count, "days": one.notice_days},
        "groups": [[name, [[line.name, line.figure] for line in lines]] for name, lines in groups],
        "note": _("没有同意写全名的，只写姓。我们从不收钱。"),
    }
