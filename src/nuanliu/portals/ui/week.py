"""The week as a grid that can be ticked, on whichever form asks when somebody is free."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from nuanliu.platform import clock, words
from nuanliu.portals.ui.forms import ActForm
from nuanliu.portals.ui.free_times import PARTS, WEEKDAYS, Grid, Span


class FreeTimesForm(ActForm):
    """A box for each part of each day, and one for each span that fits no part."""

    cells = forms.MultipleChoiceField(label=gettext_lazy("有空的时候"), required=False)
    others = forms.MultipleChoiceField(label=gettext_lazy("另外的时间"), required=False)

    def __init__(self, *args: Any, grid: Grid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grid = grid
        self.fields["cells"].choices = [(_cell(day, p.code), "") for day in WEEKDAYS for p in PARTS]  # type: ignore[attr-defined]
        self.fields["others"].choices = [(_span(span), "") for span in grid.others]  # type: ignore[attr-defined]

    def parts(self) -> list[dict[str, Any]]:
        """The parts of day with their hours: `8:00–12:00`."""
        return [{"word": part.word, "hours": f"{_hour(part.first)}–{_hour(part.last)}"} for part in PARTS]

    def rows(self) -> list[dict[str, Any]]:
        """The table: a row a day, a box a part."""
        ticked = self._sent("cells") if self.is_bound else {_cell(*cell) for cell in self.grid.cells}
        return [
            {
                "word": weekday_word(day),
                "boxes": [
                    {"value": _cell(day, part.code), "part": part, "is_ticked": _cell(day, part.code) in ticked}
                    for part in PARTS
                ],
            }
            for day in WEEKDAYS
        ]

    def other_rows(self) -> list[dict[str, Any]]:
        """The boxes of spans that fit no part."""
        ticked = self._sent("others") if self.is_bound else {_span(span) for span in self.grid.others}
        return [
            {"value": _span(span), "words": span_words(span), "is_ticked": _span(span) in ticked}
            for span in self.grid.others
        ]

    def _sent(self, name: str) -> set[str]:
        return {str(value) for value in cast("Any", self.data).getlist(name)}

    def chosen(self) -> Grid:
        """The grid as sent."""
        cells = (text.split("-") for text in self.cleaned_data["cells"])
        others = (tuple(int(part) for part in text.split("-")) for text in self.cleaned_data["others"])
        return Grid(frozenset((int(day), code) for day, code in cells), tuple(others))  # type: ignore[arg-type]


def _hour(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def _cell(day: int, code: str) -> str:
    return f"{day}-{code}"


def _span(span: Span) -> str:
    return "-".join(str(part) for part in span)


def weekday_word(day: int) -> str:
    """`星期二`."""
    return (words.WEEKDAYS_EN if words.english() else words.WEEKDAYS)[day - 1]


def span_words(span: Span) -> str:
    """`星期二 上午 9 点到 11 点`."""
    day, first, last = span
    midnight = datetime(2026, 1, 5, tzinfo=clock.LOCAL)
    start, end = midnight.replace(hour=first // 60, minute=first % 60), _minute(midnight, last)
    return f"{weekday_word(day)} {words.span(start, end)}"


def _minute(midnight: datetime, minute: int) -> datetime:
    last = min(minute, 24 * 60 - 1)
    return midnight.replace(hour=last // 60, minute=last % 60)
