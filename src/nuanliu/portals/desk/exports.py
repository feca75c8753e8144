"""The board's lists as tables for a file."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from nuanliu.platform import clock, words
from nuanliu.portals.desk.rows import Row
from nuanliu.portals.ui.exports import Cell
from nuanliu.portals.ui.statuses import status_of


def table_of(rows: Iterable[Row]) -> list[list[Cell]]:
    """Head and lines, in the reader's language."""
    head: list[Cell] = [_("编号"), _("日期"), _("时间"), _("老人"), _("服务"), _("志愿者"), _("状态")]
    return [head, *(_line(row) for row in rows)]


def _line(row: Row) -> list[Cell]:
    return [
        row.number,
        words.short_day(row.starts_at),
        f"{clock.local(row.starts_at):%H:%M}–{clock.local(row.ends_at):%H:%M}",
        row.elder.name,
        row.service.name_en if words.english() else row.service.name,
        "、".join(row.helpers),
        str(status_of(row.state).word),
    ]
