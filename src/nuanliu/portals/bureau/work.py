"""What only the bureau can do, the oldest first."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nuanliu.domain.network.types import Power
from nuanliu.platform.clock import local_date
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.work_list import Task, Work, waiting_work

PAGE = 30
WORDS: dict[Work, Promise] = {
    Work.JOINING: _("抽查志愿者报名"),
    Work.SHOP: _("商家想加入"),
    Work.POOL: _("动用爱心池，要第二个人"),
    Work.STANDARD: _("标准的修改，要第二个人"),
    Work.LATE: _("站点认定晚了，请催一催"),
    Work.DISPUTE: _("异议，要上一级来定"),
}
PAGES: dict[Work, str] = {
    Work.JOINING: "desk:application",
    Work.SHOP: "alliance:application",
    Work.POOL: "desk:pool-use",
    Work.STANDARD: "bureau:draft",
    Work.LATE: "bureau:record",
    Work.DISPUTE: "desk:dispute",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits."""

    words: Promise
    where: str
    number: str
    since: datetime
    days: int
    href: str


def said(task: Task, now: datetime) -> Line:
    """A task in words."""
    days = (local_date(now) - local_date(task.since)).days
    href = reverse(PAGES[task.work], args=[task.subject])
    return Line(WORDS[task.work], task.where, task.number, task.since, days, href)


@require_safe
@opens_with(Power.CITY_SEE)
def work(request: HouseRequest) -> HttpResponse:
    """The list."""
    found = waiting_work(actor=request.actor, now=request.now)
    page = page_of(request=request, rows=found, size=PAGE)
    context = {"page": page, "lines": [said(one, request.now) for one in page.rows], "count": len(found)}
    return show(request, "bureau/work.html", context)
