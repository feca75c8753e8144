"""键盘: every key of the office on one page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nuanliu.domain.network.types import Power
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest

GOES_TO = (
    ("c", _("要打的电话")),
    ("v", _("要回的电话")),
    ("t", _("接电话")),
    ("a", _("今天")),
    ("r", _("认定")),
    ("m", _("名册")),
    ("w", _("没人接的事")),
    ("q", _("要盯的事")),
    ("x", _("交班")),
    ("k", _("这一页")),
)
"""With the browser's key for it, on every page of the office."""
ON_A_PAGE = (
    ("1–9", _("今天：跳到那一栏；找到的人、分页签：打开那一个")),
    ("y", _("同意、通过、认定、签字：这一页最要紧的那个按钮")),
    ("n", _("下一个，或者不通过")),
    ("s", _("认定时先跳过")),
    ("i", _("请打勾的志愿者")),
    ("j", _("记这次通话")),
    ("o", _("认定页上：异议")),
    ("b", _("念给老人听的那一页：改一改")),
    ("l", _("服务单：录单子")),
    ("p", _("服务单：印一本；日程：前一天")),
    ("h", _("录单子时核对")),
)
"""With the same key, where the page has such a thing."""
ALONE = (
    ("Enter", _("按有框的那个按钮；打字时等于“找”“下一步”")),
    ("Tab", _("到下一格")),
    ("Shift Tab", _("回上一格")),
    ("?", _("不在打字时：打开这一页")),
)


@opens_with(Power.BOARD_SEE)
@require_safe
def keys(request: HouseRequest) -> HttpResponse:
    """What each key does."""
    return render(request, "desk/keys.html", {"goes_to": GOES_TO, "on_a_page": ON_A_PAGE, "alone": ALONE})
