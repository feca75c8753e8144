"""What cells and rows of each kind must agree on."""

import dataclasses
import json

import pytest

from nuanliu.usecases.rosters.kinds import SPECS
from nuanliu.usecases.rosters.stored import rows_from_json, rows_to_json
from nuanliu.usecases.rosters.types import Level, RosterKind, RowVerdict
from nuanliu.usecases.rosters.wording import CELL_WORDS, FILE_WORDS
from tests.unit.usecases.rosters.workbooks import identity, read, said

ELDER = ("姓名", "性别", "身份证号", "出生日期", "联系电话", "所属站点", "独居", "失能程度", "其他情况", "常来的志愿者")
OLD = identity("19440302", 2)


def elder(**changes: object) -> tuple[object, ...]:
    base = dict(zip(ELDER, ("张桂兰", "女", OLD, "", "16908580001", "ZS01", "√", "", "耳背", "李建国"), strict=True))
    return tuple({**base, **changes}.values())


def test_an_old_persons_circumstances_are_gathered_from_ticks_lists_and_age():
    found = read([ELDER, elder(失能程度="半失能")])
    assert found.is_fit
    value = found.rows[0].value
    assert value.circumstances == ("lives_alone", "over_80", "semi_disabled", "hard_of_hearing")
    assert value.regular_helper == "ZS01-0001"
    assert value.has_phone


ELDER_TROUBLES = [
    ({"性别": "男"}, Level.ERROR, (2, "B", "sex_differs")),
    ({"出生日期": "1944-3-3"}, Level.ERROR, (2, "D", "birth_differs")),
    ({"身份证号": "不详", "联系电话": ""}, Level.ERROR, (2, "C", "identity_or_phone")),
    ({"身份证号": "不详"}, Level.WARNING, (2, "C", "identity_missing")),
    ({"身份证号": identity("19760302", 2)}, Level.WARNING, (2, "C", "young_elder")),
    ({"身份证号": identity("19050302", 2)}, Level.WARNING, (2, "C", "very_old")),
    ({"常来的志愿者": "杨秀琼"}, Level.WARNING, (2, "J", "volunteer_ambiguous")),
    ({"常来的志愿者": "王某"}, Level.WARNING, (2, "J", "volunteer_unknown")),
    ({"所属站点": ""}, Level.ERROR, (2, "F", "blank")),
    ({"所属站点": "月球"}, Level.ERROR, (2, "F", "site_unknown")),
]


@pytest.mark.parametrize(("changes", "level", "expected"), ELDER_TROUBLES, ids=[case[2][2] for case in ELDER_TROUBLES])
def test_troubles_of_an_old_persons_row_stand_at_their_cell(changes, level, expected):
    found = read([ELDER, elder(**changes)])
    assert expected in said(found, level)
    assert found.is_fit is (level is Level.WARNING)


def test_the_same_identity_number_twice_names_both_rows():
    found = read(
        [
            ELDER,
            elder(),
            elder(姓名="李国强", 联系电话="16908580002"),
            elder(身份证号=identity("19400101", 4), 姓名="王"),
        ]
    )
    assert said(found, Level.ERROR) == [(2, "C", "identity_twice"), (3, "C", "identity_twice")]
    assert [verdict.params["other"] for verdict in found.verdicts if verdict.code == "identity_twice"] == [3, 2]
    assert [row.number for row in found.rows] == [4]
    assert found.error_rows == {2, 3}


def test_verdicts_never_carry_an_identity_number():
    found = read([ELDER, elder(身份证号=OLD[:17] + ("1" if OLD[17] != "1" else "2")), elder(), elder()])
    assert OLD[:12] not in json.dumps([verdict.as_json() for verdict in found.verdicts])


def test_many_troubles_are_counted_and_not_all_listed(monkeypatch):
    monkeypatch.setattr("nuanliu.usecases.rosters.reading.MAX_VERDICTS", 3)
    found = read([ELDER, *(elder(所属站点="月球", 身份证号=identity("19440302", order)) for order in range(2, 12, 2))])
    assert said(found, Level.ERROR) == [(row, "F", "site_unknown") for row in (2, 3, 4)]
    assert said(found, Level.WARNING) == [(0, "", "file_more_troubles")]
    assert found.error_rows == {2, 3, 4, 5, 6}
    assert found.rows == ()


ORGS = ("单位编号", "单位名称", "单位类别", "上级单位")
CITY = ("1", "某市", "市", None)


def test_parents_may_be_named_or_coded_before_or_after():
    rows = [ORGS, ("3", "某社区", "社区", "某镇"), ("2", "某县", "县区", 1), ("21", "某镇", "镇", "2"), CITY]
    found = read(rows, RosterKind.ORGANISATIONS)
    assert found.is_fit
    assert {row.value.code: row.value.parent for row in found.rows} == {"3": "21", "2": "1", "21": "2", "1": ""}


ORG_TROUBLES = [
    ([CITY, ("2", "某县", "县区", None)], (3, "D", "parent_missing")),
    ([CITY, ("2", "某县", "县区", "某是")], (3, "D", "node_unknown_guess")),
    ([CITY, ("2", "某社区", "社区", "某市")], (3, "D", "parent_wrong")),
    ([CITY, ("2", "甲镇", "镇", "3"), ("3", "乙县", "县区", "2")], (3, "D", "parent_below")),
    ([CITY, ("1", "某县", "县区", "某市")], (3, "A", "code_twice")),
    ([CITY, ("2", "某县", "郡", "某市")], (3, "C", "choice_wrong")),
]


@pytest.mark.parametrize(("rows", "expected"), ORG_TROUBLES, ids=[case[1][2] for case in ORG_TROUBLES])
def test_troubles_of_the_tree(rows, expected):
    assert expected in said(read([ORGS, *rows], RosterKind.ORGANISATIONS), Level.ERROR)


STAFF = ("姓名", "身份证号", "单位", "岗位")
STAFF_TROUBLES = [
    ([("陆远航", identity("19900101", 1), "六盘水市", "认定员")], (2, "C", "role_place")),
    ([("陆远航", identity("20150101", 1), "ZS01", "认定员")], (2, "B", "too_young")),
    ([("陆远航", identity("19900101", 1), "ZS01", "认定员")] * 2, (3, "B", "pair_twice")),
    ([("陆远航", identity("19900101", 1), "ZS01", "认证员")], (2, "D", "choice_wrong_guess")),
]


@pytest.mark.parametrize(("rows", "expected"), STAFF_TROUBLES, ids=[case[1][2] for case in STAFF_TROUBLES])
def test_troubles_of_staff(rows, expected):
    assert expected in said(read([STAFF, *rows], RosterKind.STAFF), Level.ERROR)


def test_one_person_in_two_roles_is_two_good_rows():
    row = ("陆远航", identity("19900101", 1), "ZS01")
    assert read([STAFF, (*row, "认定员"), (*row, "热线接线员")], RosterKind.STAFF).is_fit


KIN = (
    "老人姓名",
    "老人身份证号",
    "家属姓名",
    "家属身份证号",
    "家属电话",
    "与老人关系",
    "可看安排",
    "可代确认",
    "同意日期",
)
CHILD = identity("19700101", 1)
KIN_TROUBLES = [
    (("张桂兰", "", "周建国", CHILD, "", "儿子", "√", "", "2025-4-1"), Level.ERROR, (2, "B", "identity_or_phone")),
    (("张桂兰", OLD, "周建国", "", "", "儿子", "√", "", "2025-4-1"), Level.ERROR, (2, "D", "identity_or_phone")),
    (("张桂兰", OLD, "张桂兰", OLD, "", "其他", "√", "", "2025-4-1"), Level.ERROR, (2, "D", "kin_self")),
    (("张桂兰", OLD, "周建国", CHILD, "", "儿子", "√", "", ""), Level.ERROR, (2, "I", "blank")),
    (("张桂兰", OLD, "周建国", CHILD, "", "仇人", "√", "", "2025-4-1"), Level.ERROR, (2, "F", "choice_wrong")),
    (("张桂兰", OLD, "周建国", CHILD, "", "儿子", "", "", ""), Level.WARNING, (2, "", "powers_none")),
]


@pytest.mark.parametrize(("row", "level", "expected"), KIN_TROUBLES, ids=[case[2][2] for case in KIN_TROUBLES])
def test_troubles_of_relatives(row, level, expected):
    assert expected in said(read([KIN, row], RosterKind.RELATIVES), level)


def test_a_relatives_powers_are_gathered():
    found = read([KIN, ("张桂兰", OLD, "周建国", CHILD, "", "长子", "√", "是", "2025-4-1")], RosterKind.RELATIVES)
    assert found.rows[0].value.powers == ("see", "confirm")
    assert found.rows[0].value.kinship == "child"


LINES = ("志愿者编号", "姓名", "服务日期", "服务项目", "时长", "服务对象", "存折页照片号", "经办人", "复核人")
LINE = ("ZS01-0001", "李建国", "2025-8-1", "S101", 60, "张桂兰", "ZP1", "甲", "乙")
LINE_TROUBLES = [
    ({0: "ZS09-0001"}, Level.ERROR, (2, "A", "volunteer_unknown")),
    ({2: "2026-11-24"}, Level.ERROR, (2, "C", "date_future")),
    ({4: 800}, Level.ERROR, (2, "E", "minutes_range")),
    ({8: "甲"}, Level.ERROR, (2, "I", "reviewer_same")),
    ({8: ""}, Level.WARNING, (2, "I", "reviewer_missing")),
    ({6: ""}, Level.WARNING, (2, "G", "page_missing")),
]


@pytest.mark.parametrize(("changes", "level", "expected"), LINE_TROUBLES, ids=[case[2][2] for case in LINE_TROUBLES])
def test_troubles_of_passbook_lines(changes, level, expected):
    line = [changes.get(at, value) for at, value in enumerate(LINE)]
    assert expected in said(read([LINES, line], RosterKind.PASSBOOK), level)


def test_the_same_passbook_line_twice_is_refused():
    assert said(read([LINES, LINE, LINE], RosterKind.PASSBOOK), Level.ERROR) == [
        (2, "A", "pair_twice"),
        (3, "A", "pair_twice"),
    ]


def test_a_service_that_allows_less_than_it_proposes_is_refused():
    heads = ("项目编号", "项目名称", "英文名称", "类别", "一般分钟", "最多分钟", "风险", "老人看得懂的说法")
    found = read([heads, ("S1", "聊", "Talk", "情感慰藉", 60, 30, "低", "说话")], RosterKind.CATALOGUE)
    assert said(found) == [(2, "F", "minutes_most_less")]


SHOP = ("商家编号", "商家名称", "所在单位", "统一社会信用代码", "负责人", "负责人电话")
SHOP_TROUBLES = [
    (("S1", "店", "黄土坡街道", "91350100M000100Y4Z", "", ""), (2, "D", "credit_code_wrong")),
    (("S1", "店", "黄土坡街道", "91350100", "", ""), (2, "D", "credit_code_length")),
    (("S1", "店", "黄土坡街道", "", "马春林", ""), (2, "", "identity_or_phone")),
    (("S1", "店", "黄土坡街道", "", "", "16908580001"), (2, "E", "blank")),
    (("S1", "店", "黄土坡镇", "", "", ""), (2, "C", "node_unknown_guess")),
]


@pytest.mark.parametrize(("row", "expected"), SHOP_TROUBLES, ids=[case[1][2] for case in SHOP_TROUBLES])
def test_troubles_of_shops(row, expected):
    assert expected in said(read([SHOP, row], RosterKind.SHOPS), Level.ERROR)


def test_formulas_without_a_value_are_named_and_text_is_kept_from_becoming_one():
    found = read([ELDER, elder(姓名="=A1&B1")])
    assert said(found, Level.ERROR) == [(2, "A", "formula_empty")]
    assert found.verdicts[0].where == "第 2 行 A 列（姓名）"


@pytest.mark.parametrize("kind", list(SPECS), ids=str)
def test_every_column_is_a_field_of_its_row(kind):
    fields = {field.name for field in dataclasses.fields(SPECS[kind].row)}
    assert {column.field for column in SPECS[kind].columns} <= fields


def test_rows_survive_being_stored():
    found = read([ELDER, elder(), elder(身份证号=identity("19400101", 4), 姓名="赵𫖯")])
    assert rows_from_json(kind=RosterKind.ELDERS, stored=rows_to_json(found.rows)) == list(found.rows)


def test_verdicts_survive_being_stored():
    verdict = RowVerdict(7, Level.ERROR, "too_long", "D", "备注", {"length": 10000, "limit": 500})
    assert RowVerdict.from_json(json.loads(json.dumps(verdict.as_json()))) == verdict
    assert verdict.words == "这一格有 10000 个字，最多 500 个。请写短些。"
    assert RowVerdict(0, Level.ERROR, "file_empty").where == ""


def test_no_sentence_is_said_in_two_tables():
    assert not FILE_WORDS.keys() & CELL_WORDS.keys()
