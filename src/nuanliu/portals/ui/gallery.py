"""The style gallery: every component on one page, in each of the four surfaces. Only where people are invented."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from nuanliu.platform import clock
from nuanliu.portals.ui.drawn import icon_names, scene_names
from nuanliu.portals.ui.forms import ActForm, Card, DayField, DigitsField, PhoneField, TextField
from nuanliu.portals.ui.paging import page_of, sorting_of
from nuanliu.portals.ui.statuses import STATUSES

SHEETS = ("elder", "phone", "desk", "public")
NAV = (
    ("elder", "home", _("老人")),
    ("phone", "walk", _("志愿者")),
    ("desk", "calendar", _("工作台")),
    ("public", "globe", _("公众")),
)


class SampleForm(ActForm):
    """One of every kind of field."""

    service = forms.ChoiceField(
        label=_("想要什么帮助？"),
        help_text=_("选一样最急的。"),
        widget=forms.RadioSelect,
        choices=[
            ("S101", Card(_("陪我说说话"), _("一小时左右"), "chat")),
            ("S201", Card(_("帮我买东西"), _("买菜、买药"), "shopping")),
            ("S301", Card(_("陪我去医院"), _("半天"), "hospital")),
        ],
    )
    name = TextField(label=_("姓名"), max_length=40)
    phone = PhoneField(label=_("电话"), help_text=_("手机或座机都可以。"))
    on = DayField(label=_("哪一天"), required=False)
    code = DigitsField(label=_("四位数"), length=4)
    part = forms.ChoiceField(label=_("什么时候"), choices=[("am", _("上午")), ("pm", _("下午"))])
    note = TextField(label=_("还有什么要说的"), lines=True, required=False, max_length=300)
    agree = forms.BooleanField(label=_("我知道志愿者不收钱"))


@dataclass(frozen=True, kw_only=True)
class Line:
    """A passbook line for show."""

    number: int
    day: date
    what: str
    amount: int
    balance: int
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Event:
    """A step of a story for show."""

    words: str
    moment: datetime
    who: str = ""
    note: str = ""
    tone: str = "done"


def _lines(now: datetime) -> list[Line]:
    told = (
        (60, "陪伴聊天", "张*，建设中路社区"),
        (120, "家庭保洁", ""),
        (-60, "送给母亲", ""),
        (180, "陪同就医", "六枝特区大用健康医养中心"),
        (-120, "换成志愿服务币", ""),
        (30, "测血压", ""),
        (90, "代买代购", ""),
    )
    lines, balance = [], 0
    for number, (amount, what, note) in enumerate(told, start=1):
        balance += amount
        on = clock.local_date(now) - timedelta(days=40 - 5 * number)
        lines.append(Line(number=number, day=on, what=what, amount=amount, balance=balance, note=note))
    return lines


def _events(now: datetime) -> list[Event]:
    return [
        Event(words="老人来电话，要人陪着去医院", moment=now - timedelta(days=2), who="接线员 陈*"),
        Event(words="社区审核通过", moment=now - timedelta(days=2), who="认定员 王*"),
        Event(words="志愿者接下了", moment=now - timedelta(days=1), who="志愿者 李*", note="需要带医保卡"),
        Event(words="超过两小时没有人确认", moment=now, tone="warn"),
        Event(words="等老人确认", moment=now + timedelta(hours=3), tone="wait"),
    ]


def gallery(request: HttpRequest, sheet: str = "public") -> HttpResponse:
    """Every component in the surface `sheet`; 404 outside development and demo."""
    if not (settings.DEBUG or settings.DEMO) or sheet not in SHEETS:
        raise Http404
    now = clock.now()
    is_sent = request.method == "POST" or "sent" in request.GET
    sent: Any = request.POST or {"phone": "12345", "name": "张" * 60, "code": "12"}
    rows = [(f"张{n}", f"建设中路 {n} 号", 30 * n, list(STATUSES)[n % len(STATUSES)]) for n in range(1, 48)]
    context = {
        "layout": f"ui/{sheet}.html",
        "sheet": sheet,
        "nav": NAV,
        "form": SampleForm(sent) if is_sent else SampleForm(),
        "icons": icon_names(),
        "scenes": scene_names(),
        "statuses": list(STATUSES),
        "lines": _lines(now),
        "events": _events(now),
        "today": now,
        "later": now + timedelta(minutes=90),
        "page": page_of(request=request, rows=rows, size=5),
        "sorting": sorting_of(request=request, allowed={"name": ["name"], "minutes": ["minutes"]}, default="name"),
        "crumbs": [("/", _("首页")), ("", _("样式"))],
    }
    return render(request, "ui/gallery.html", context)
