"""The heading row is found where people put it and however they word it; what is missing is named with a guess."""

from nuanliu.usecases.rosters.types import Level, RosterKind
from tests.unit.usecases.rosters.workbooks import identity, read, said

ROW = ("张桂兰", identity(), "16908580001", "ZS01")


def test_a_title_and_a_note_around_the_heading_are_passed_over():
    found = read(
        [
            ("建设中路社区老人名册",),
            (None,),
            ("序号", "姓名", "身份证号", "联系电话", "所属站点"),
            ("填写说明：身份证号设为文本。",),
            (1, *ROW),
            (None, None),
            ("合计", None, "1 人"),
        ],
        merge=["A1:E1", "A4:E4"],
    )
    assert found.is_fit
    assert [row.number for row in found.rows] == [5]
    assert said(found) == [(7, "", "row_total_skipped")]


def test_other_words_order_stars_and_brackets_are_understood():
    found = read(
        [("所属社区（必填）", "手机号码", "*身份证号码", " 姓 名 "), ("建设中路社区", "16908580001", ROW[1], "张桂兰")]
    )
    assert found.is_fit
    assert found.rows[0].value.site == "ZS01"
    assert found.rows[0].value.name == "张桂兰"


def test_a_missing_column_is_named_with_the_nearest_heading():
    found = read([("姓名", "身份证号", "所属站店"), ("张桂兰", ROW[1], "ZS01")])
    assert said(found) == [(1, "", "header_missing_guess")]
    verdict = found.verdicts[0]
    assert verdict.params == {"header": "所属站点", "column": "C", "found": "所属站店"}
    assert verdict.words == "缺少“所属站点”这一列。C 列写的“所属站店”是不是它？请改成“所属站点”。"
    assert found.rows == ()


def test_a_missing_column_without_anything_like_it_is_named():
    found = read([("姓名", "身份证号"), ("张桂兰", ROW[1])])
    assert said(found) == [(1, "", "header_missing")]


def test_a_doubled_column_is_refused_with_both_letters():
    found = read([("姓名", "身份证号", "站点", "名字"), ("张桂兰", ROW[1], "ZS01", "张桂兰")])
    assert said(found) == [(1, "", "header_twice")]
    assert found.verdicts[0].params == {"header": "姓名", "first": "A", "column": "D"}


def test_an_unknown_column_is_ignored_with_a_warning_and_a_guess():
    found = read(
        [("姓名", "身份证号", "站点", "血型", "紧急联系人电活"), ("张桂兰", ROW[1], "ZS01", "A", "16908580001")]
    )
    assert found.is_fit
    assert said(found, Level.WARNING) == [(1, "D", "header_ignored"), (1, "E", "header_ignored_guess")]


def test_no_heading_at_all_says_what_is_wanted_and_what_was_found():
    found = read([("某某", "1"), ("张桂兰", ROW[1], "ZS01", "x")], RosterKind.VOLUNTEERS)
    assert said(found) == [(0, "", "file_no_header"), (0, "", "file_headers_found")]
    assert found.verdicts[0].params["headers"] == "姓名、身份证号、所属站点"
    assert found.verdicts[1].params["row"] == 2


def test_merged_cells_among_the_data_are_named_with_row_and_column():
    rows = [("姓名", "身份证号", "联系电话", "所属站点"), ROW, ("李国强", identity("19400101", 1), "16908580002", None)]
    found = read(rows, merge=["D2:D3"])
    assert (2, "D", "merged") in said(found, Level.ERROR)
    assert (3, "D", "blank") in said(found, Level.ERROR)
    verdict = next(verdict for verdict in found.verdicts if verdict.code == "merged")
    assert verdict.where == "第 2 行 D 列（所属站点）"
    assert verdict.words == "D2:D3 是合并单元格。请取消合并，每一格都填上。"


def test_a_heading_of_two_merged_rows_is_no_trouble():
    rows = [("姓名", "身份证号", "联系电话", "所属站点"), (None, None, None, None), ROW]
    found = read(rows, merge=["A1:A2", "B1:B2", "C1:C2", "D1:D2"])
    assert found.is_fit
    assert [row.number for row in found.rows] == [3]
