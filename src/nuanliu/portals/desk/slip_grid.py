"""The grid as a form: thirty rows of seven cells, kept exactly as they were typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.portals.ui.forms import ActForm
from nuanliu.usecases.paper_slips.judging import MOST_ROWS
from nuanliu.usecases.paper_slips.types import COLUMNS, Level, Typed
from nuanliu.usecases.paper_slips.verdicts import Verdict

HEADS: dict[str, Promise] = {
    "slip": gettext_lazy("单号"),
    "helper": gettext_lazy("志愿者"),
    "elder": gettext_lazy("老人"),
    "service": gettext_lazy("服务"),
    "day": gettext_lazy("日期"),
    "start": gettext_lazy("从几点"),
    "end": gettext_lazy("到几点"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One input. `is_first` of all that are to be mended: there the cursor stands."""

    id: str
    name: str
    label: str
    value: str
    is_wrong: bool
    is_first: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the page."""

    number: int
    cells: tuple[Cell, ...]
    verdict: Verdict | None


class GridForm(ActForm):
    """The token, and the rows beside it; its refusals lead to the cells."""

    def __init__(self, data: QueryDict | None = None, *, rows: Sequence[Typed] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.rows = typed_in(data) if data is not None else list(rows)
        self.verdicts: list[Verdict] = []

    def take(self, verdicts: Sequence[Verdict]) -> None:
        """Put the verdicts beside the rows; what must be mended is a refusal of the form."""
        self.verdicts = list(verdicts)
        for verdict in self.verdicts:
            for finding in verdict.findings if verdict.level is Level.ERROR else ():
                if finding.level is Level.ERROR:
                    self.add_error(None, f"{_row(verdict.number)}：{finding.words}")

    def summary(self) -> list[tuple[str, str]]:
        """Each refusal with the cell it is about."""
        told = [
            (cell_id(one.number, finding.column or "slip"), f"{_row(one.number)}：{finding.words}")
            for one in self.verdicts
            for finding in one.findings
            if finding.level is Level.ERROR
        ]
        return told or super().summary()

    @property
    def is_fit(self) -> bool:
        """It was looked at, and nothing stands against it."""
        return bool(self.verdicts) and not self.errors and not all(one.is_empty for one in self.verdicts)

    def lines(self) -> list[Line]:
        """All rows of the page, the empty ones too."""
        rows = [*self.rows, *[Typed()] * (MOST_ROWS - len(self.rows))]
        verdicts = {verdict.number: verdict for verdict in self.verdicts}
        first = next((one for one in self.verdicts if one.wrong), None)
        return [self._line(number, row, verdicts.get(number), first) for number, row in enumerate(rows, start=1)]

    def _line(self, number: int, row: Typed, verdict: Verdict | None, first: Verdict | None) -> Line:
        wrong = verdict.wrong if verdict else frozenset()
        at = next((column for column in COLUMNS if column in wrong), "") if verdict is first else ""
        if not self.verdicts and number == 1:
            at = COLUMNS[0]
        cells = tuple(
            Cell(
                id=cell_id(number, column),
                name=column,
                label=f"{_row(number)} {HEADS[column]}",
                value=getattr(row, column),
                is_wrong=column in wrong,
                is_first=column == at,
            )
            for column in COLUMNS
        )
        return Line(number, cells, verdict if verdict and not verdict.is_empty else None)


def _row(number: int) -> str:
    return _("第 %(number)d 行") % {"number": number}


def cell_id(number: int, column: str) -> str:
    """The id of one input."""
    return f"{column}-{number}"


def typed_in(data: QueryDict) -> list[Typed]:
    """The rows that were sent: the n-th of each name is in the n-th row."""
    columns = [data.getlist(column)[:MOST_ROWS] for column in COLUMNS]
    count = max(map(len, columns), default=0)
    filled = [[*values, *[""] * (count - len(values))] for values in columns]
    return [Typed(*cells) for cells in zip(*filled, strict=True)]
