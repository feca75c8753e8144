"""Workbooks and other files for tests, made in memory."""

import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook

from nuanliu.usecases.rosters.known import Known, Names
from nuanliu.usecases.rosters.reading import read_roster
from nuanliu.usecases.rosters.types import Level, Reading, RosterKind

TODAY = date(2026, 11, 23)
SITES = [("ZS01", ("钟山区建设中路社区", "建设中路社区")), ("LZ02", ("九龙街道文化路社区", "文化路社区"))]
KNOWN = Known(
    today=TODAY,
    nodes=Names.of([("520200", ("六盘水市",)), ("520201011", ("黄土坡街道",)), *SITES]),
    sites=Names.of(SITES),
    branches=Names.of([("DZB03", ("建设中路社区党支部",))]),
    services=Names.of([("S101", ("陪伴聊天",)), ("S201", ("代买代购（菜、药）",))]),
    volunteers=Names.of([("ZS01-0001", ("李建国",)), ("ZS01-0002", ("杨秀琼",)), ("ZS01-0003", ("杨秀琼",))]),
    node_kinds={"520200": "city", "520201011": "town", "ZS01": "community", "LZ02": "community"},
)


def identity(birth: str = "19440302", order: int = 2, region: str = "520299") -> str:
    """A well-formed identity number."""
    first = f"{region}{birth}{order:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(d) * w for d, w in zip(first, weights, strict=True)) % 11]


def workbook(rows: Iterable[Sequence[object]], *, merge: Sequence[str] = (), title: str = "Sheet1") -> BytesIO:
    """A one-sheet workbook holding `rows` from the first row on."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for area in merge:
        sheet.merge_cells(area)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def repacked(
    file: BytesIO, *, change: dict[str, bytes | None] | None = None, add: dict[str, bytes] | None = None
) -> BytesIO:
    """The same container with parts replaced (None: left out) or added."""
    out = BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            data = (change or {}).get(part.filename, source.read(part))
            if data is not None:
                target.writestr(part.filename, data)
        for name, data in (add or {}).items():
            target.writestr(name, data)
    out.seek(0)
    return out


def read(rows: Iterable[Sequence[object]], kind: RosterKind = RosterKind.ELDERS, **more: object) -> Reading:
    """The reading of a workbook with these rows."""
    return read_roster(file=workbook(rows, **more), kind=kind, known=KNOWN)


def read_file(data: bytes | BytesIO, kind: RosterKind = RosterKind.ELDERS) -> Reading:
    """The reading of any file."""
    return read_roster(file=BytesIO(data) if isinstance(data, bytes) else data, kind=kind, known=KNOWN)


def said(reading: Reading, level: Level | None = None) -> list[tuple[int, str, str]]:
    """(row, column, code) of the verdicts, of one level if wanted."""
    return [(v.row, v.column, v.code) for v in reading.verdicts if level in {None, v.level}]
