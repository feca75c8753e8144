"""Going down: one subject of one place and period, by place or by a dimension, as bars with their table."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanliu.domain.insights.freshness import fresh_at
from nuanliu.domain.insights.periods import Period
from nuanliu.domain.insights.queries import days_of, first_month, sums_of, within
from nuanliu.domain.insights.rows import OF_SUBJECT
from nuanliu.domain.insights.types import Dimension, Subject, Sum
from nuanliu.domain.network.types import Power
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.bureau.figures.amounts import change, hours, period_words
from nuanliu.portals.bureau.figures.asking import BY_PLACE, Question, frame, question_of
from nuanliu.portals.bureau.figures.charts import Bar, columns, meter
from nuanliu.portals.bureau.figures.words import DIMENSIONS, SUBJECTS, place_in_order, value_words
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.exports import FORMATS, Cell, export
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.usecases.see_figures import totals_below

WITH_TIME = frozenset({Subject.VISIT})
"""Subjects whose amount is minutes that one wants to see."""

NO_ALL = frozenset({Subject.BOOK, Subject.PEOPLE, Subject.JOINED})
"""Subjects whose whole is no list: two kinds of people, several kinds of movement."""


@dataclass(frozen=True, slots=True)
class Row:
    """One value or place: how many, how much, beside before, where it leads."""

    words: str
    count: int
    amount: str
    before: str
    year_before: str
    share: str
    meter: SafeString
    href: str
    rows_href: str


@dataclass(frozen=True, slots=True)
class Table:
    """The rows, and what they come to; `is_time` says that minutes are shown."""

    rows: list[Row]
    count: int
    amount: str
    before: str
    year_before: str
    is_time: bool


@require_safe
@opens_with(Power.CITY_SEE)
def figures(request: HouseRequest) -> HttpResponse:
    """One subject by place or by a dimension."""
    question = question_of(request)
    if question.by == "all":
        raise NotVisible
    found = table_of(question)
    context = {
        **frame(request, question, page="figures", first=first_month()),
        "table": found,
        "title": title_of(question),
        "subjects": subjects(question),
        "choices": choices(question),
        "days": day_chart(question),
        "export_links": [(kind, question.link("figures-file") + f"&as={kind}") for kind in FORMATS],
        "fresh_at": fresh_at(),
        "supply_href": question.link("supply", by=BY_PLACE, value=""),
        "all_href": "" if question.subject in NO_ALL else question.link("rows", by="all", value=""),
    }
    return show(request, "bureau/figures.html", context)


@require_safe
@opens_with(Power.CITY_SEE)
def figures_file(request: HouseRequest) -> HttpResponse:
    """The same table as a file."""
    question = question_of(request)
    kind = request.GET.get("as", "xlsx")
    if question.by == "all" or kind not in FORMATS:
        raise NotVisible
    return export(table=as_cells(question, table_of(question)), name="figures", kind=kind)


def as_cells(question: Question, table: Table) -> list[list[Cell]]:
    """The table with its heading and its sum."""
    time = [_("时间")] if table.is_time else []
    head: list[Cell] = [title_of(question), _("次数"), *time, _("占比"), before_words(question), _("去年同期")]
    lines: list[list[Cell]] = [
        [row.words, row.count, *([row.amount] if table.is_time else []), row.share, row.before, row.year_before]
        for row in table.rows
    ]
    whole: list[Cell] = [_("合计"), table.count, *([table.amount] if table.is_time else []), "100%"]
    return [head, *lines, [*whole, table.before, table.year_before]]


def before_words(question: Question) -> str:
    """What the column of the period before is called."""
    return _("上一年") if question.period.is_year else _("上月")


def title_of(question: Question) -> str:
    """`服务，按服务项目`."""
    by = _("地方") if question.by == BY_PLACE else DIMENSIONS[question.dimension]
    return _("%(what)s，按%(by)s") % {"what": SUBJECTS[question.subject], "by": by}


def subjects(question: Question) -> list[tuple[str, str, bool]]:
    """What else of this place and period can be seen."""
    first = {Subject.BOOK: Dimension.FLOW.value}
    return [
        (question.link(subject=one, by=first.get(one, BY_PLACE), value=""), str(said), one is question.subject)
        for one, said in SUBJECTS.items()
    ]


def choices(question: Question) -> list[tuple[str, str, bool]]:
    """By what else this subject can be seen."""
    known = [] if question.subject is Subject.BOOK else [(BY_PLACE, str(_("地方")))]
    known += [(one.value, str(DIMENSIONS[one])) for one in OF_SUBJECT[question.subject]]
    return [(question.link(by=code, value=""), said, code == question.by) for code, said in known]


def table_of(question: Question) -> Table:
    """The table of a question, of one period beside the one before and the same of last year."""
    if question.by == BY_PLACE:
        if question.subject is Subject.BOOK:
            raise NotVisible
        return _by_place(question)
    return _by_value(question)


def _by_value(question: Question) -> Table:
    asked = (question.subject, question.dimension)
    period = question.period
    shown = [period, period.before, period.year_before]
    told = sums_of(under=question.place.path, asked=[asked], months={m for one in shown for m in one.all_months})
    sides = [within(told, subject=asked[0], dimension=asked[1], period=one) for one in shown]
    if question.subject is Subject.PEOPLE:
        sides[1:] = [{}, {}]
    words = value_words(dimension=question.dimension, values={value for side in sides for value in side})
    order = sorted(
        words, key=lambda v: (place_in_order(question.dimension, v), -sides[0].get(v, Sum()).count, words[v])
    )

    def rows_href(value: str) -> str:
        return question.link("rows", value=value)

    return _table(
        question, [(words[value], [side.get(value, Sum()) for side in sides], "", rows_href(value)) for value in order]
    )


def _by_place(question: Question) -> Table:
    lines = []
    for node, sums in totals_below(place=question.place, subject=question.subject, period=question.period):
        is_itself = node == question.place
        href = "" if is_itself or node.is_site else question.link(place=node)
        lines.append((node.name, sums, href, question.link("rows", place=node, by="all", value="")))
    return _table(question, lines)


def _table(question: Question, lines: list[tuple[str, list[Sum], str, str]]) -> Table:
    is_time = question.subject in WITH_TIME
    whole = [Sum(), Sum(), Sum()]
    for _words, sums, _href, _rows in lines:
        for side, one in zip(whole, sums, strict=True):
            side.add(one.count, one.amount)
    most = max((sums[0].count for _w, sums, _h, _r in lines), default=0)
    has_before = question.subject is not Subject.PEOPLE

    def beside(now: Sum, before: Sum) -> str:
        if not has_before:
            return "—"
        if is_time:
            return change(now.amount, before.amount, is_time=True)
        return change(now.count, before.count)

    rows = [
        Row(
            words=words,
            count=sums[0].count,
            amount=hours(sums[0].amount),
            before=beside(sums[0], sums[1]),
            year_before=beside(sums[0], sums[2]),
            share=f"{100 * sums[0].count // whole[0].count}%" if whole[0].count else "—",
            meter=meter(value=sums[0].count, most=most, title=words),
            href=href,
            rows_href="" if question.subject in NO_ALL and question.by == BY_PLACE else rows_href,
        )
        for words, sums, href, rows_href in lines
        if question.by == BY_PLACE or any(one.count for one in sums)
    ]
    return Table(
        rows, whole[0].count, hours(whole[0].amount), beside(whole[0], whole[1]), beside(whole[0], whole[2]), is_time
    )


def day_chart(question: Question) -> SafeString | str:
    """Day by day of a month, or month by month of a year; nothing for what has no days."""
    if question.subject not in {Subject.VISIT, Subject.NEED}:
        return ""
    title = _("%(what)s，%(period)s") % {
        "what": SUBJECTS[question.subject],
        "period": period_words(question.period),
    }
    if question.period.is_year:
        told = sums_of(
            under=question.place.path, asked=[(question.subject, Dimension.ALL)], months=question.period.all_months
        )
        bars = []
        for month in question.period.all_months:
            one = within(told, subject=question.subject, dimension=Dimension.ALL, period=Period(month)).get("", Sum())
            bars.append(Bar(str(month.month), one.count, f"{one.count:,}"))
        return columns(bars=bars, title=title, height=150)
    days = days_of(
        under=question.place.path, subject=question.subject, dimension=Dimension.ALL, month=question.period.first
    )
    bars = []
    for number in range((question.period.after - question.period.first).days):
        day = question.period.first.replace(day=number + 1)
        count = days.get(day, {}).get("", Sum()).count
        bars.append(Bar(str(day.day), count, str(count)))
    return columns(bars=bars, title=title, height=150)
