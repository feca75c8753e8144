"""What is not a roster is told so in one sentence, and nothing explodes."""

import zipfile
from io import BytesIO

import pytest

from nuanliu.usecases.rosters import container, reading
from nuanliu.usecases.rosters.types import Level, RosterKind
from tests.unit.usecases.rosters.workbooks import identity, read, read_file, repacked, said, workbook

HEADERS = ("姓名", "身份证号", "联系电话", "所属站点")
GOOD = [HEADERS, ("张桂兰", identity(), "16908580001", "ZS01")]


def archive(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in parts.items():
            target.writestr(name.replace("__", "/").replace("_DOT_", "."), data)
    return out.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600
NOT_WORKBOOKS = [
    (b"", "file_empty"),
    (OLE, "file_old_xls"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "file_password"),
    (b"\xef\xbb\xbf" + "姓名,身份证号\n张桂兰,1\n".encode(), "file_csv"),
    ("姓名,身份证号,联系电话\n张桂兰,1,2\n".encode("gb18030"), "file_csv"),
    ("姓名\t身份证号\n".encode("utf-16"), "file_csv"),
    (b"<html><table><tr><td>1</td></tr></table></html>", "file_web_page"),
    (b"<?xml version='1.0'?><Workbook/>", "file_web_page"),
    (b"%PDF-1.7 ...", "file_pdf"),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "file_not_workbook"),
    (b"hello", "file_not_workbook"),
    (b"PK\x03\x04 cut off", "file_broken"),
    (archive(word__document_DOT_xml=b"<w/>"), "file_document"),
    (archive(ppt__presentation_DOT_xml=b"<p/>"), "file_slides"),
    (archive(xl__workbook_DOT_bin=b"x"), "file_binary_workbook"),
    (archive(content_DOT_xml=b"<o/>"), "file_open_document"),
    (archive(photo_DOT_jpg=b"x"), "file_archive"),
    (archive(xl__workbook_DOT_xml=b"<workbook/>"), "file_broken"),
    (archive(xl__workbook_DOT_xml=b"not markup at all"), "file_broken"),
    (archive(xl__workbook_DOT_xml=b'<workbook xmlns="http://purl.oclc.org/ooxml/x"/>'), "file_strict"),
    (archive(xl__workbook_DOT_xml=b'<!DOCTYPE b [<!ENTITY a "aa">]><b/>'), "file_swollen"),
]


@pytest.mark.parametrize(
    ("data", "code"), NOT_WORKBOOKS, ids=[f"{n}-{code}" for n, (_d, code) in enumerate(NOT_WORKBOOKS)]
)
def test_other_files_are_named(data, code):
    found = read_file(data)
    assert said(found) == [(0, "", code)]
    assert not found.is_fit
    assert "%" not in found.verdicts[0].words


def test_a_workbook_is_read():
    found = read(GOOD)
    assert found.is_fit
    assert [row.value.name for row in found.rows] == ["张桂兰"]
    assert found.rows[0].number == 2


def test_a_container_with_a_password_on_its_parts_is_named(monkeypatch):
    data = bytearray(workbook(GOOD).getvalue())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert said(read_file(bytes(data))) == [(0, "", "file_password")]


def test_a_part_that_swells_is_refused_before_it_is_unpacked():
    bomb = repacked(workbook(GOOD), add={"xl/media/zeros.bin": b"\0" * (3 * container.MEGABYTE)})
    assert said(read_file(bomb)) == [(0, "", "file_swollen")]


def test_too_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(container, "MAX_PARTS", 3)
    assert said(read_file(workbook(GOOD))) == [(0, "", "file_swollen")]


def test_a_file_over_the_limit_is_refused_with_its_size(monkeypatch):
    monkeypatch.setattr(container, "MAX_FILE_MB", 0)
    found = read_file(workbook(GOOD))
    assert said(found) == [(0, "", "file_too_big")]
    assert found.verdicts[0].params == {"size": 1, "limit": 0}


def test_more_rows_than_the_limit_are_refused_and_exactly_the_limit_is_not(monkeypatch):
    rows = [HEADERS, *(("张桂兰", identity(order=order), "", "ZS01") for order in (2, 4, 6))]
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    assert read(rows).total == 3
    monkeypatch.setattr(reading, "MAX_ROWS", 2)
    found = read(rows)
    assert said(found) == [(0, "", "file_too_many_rows")]
    assert found.rows == ()


def test_a_sheet_that_breaks_in_the_middle_is_broken():
    file = workbook(GOOD)
    with zipfile.ZipFile(file) as source:
        sheet = source.read("xl/worksheets/sheet1.xml")
    assert said(read_file(repacked(file, change={"xl/worksheets/sheet1.xml": sheet[: len(sheet) // 2]}))) == [
        (0, "", "file_broken")
    ]


def test_a_missing_style_part_does_not_explode():
    found = read_file(repacked(workbook(GOOD), change={"xl/styles.xml": None}))
    assert found.is_fit or said(found) == [(0, "", "file_broken")]


def test_a_cell_far_down_and_far_right_costs_nothing():
    file = workbook(GOOD)
    with zipfile.ZipFile(file) as source:
        sheet = source.read("xl/worksheets/sheet1.xml")
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    found = read_file(repacked(file, change={"xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", far)}))
    assert found.is_fit
    assert found.total == 1


def test_a_wrong_dimension_is_not_believed():
    file = workbook(GOOD)
    with zipfile.ZipFile(file) as source:
        sheet = source.read("xl/worksheets/sheet1.xml")
    lying = sheet.replace(b'<dimension ref="A1:D2"', b'<dimension ref="A1"')
    assert lying != sheet
    assert read_file(repacked(file, change={"xl/worksheets/sheet1.xml": lying})).total == 1


def test_a_workbook_with_nothing_in_it():
    found = read([])
    assert said(found) == [(0, "", "file_no_header")]


def test_a_heading_without_rows():
    assert said(read([HEADERS])) == [(0, "", "file_no_rows")]


def test_another_kind_of_roster_is_recognised():
    found = read(
        [("志愿者编号", "姓名", "服务日期", "服务项目", "时长", "服务对象或活动"), ("1", "2", "3", "4", "5", "6")],
        RosterKind.ELDERS,
    )
    assert said(found) == [(0, "", "file_other_kind")]
    assert found.verdicts[0].params["other"] == "时间存折登记"


def test_the_first_sheet_with_a_heading_is_read_and_the_others_are_named():
    file = workbook([("先看这里",), ("填表要求：……",)], title="填写说明页")
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(file)
    sheet = book.create_sheet("名单")
    for row in GOOD:
        sheet.append(row)
    hidden = book.create_sheet("旧名单")
    hidden.append(HEADERS)
    hidden.sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    found = read_file(out)
    assert found.sheet == "名单"
    assert said(found) == [(0, "", "sheet_ignored")]
    assert found.verdicts[0].level is Level.WARNING
    assert found.verdicts[0].params["sheet"] == "填写说明页"
