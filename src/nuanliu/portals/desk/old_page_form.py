"""A page of an old passbook as a form: label, photograph, and ten lines of four cells kept as they were typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanliu.domain.care.models import Service
from nuanliu.platform.text import clean
from nuanliu.platform.typed import tidy_digits
from nuanliu.portals.ui.forms import ActForm, TextField
from nuanliu.usecases.old_books import PageLine
from nuanliu.usecases.paper_slips.reading import read_day

LINES = 10
COLUMNS: dict[str, Promise] = {
    "day": gettext_lazy("日期"),
    "service": gettext_lazy("服务"),
    "minutes": gettext_lazy("分钟"),
    "whom": gettext_lazy("对象"),
}
LEAST, MOST, LONGEST = 10, 720, 100
"""Minutes of one line, and characters of whom it was for: as in a workbook of old passbooks."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page, and what is wrong with it."""

    number: int
    cells: list[tuple[str, str, str]]
    """(name, label, value)"""
    words: str


class OldPageForm(ActForm):
    """The page; its lines stand beside it under repeated names."""

    page = TextField(label=gettext_lazy("第几本第几页"), help_text=gettext_lazy("比如：2-15"), max_length=20)
    photo = forms.FileField(
        label=gettext_lazy("这一页的照片"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "empty": gettext_lazy("这张照片是空的，请再拍一张。"),
            "invalid": gettext_lazy("没有收到照片。请再选一次。"),
            "missing": gettext_lazy("没有收到照片。请再选一次。"),
        },
    )

    def __init__(self, data: QueryDict | None = None, files: Any = None, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.today = today
        columns = [data.getlist(name)[:LINES] if data is not None else [] for name in COLUMNS]
        self.typed = [[*column, *[""] * (LINES - len(column))] for column in columns]
        self.found: list[PageLine] = []
        self.wrong: dict[int, str] = {}

    def clean(self) -> dict[str, Any]:
        """Read the lines."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        services = {one.code: one for one in Service.objects.all()}
        for number, cells in enumerate(zip(*self.typed, strict=True), start=1):
            if not any(cell.strip() for cell in cells):
                continue
            line, words = _read(cells, services, self.today)
            if line is None:
                self.wrong[number] = words
                self.add_error(None, f"{_('第 %(number)d 行') % {'number': number}}：{words}")
            else:
                self.found.append(line)
        return said

    def photographed(self) -> bytes:
        """The photograph."""
        return bytes(self.cleaned_data["photo"].read())

    def rows(self) -> list[Row]:
        """Every line of the page."""
        return [
            Row(
                number,
                [
                    (name, f"{_('第 %(number)d 行') % {'number': number}} {label}", value)
                    for (name, label), value in zip(COLUMNS.items(), cells, strict=True)
                ],
                self.wrong.get(number, ""),
            )
            for number, cells in enumerate(zip(*self.typed, strict=True), start=1)
        ]


def _read(cells: Sequence[str], services: dict[str, Service], today: date) -> tuple[PageLine | None, str]:
    """The line, or what is wrong with it."""
    day_said, service_said, minutes_said, whom = (clean(cell) for cell in cells)
    day, code = read_day(text=day_said, today=today), service_said.upper()
    service = services.get(f"S{code}" if code.isdigit() else code)
    digits = tidy_digits(minutes_said)
    minutes = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 5 else 0
    if day is None:
        return None, _("日期不对。请写 2024-3-5 这样。")
    if service is None:
        return None, _("没有这项服务。请写编号，比如 101。")
    if not LEAST <= minutes <= MOST:
        return None, _("分钟要在 %(least)d 到 %(most)d 之间。") % {"least": LEAST, "most": MOST}
    if not whom or len(whom) > LONGEST:
        return None, _("请写服务对象或活动。")
    return PageLine(day, service.code, minutes, whom), ""
