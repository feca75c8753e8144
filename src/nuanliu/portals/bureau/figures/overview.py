"""The bureau's first page: one place in one month or year, on one screen; every figure leads to what makes it."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanliu.domain.insights.types import Dimension, Outcome, Role, Subject
from nuanliu.domain.network.types import NodeKind, Power
from nuanliu.platform import words
from nuanliu.portals.bureau.figures.amounts import change, hours, month_words, period_words
from nuanliu.portals.bureau.figures.asking import Question, frame, question_of
from nuanliu.portals.bureau.figures.charts import Bar, Tile, columns, shade_of
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.reconcile import last_check
from nuanliu.usecases.see_figures import Below, Overview, overview_of


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: its words, how much, in what, beside before, where it leads."""

    label: Promise | str
    said: str
    unit: Promise | str
    notes: list[str]
    href: str
    is_alert: bool = False


@require_safe
@opens_with(Power.CITY_SEE)
def home(request: HouseRequest) -> HttpResponse:
    """The overview."""
    question = question_of(request)
    found = overview_of(place=question.place, period=question.period, now=request.now)
    context = {
        **frame(request, question, page="home", first=found.first_month),
        "overview": found,
        "cards": cards(found, question),
        "chart": trend_chart(found),
        "trend": [(month_words(month), one) for month, one in found.trend],
        "rows": [(one, _question_below(question, one)) for one in found.below],
        "tiles": tiles(found, question),
        "last_check": last_check(),
        "links": {
            "drill": question.link(by=Dimension.SERVICE.value),
            "report": question.link("report"),
            "supply": question.link("supply"),
            "map": question.link("map") if question.place.kind == NodeKind.CITY else "",
        },
    }
    return show(request, "bureau/overview.html", context)


def _question_below(question: Question, below: Below) -> str:
    if below.node == question.place:
        return question.link(subject=Subject.VISIT, by="all")
    return question.link("home", place=below.node)


def _beside(found: Overview, now: int, before: int, year_before: int, *, is_time: bool = False) -> list[str]:
    """Beside the month before and the same month a year ago; a year has only the one before; nothing beside nothing."""
    if not before and not year_before:
        return []
    first = change(now, before, is_time=is_time)
    if found.period.is_year:
        return [_("比上一年 %(change)s") % {"change": first}]
    return [
        _("比上月 %(change)s") % {"change": first},
        _("比去年同月 %(change)s") % {"change": change(now, year_before, is_time=is_time)},
    ]


def cards(found: Overview, question: Question) -> list[Card]:
    """The figures of the first page, in the order in which they are asked for."""
    now, before, year = found.now, found.before, found.year_before

    def to(subject: Subject, by: str, value: str = "", page: str = "figures") -> str:
        return question.link(page, subject=subject, by=by, value=value)

    def beside(name: str, *, is_time: bool = False) -> list[str]:
        sides = [getattr(one, name) for one in (now, before, year)]
        return _beside(found, *sides, is_time=is_time)

    outcome = Dimension.OUTCOME.value
    newcomers = _("新来 %(count)s 人")
    to_book = to(Subject.BOOK, Dimension.FLOW.value)
    wait = words.minutes(now.average_wait) if now.taken else "—"
    quick = _("1 天以内 %(share)s") % {"share": percent(now.within_a_day, now.taken)}
    late = _("超过期限 %(count)s 件") % {"count": found.due.breaches}
    visits = to(Subject.VISIT, "place")
    piece, hour = _("件"), _("小时")
    served, unserved = (to(Subject.NEED, outcome, one, "rows") for one in (Outcome.SERVED, Outcome.UNSERVED))
    helpers, elders = (to(Subject.PEOPLE, "role", one, "rows") for one in (Role.VOLUNTEER, Role.ELDER))
    return [
        Card(_("志愿者"), f"{now.volunteers:,}", _("人"), [newcomers % {"count": now.joined_volunteers}], helpers),
        Card(_("老人"), f"{now.elders:,}", _("位"), [newcomers % {"count": now.joined_elders}], elders),
        Card(_("服务时间"), hours(now.served_minutes), hour, beside("served_minutes", is_time=True), visits),
        Card(_("存进存折"), hours(now.saved_minutes), hour, beside("saved_minutes", is_time=True), to_book),
        Card(_("支取"), hours(now.spent_minutes), hour, beside("spent_minutes", is_time=True), to_book),
        Card(_("提出需求"), f"{now.needs:,}", piece, beside("needs"), to(Subject.NEED, "place")),
        Card(_("办好了"), f"{now.served:,}", piece, [_share(now.served, now.needs)], served),
        Card(
            _("没有人接"), f"{now.unserved:,}", piece, [_share(now.unserved, now.needs)], unserved, bool(now.unserved)
        ),
        Card(_("多久有人接"), wait, "", [quick], to(Subject.NEED, Dimension.WAIT.value)),
        Card(_("认定晚了"), f"{found.due.late:,}", piece, [late], question.link("late"), bool(found.due.late)),
    ]


def percent(part: int, whole: int) -> str:
    """A part of a whole in per cent, cut down."""
    return f"{100 * part // whole}%" if whole else "—"


def _share(part: int, whole: int) -> str:
    return _("占 %(share)s") % {"share": percent(part, whole)}


def trend_chart(found: Overview) -> SafeString:
    """Hours of service month by month; the period itself and the same month a year ago stand out."""
    marked = {found.period.first, found.period.year_before.first} if not found.period.is_year else set()
    bars = [
        Bar(
            label=_month_label(month.month),
            value=one.served_minutes,
            said=f"{one.served_minutes // 60:,}",
            is_marked=month in marked,
        )
        for month, one in found.trend
    ]
    title = _("到%(period)s为止，每月的服务时间") % {"period": period_words(found.period)}
    return columns(bars=bars, title=title, height=150)


def _month_label(month: int) -> str:
    return words.MONTHS_EN[month - 1] if words.english() else _("%(month)s月") % {"month": month}


def tiles(found: Overview, question: Question) -> list[Tile]:
    """One tile a place below, the darker the more hours; a site itself has none."""
    kinds = {NodeKind.CITY, NodeKind.COUNTY, NodeKind.TOWN}
    if found.place.kind not in kinds:
        return []
    most = max((one.figures.served_minutes for one in found.below), default=0)
    return [
        Tile(
            name=one.node.short_name or one.node.name,
            said=hours(one.figures.served_minutes),
            shade=shade_of(value=one.figures.served_minutes, most=most),
            href=_question_below(question, one),
        )
        for one in found.below
    ]
