"""The rows that make a figure, without a name in them; and one of them whole, with its story."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.insights.flows import flow_of
from nuanliu.domain.insights.queries import first_month
from nuanliu.domain.insights.rows import OF_SUBJECT, joined_in, needs_in, people_in, visits_in
from nuanliu.domain.insights.types import Dimension, Role, Subject, age_band
from nuanliu.domain.ledger.seals.flow_lines import LedgerLine, lines_of_flow
from nuanliu.domain.network.types import Power
from nuanliu.platform import words
from nuanliu.platform.clock import at, local, local_date
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.bureau.figures.asking import BY_PLACE, Question, frame, question_of
from nuanliu.portals.bureau.figures.words import AGED, DIMENSIONS, SUBJECTS, value_words
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.exports import FORMATS, MOST_ROWS, Cell, export
from nuanliu.portals.ui.labels import label_of
from nuanliu.portals.ui.paging import page_of
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.statuses import status_of
from nuanliu.usecases.due_figures import late_visits, seen_need
from nuanliu.usecases.see_figures import sites_with_flow

PAGE = 30
IN_BACKGROUND = frozenset({Subject.VISIT, Subject.NEED, Subject.PEOPLE})
"""Of what a list can be made in the background, however long it is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row as cells; `href` is its own page."""

    cells: list[Cell]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A kind of list: its headings, its rows, and how a row is said."""

    heads: list[str]
    rows: Any
    say: Callable[[Any], Line]


def listing_of(question: Question, now: datetime) -> Listing:
    """The rows of a question. Raises NotVisible for a value that is none."""
    dimension = question.dimension
    under, period = question.place.path, question.period
    if dimension not in {Dimension.ALL, Dimension.SERVICE_OUTCOME, *OF_SUBJECT[question.subject]}:
        raise NotVisible
    if question.subject is Subject.VISIT:
        found = visits_in(under=under, period=period, dimension=dimension, value=question.value)
        return Listing(visit_heads(), found, say_visit)
    if question.subject is Subject.NEED:
        return Listing(
            need_heads(), needs_in(under=under, period=period, dimension=dimension, value=question.value), say_need
        )
    if question.subject is Subject.BOOK:
        return _book(question)
    if question.subject is Subject.JOINED:
        if question.value not in set(Role):
            raise NotVisible
        role = Role(question.value)
        return Listing(joined_heads(), joined_in(under=under, period=period, role=role), say_joined(role))
    if dimension is Dimension.ALL:
        raise NotVisible
    year = local_date(now).year
    people = people_in(under=under, dimension=dimension, value=question.value, now=now)
    return Listing(people_heads(), people, lambda person: say_person(person, year))


def _book(question: Question) -> Listing:
    """Lines of the book: of one site at a time, where its book is."""
    if not question.value:
        raise NotVisible
    try:
        flow = flow_of(question.value)
    except ValueError:
        raise NotVisible from None
    if not question.place.is_site:
        sites = sites_with_flow(place=question.place, period=question.period, value=question.value)
        heads = [_("站点"), _("笔数"), _("合计")]

        def say_site(one: Any) -> Line:
            node, told = one
            said = words.amount(told.amount, flow.unit)
            return Line([node.name, told.count, said], question.link("rows", place=node))

        return Listing(heads, sites, say_site)
    lines = lines_of_flow(
        site=question.place.pk,
        flow=flow,
        since=at(question.period.first, 0),
        before=at(question.period.after, 0),
        limit=MOST_ROWS,
    )

    def say(line: LedgerLine) -> Line:
        said = words.amount(-line.amount if line.is_back else line.amount, flow.unit)
        return Line([
            _minute(line.occurred_at), said, _("冲正") if line.is_back else "", _minute(line.recorded_at), str(line.id),
        ])  # fmt: skip

    return Listing([_("什么时候"), _("多少"), _("备注"), _("记下时间"), _("流水号")], lines, say)


def _minute(moment: Any) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}" if moment else ""


def visit_heads() -> list[str]:
    """Headings of a list of services."""
    return [_("编号"), _("站点"), _("服务"), _("结束时间"), _("认定时间"), _("凭据等级"), _("支部和队伍")]


def say_visit(visit: Visit) -> Line:
    """One service."""
    service = visit.need.service
    return Line(
        [
            visit.need.number,
            visit.site.name,
            service.name_en if words.english() else service.name,
            _minute(visit.ended_at),
            words.minutes(visit.counted_minutes or 0),
            str(label_of(visit.grade, kind="grade")),
            visit.unit.name if visit.unit else "",
        ],
        reverse("bureau:record", args=[visit.need_id]),
    )


def need_heads() -> list[str]:
    """Headings of a list of needs."""
    return [_("编号"), _("站点"), _("服务"), _("提出时间"), _("要在什么时候"), _("怎么提的"), _("状态")]


def say_need(need: Need) -> Line:
    """One need."""
    return Line(
        [
            need.number,
            need.site.name,
            need.service.name_en if words.english() else need.service.name,
            _minute(need.submitted_at),
            _minute(need.starts_at),
            str(label_of(need.channel, kind="channel")),
            str(status_of(need.state).word),
        ],
        reverse("bureau:record", args=[need.id]),
    )


def people_heads() -> list[str]:
    """Headings of a list of people, none of whom is named."""
    return [_("志愿者编号"), _("站点"), _("性别"), _("年龄"), _("支部和队伍"), _("登记时间")]


def say_person(person: Any, year: int) -> Line:
    """One person without a name."""
    volunteer = getattr(person, "volunteer", None)
    band = age_band(born=person.birth_date, year=year)
    return Line([
        volunteer.number if volunteer else "",
        person.home_site.name,
        str(label_of(person.sex, kind="sex")),
        str(AGED[band]),
        person.branch.name if person.branch else "",
        _minute(person.registered_at),
    ])  # fmt: skip


def joined_heads() -> list[str]:
    """Headings of a list of who came."""
    return [_("志愿者编号"), _("哪天来的"), _("站点")]


def say_joined(role: Role) -> Callable[[Any], Line]:
    """How one of them is said."""

    def say(one: Any) -> Line:
        day = one.joined_on.isoformat() if role is Role.VOLUNTEER else _minute(one.registered_at)
        number = one.number if role is Role.VOLUNTEER else ""
        return Line([number, day, one.person.home_site.name])

    return say


def table_of(heads: list[str], lines: list[Line]) -> list[list[tuple[str, Cell, str]]]:
    """Each row as (heading, cell, where the row leads)."""
    return [
        [(head, "—" if cell == "" else cell, line.href) for head, cell in zip(heads, line.cells, strict=True)]
        for line in lines
    ]


def title_of(question: Question) -> str:
    """`服务：上门理发`."""
    if question.by in {BY_PLACE, Dimension.ALL.value} or not question.value:
        return str(SUBJECTS[question.subject])
    if question.dimension is Dimension.SERVICE_OUTCOME:
        service, _colon, outcome = question.value.partition(":")
        said = value_words(dimension=Dimension.SERVICE, values=[service])[service]
        came = value_words(dimension=Dimension.OUTCOME, values=[outcome])[outcome]
        return f"{said} · {came}"
    value = value_words(dimension=question.dimension, values=[question.value])[question.value]
    return f"{DIMENSIONS[question.dimension]} · {value}"


@require_safe
@opens_with(Power.CITY_SEE)
def rows(request: HouseRequest) -> HttpResponse:
    """The rows of one figure, page by page."""
    question = question_of(request)
    found = listing_of(question, request.now)
    page = page_of(request=request, rows=found.rows, size=PAGE)
    context = {
        **frame(request, question, page="rows", first=first_month()),
        "title": title_of(question),
        "heads": found.heads,
        "lines": table_of(found.heads, [found.say(row) for row in page.rows]),
        "page": page,
        "up": question.link("figures", by=BY_PLACE if question.by == "all" else question.by, value="")
        if question.dimension is not Dimension.SERVICE_OUTCOME
        else question.link("supply", value=""),
        "export_links": [(kind, f"{question.link('rows-file')}&as={kind}") for kind in FORMATS],
        "most": MOST_ROWS,
        "later_url": question.link("rows-later") if question.subject in IN_BACKGROUND else "",
    }
    return show(request, "bureau/rows.html", context)


@require_safe
@opens_with(Power.CITY_SEE)
def rows_file(request: HouseRequest) -> HttpResponse:
    """The same rows as a file, the newest first."""
    question = question_of(request)
    kind = request.GET.get("as", "xlsx")
    if kind not in FORMATS:
        raise NotVisible
    found = listing_of(question, request.now)
    lines = [found.say(row).cells for row in found.rows[:MOST_ROWS]]
    heads: list[Cell] = [*found.heads]
    return export(table=[heads, *lines], name="rows", kind=kind)


@require_safe
@opens_with(Power.CITY_SEE)
def late(request: HouseRequest) -> HttpResponse:
    """Services that wait longer for the site's decision than it may take, the oldest first."""
    question = question_of(request)
    found = late_visits(place=question.place, now=request.now)
    page = page_of(request=request, rows=found, size=PAGE)
    heads = [_("编号"), _("站点"), _("服务"), _("老人确认"), _("等了几天")]

    def say(visit: Visit) -> Line:
        service = visit.need.service
        waited = (local_date(request.now) - local_date(visit.confirmed_at)).days if visit.confirmed_at else 0
        name = service.name_en if words.english() else service.name
        return Line(
            [visit.need.number, visit.site.name, name, _minute(visit.confirmed_at), waited],
            reverse("bureau:record", args=[visit.need_id]),
        )

    context = {
        **frame(request, question, page="late", first=first_month()),
        "title": _("认定晚了"),
        "heads": heads,
        "lines": table_of(heads, [say(row) for row in page.rows]),
        "page": page,
        "up": question.link("home"),
        "is_now": True,
    }
    return show(request, "bureau/rows.html", context)


@require_safe
@opens_with(Power.CITY_SEE)
def record(request: HouseRequest, need_id: UUID) -> HttpResponse:
    """One need with its visits and everything that was done, without a name."""
    need, story = seen_need(actor=request.actor, need_id=need_id)
    visits = sorted(need.visits.all(), key=lambda visit: (visit.slot, visit.taken_at))
    context = {
        "need": need,
        "visits": visits,
        "story": story,
        "crumbs": [
            (reverse("bureau:home"), _("总览")),
            (f"{reverse('bureau:home')}?place={need.site.code}", need.site.name),
            ("", _("需求 %(number)s") % {"number": need.number}),
        ],
    }
    return show(request, "bureau/record.html", context)
