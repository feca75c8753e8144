"""Lines of old paper passbooks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from nuanliu.usecases.rosters.cells import code, day, minutes, name, plain, text
from nuanliu.usecases.rosters.choices import named
from nuanliu.usecases.rosters.columns import Column
from nuanliu.usecases.rosters.known import Known
from nuanliu.usecases.rosters.spec import Finding, Spec, error, warning
from nuanliu.usecases.rosters.types import RosterKind

LONGEST_LINE = 720
"""Nobody serves more than twelve hours in a day (RULEBOOK 4.2, daily_review_cap_min)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassbookRow:
    """One written line: who served when, what, how long, for whom, on which photographed page."""

    volunteer: str
    name: str
    served_on: date
    service: str
    minutes: int
    whom: str
    page: str = ""
    entered_by: str = ""
    checked_by: str = ""


def _check(row: PassbookRow, known: Known) -> Iterator[Finding]:
    if known.volunteers.code_of(row.volunteer) is None:
        yield error("volunteer", "volunteer_unknown", value=row.volunteer[:20])
    if not row.page:
        yield warning("page", "page_missing")
    if not row.checked_by:
        yield warning("checked_by", "reviewer_missing")
    elif row.checked_by == row.entered_by:
        yield error("checked_by", "reviewer_same")


PASSBOOK = Spec(
    kind=RosterKind.PASSBOOK,
    title=_("时间存折登记"),
    row=PassbookRow,
    columns=(
        Column("volunteer", "志愿者编号", code(16), ("编号", "存折号", "志愿者号"), is_required=True),
        Column("name", "姓名", name, ("志愿者姓名", "志愿者"), is_required=True),
        Column("served_on", "服务日期", day(past=True, earliest=2000), ("日期", "时间"), is_required=True),
        Column("service", "服务项目", named("service"), ("项目", "服务内容", "内容"), is_required=True),
        Column(
            "minutes",
            "服务时长（分钟）",
            minutes(10, LONGEST_LINE),
            ("服务时长（小时）", "时长", "分钟", "分钟数", "小时"),
            is_required=True,
        ),
        Column(
            "whom", "服务对象或活动", lambda cell: plain(cell, 100), ("服务对象", "对象", "活动名称"), is_required=True
        ),
        Column("page", "存折页照片号", text(40), ("照片号", "存折页码", "页码")),
        Column("entered_by", "经办人", text(40), ("登记人",)),
        Column("checked_by", "复核人", text(40), ("核对人",)),
    ),
    check=_check,
    unique=((("volunteer", "served_on", "service", "minutes", "whom", "page"), "pair_twice"),),
)
