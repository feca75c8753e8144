"""Services as the national volunteer system wants them, row by row, and what it said of each row.

The content is that of the order on records (民政部令67): who, what, when, where, for how long, which unit recorded
it and who answers for it. A service goes out once; one that was refused goes out again with the next export.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from nuanliu.domain.audit.operations import record
from nuanliu.domain.care.models import Visit
from nuanliu.domain.insights.models import Export, ExportPart, NationalLine
from nuanliu.domain.insights.types import COUNTED_VISIT, ExportKind, LineState
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.sealing import identity_of
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.national_codes import POLITICAL, SEX
from nuanliu.platform.retry import repeated
from nuanliu.usecases.exporting import Chunk, access_export, ask_export, go_on

HEADS = (
    "序号",
    "姓名",
    "性别",
    "证件类型",
    "证件号码",
    "政治面貌",
    "志愿者编号",
    "活动名称",
    "服务类别",
    "服务日期",
    "开始时间",
    "结束时间",
    "服务地点",
    "服务内容",
    "服务时长（小时）",
    "组织单位",
    "负责人",
    "凭据",
    "平台记录号",
)
"""The columns, always in Chinese: the file is for a Chinese authority."""
PART_ROWS = 1000
_GRADES = {"verified": "老人当面确认", "witnessed": "工作人员见证", "attested": "纸质服务单，双人复核"}


class UnableToSend(Unable):
    """There is nothing to send, or no reason was given."""


class UnableToReceipt(Unable):
    """What was typed is no receipt."""


def due_visits(*, paths: Iterable[str], until: datetime) -> QuerySet[Visit]:
    """Certified services that ended before a moment and that the national system has not got, the oldest first."""
    reach = within(paths=paths, column="site__path")
    gone = NationalLine.objects.filter(site_id=OuterRef("site_id"), visit_id=OuterRef("id")).exclude(
        state=LineState.REFUSED
    )
    rows = Visit.objects.filter(
        reach, ~Exists(gone), state__in=COUNTED_VISIT, counted_minutes__gt=0, ended_at__lt=until
    )
    return rows.order_by("ended_at", "id")


def ask_national(*, actor: Actor, last_day: date, reason: str, token: UUID, now: datetime) -> Export:
    """Everything up to a day that has not gone out yet. Raises UnableToSend (no_reason, nothing), NotVisible."""
    paths = actor.paths(Power.ROSTER_EXPORT)
    if not paths:
        raise NotVisible
    if not reason.strip():
        raise UnableToSend("no_reason", _("请写明为什么要导出。"), field="reason")
    until = min(clock.day_bounds(last_day)[1], now)
    count = due_visits(paths=paths, until=until).count()
    if not count:
        raise UnableToSend("nothing", _("到这天为止，都报过了。"), field="last_day")
    return ask_export(
        actor=actor,
        kind=ExportKind.NATIONAL,
        title=last_day.isoformat(),
        asked={"paths": list(paths), "until": until.isoformat(), "at": ""},
        rows_all=count,
        reason=reason.strip(),
        token=token,
        now=now,
        begin=make_national.enqueue,
    )


@task()
def make_national(export_id: str) -> str:
    """Make the parts that are not there yet."""
    made = go_on(export_id=UUID(export_id), heads=HEADS, source=_rows_of, now=clock.now, size=PART_ROWS)
    return f"{made} parts"


def _rows_of(export: Export, size: int) -> Chunk:
    """The next services that have not gone out: what this export already holds has a line of its own."""
    until = datetime.fromisoformat(export.asked["until"])
    related = ("need__service", "site", "volunteer__volunteer", "unit")
    rows = due_visits(paths=export.asked["paths"], until=until).select_related(*related)
    visits = list(rows[: size + 1])
    answers = _names({visit.certified_by for visit in visits})
    first = export.rows_done
    shown = [_row(first + order, visit, answers) for order, visit in enumerate(visits[:size], start=1)]
    more = "more" if len(visits) > size else None
    return Chunk(shown, more, [(visit.site_id, visit.id) for visit in visits[:size]])


def _names(people: set[UUID | None]) -> dict[UUID, str]:
    return dict(Person.objects.filter(pk__in=[one for one in people if one]).values_list("pk", "name"))


def _row(number: int, visit: Visit, answers: dict[UUID, str]) -> list[str | int]:
    person, service = visit.volunteer, visit.need.service
    start, end = (clock.local(moment) if moment else None for moment in (visit.started_at, visit.ended_at))
    minutes = visit.counted_minutes or 0
    return [
        number,
        person.name,
        str(SEX.get(person.sex, "")),
        "居民身份证",
        identity_of(person),
        str(POLITICAL.get(person.political_status, "")),
        person.volunteer.number,
        f"时间银行助老服务·{service.name}",
        service.group,
        f"{end:%Y-%m-%d}" if end else "",
        f"{start:%H:%M}" if start else "",
        f"{end:%H:%M}" if end else "",
        visit.site.name,
        service.name,
        f"{minutes // 60}.{minutes % 60 * 100 // 60:02d}",
        (visit.unit or visit.site).name,
        answers.get(visit.certified_by, "") if visit.certified_by else "",
        _GRADES.get(visit.grade, ""),
        str(visit.id),
    ]


def refused_rows(text: str) -> dict[int, str]:
    """`3 证件号不对`, one a line: row and why. Raises UnableToReceipt for a line that names no row."""
    found: dict[int, str] = {}
    for line in text.splitlines():
        said = line.strip()
        if not said:
            continue
        number, _space, why = said.replace("，", " ").replace(",", " ").replace("\t", " ").partition(" ")
        if not number.isdecimal():
            raise UnableToReceipt("no_row", _("每行先写行号，空一格，再写原因。"), field="refused")
        found[int(number)] = why.strip()[:200]
    return found


@repeated
def note_receipt(*, actor: Actor, export_id: UUID, number: int, refused: str, now: datetime) -> ExportPart:
    """What the national system said of a part: the rows named were refused, every other accepted. Can be said again.

    Raises UnableToReceipt, NotVisible.
    """
    with durable():
        export = access_export(actor=actor, export_id=export_id)
        part = ExportPart.objects.select_for_update(no_key=True).filter(export=export, number=number).first()
        if part is None or export.kind != ExportKind.NATIONAL:
            raise NotVisible
        rows, first = refused_rows(refused), _first_row(part)
        known = {line.row + first: line for line in part.lines.select_for_update(no_key=True)}
        strange = sorted(rows.keys() - known.keys())
        if strange:
            words = _("这一份里没有第 %(row)d 行。") % {"row": strange[0]}
            raise UnableToReceipt("strange_row", words, field="refused")
        _insist_on_not_sent_again(part, rows, first)
        for row, line in known.items():
            line.state = LineState.REFUSED if row in rows else LineState.ACCEPTED
            line.reason, line.told_at = rows.get(row, ""), now
        NationalLine.objects.bulk_update(known.values(), ["state", "reason", "told_at"], batch_size=500)
        part.receipted_at = now
        part.save(update_fields=["receipted_at"])
        record(
            action="export.receipted",
            subject_type="export",
            subject_id=export.pk,
            occurred_at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.CITY_SEE, path=actor.paths(Power.CITY_SEE)[0]),
            details={"part": number, "rows": len(known), "refused": len(rows)},
        )
        return part


def _first_row(part: ExportPart) -> int:
    """How many rows stand in the parts before it: rows are numbered through the whole export."""
    before = ExportPart.objects.filter(export=part.export_id, number__lt=part.number)
    return sum(before.values_list("rows", flat=True))


def _insist_on_not_sent_again(part: ExportPart, rows: dict[int, str], first: int) -> None:
    """A row that was refused and has gone out again cannot be called accepted afterwards."""
    old = part.lines.filter(state=LineState.REFUSED)
    again = NationalLine.objects.exclude(part=part).exclude(state=LineState.REFUSED)
    for line in old.filter(Exists(again.filter(site_id=OuterRef("site_id"), visit_id=OuterRef("visit_id")))):
        if line.row + first not in rows:
            words = _("第 %(row)d 行已经重报了，不能再改成收下。") % {"row": line.row + first}
            raise UnableToReceipt("sent_again", words, field="refused")


def lines_said(*, part: ExportPart) -> dict[str, int]:
    """How many rows of a part are in which state."""
    states = list(part.lines.values_list("state", flat=True))
    return {state.value: states.count(state.value) for state in LineState}


def refused_lines(*, part: ExportPart) -> list[tuple[int, str]]:
    """Row and reason of what was refused."""
    first = _first_row(part)
    rows = part.lines.filter(state=LineState.REFUSED).order_by("row").values_list("row", "reason")
    return [(row + first, reason) for row, reason in rows]
