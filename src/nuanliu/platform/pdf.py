"""PDFs: a typst template and data as JSON in, the same bytes every time out; PDF/A and PDF/UA: it is tagged and lasts.

Data never becomes markup: the template reads it as data, whatever characters it holds.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from nuanliu.platform.fonts import font_folder, printable

ROOT = Path(__file__).resolve().parent.parent
"""What templates may import from: `/platform/paper.typ` is the common ground of all papers."""


def make_pdf(*, template: Path, data: Mapping[str, Any], at: datetime, carries_files: bool = False) -> bytes:
    """The paper that `template` makes of `data`; `at` stands in it as when it was made.

    `carries_files` where the template puts others into it. Characters without a glyph are written out as their code.
    Raises NoFonts, and typst's own error for a template of ours that is wrong.
    """
    made = typst.compile(
        str(template),
        root=str(ROOT),
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(_printable(data), ensure_ascii=False)},
        pdf_standards=["a-3a", "ua-1"] if carries_files else ["a-2a", "ua-1"],
        timestamp=int(at.timestamp()),
    )
    return bytes(made)


def make_picture(*, template: Path, data: Mapping[str, Any], at: datetime, dots_an_inch: float = 101.6) -> bytes:
    """The same as a PNG of one page, with the letters drawn in it: it looks the same on every telephone."""
    made = typst.compile(
        str(template),
        root=str(ROOT),
        font_paths=_fonts(),
        format="png",
        ppi=dots_an_inch,
        sys_inputs={"data": json.dumps(_printable(data), ensure_ascii=False)},
        timestamp=int(at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError(template.name)
    return made


@cache
def _fonts() -> typst.Fonts:
    """The house's fonts, read once a process: more than half of what a page costs."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(font_folder())])


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    return value
