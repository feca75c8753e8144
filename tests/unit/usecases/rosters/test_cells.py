"""What people write into cells: every shape is read, every mistake named."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.usecases.rosters import cells
from nuanliu.usecases.rosters.cells import Cell, CellTrouble
from nuanliu.usecases.rosters.choices import free_times, named, split
from nuanliu.usecases.rosters.kinds import SPECS, people
from nuanliu.usecases.rosters.kinds.catalogue import SKILLS
from nuanliu.usecases.rosters.kinds.elders import CIRCUMSTANCES
from nuanliu.usecases.rosters.kinds.staff import username
from tests.unit.usecases.rosters.workbooks import KNOWN, identity


def tell(parse, raw, header="列"):
    """The value, or the code of the trouble in brackets; then the codes of warnings."""
    cell = Cell(raw, header, KNOWN)
    try:
        value = parse(cell)
    except CellTrouble as trouble:
        value = f"<{trouble.code}>"
    return (value, *(code for code, _params in cell.warnings))


MARCH = date(1950, 3, 2)
DAYS = [
    (datetime(1950, 3, 2, 0, 0), MARCH),  # noqa: DTZ001 (a workbook knows no zones)
    (MARCH, MARCH),
    (18324, MARCH),
    (18324.0, MARCH),
    (19500302, MARCH),
    ("19500302", MARCH),
    ("1950-3-2", MARCH),
    ("1950/03/02", MARCH),
    ("1950.3.2", MARCH),
    ("1950年3月2日", MARCH),
    ("1950年3月2号", MARCH),
    (" １９５０－３－２ ", MARCH),
    ("1950-03-02 00:00:00", MARCH),
    ("1950 年 3 月 2 日", MARCH),
    ("", None),
    ("不知道", None),
    (None, None),
    ("1950-3", "<date_no_day>"),
    ("1950年", "<date_no_day>"),
    ("195003", "<date_no_day>"),
    ("1950-2-30", "<date_impossible>"),
    ("三月二日", "<date_wrong>"),
    ("3/2/1950", "<date_wrong>"),
    (True, "<date_wrong>"),
    ("1850-3-2", "<date_range>"),
    ("2027-1-1", "<date_future>"),
]


@pytest.mark.parametrize(("raw", "expected"), DAYS)
def test_days(raw, expected):
    assert tell(cells.day(past=True), raw) == (expected,)


def test_a_day_may_lie_ahead_where_that_makes_sense():
    assert tell(cells.day(), "2027-1-1") == (date(2027, 1, 1),)


YES_NO = [
    *((word, True) for word in ("是", "有", "√", "✓", "☑", "Y", "yes", "1", 1, 1.0, True, "同意", " √ ")),
    *((word, False) for word in ("否", "无", "没有", "×", "N", "0", 0, False, "", None, "☐")),
    ("也许", "<yes_no_wrong>"),
    ("2", "<yes_no_wrong>"),
]


@pytest.mark.parametrize(("raw", "expected"), YES_NO)
def test_yes_and_no(raw, expected):
    assert tell(cells.yes_no(), raw) == (expected,)


MINUTES = [
    (90, "分钟", 90),
    ("90", "时长", 90),
    ("90分钟", "时长", 90),
    ("９０ 分", "时长", 90),
    ("1.5小时", "时长", 90),
    ("1小时30分", "时长", 90),
    ("1个小时", "时长", 60),
    ("1小时半", "时长", 90),
    ("2h", "时长", 120),
    ("1:30", "时长", 90),
    (time(1, 30), "时长", 90),
    (timedelta(hours=2), "时长", 120),
    (1.5, "服务时长（小时）", 90),
    ("2", "小时", 120),
    (2, "服务时长（分钟）", "<minutes_range>"),
    (1.5, "分钟", "<minutes_wrong>"),
    ("一个半小时", "时长", "<minutes_wrong>"),
    ("-60", "时长", "<minutes_wrong>"),
    ("9000", "时长", "<minutes_range>"),
    ("", "时长", "<minutes_wrong>"),
]


@pytest.mark.parametrize(("raw", "header", "expected"), MINUTES)
def test_lengths_of_time(raw, header, expected):
    assert tell(cells.minutes(10, 720), raw, header) == (expected,)


NAMES = [
    ("张桂兰", "张桂兰"),
    (" 张 桂 兰 ", "张桂兰"),
    ("阿依•古丽", "阿依·古丽"),
    ("李䶮", "李䶮"),
    ("王㛃", "王㛃"),
    ("赵𫖯", "赵𫖯"),
    ("Mary Li", "Mary Li"),
    ("张桂兰😀", "<name_signs>"),
    ("张桂兰1", "<name_signs>"),
    ("<script>alert(1)</script>", "<name_signs>"),
    ("张'; DROP TABLE person;--", "<name_signs>"),
    ("李\ue863", "<name_private_sign>"),
    ("长" * 61, "<too_long>"),
    ("#N/A", "<error_value>"),
]


@pytest.mark.parametrize(("raw", "expected"), NAMES)
def test_names(raw, expected):
    assert tell(cells.name, raw)[0] == expected


def test_a_name_of_one_character_is_taken_with_a_warning():
    assert tell(cells.name, "张") == ("张", "name_short")


def test_invisible_signs_in_a_name_disappear():
    assert tell(cells.name, "张\u200b桂\u202e兰") == ("张桂兰",)


FORMULAS = [
    ("=cmd|' /C calc'!A0", ("cmd|' /C calc'!A0", "formula_removed")),
    ("@SUM(A1)", ("SUM(A1)", "formula_removed")),
    ("+-=cmd", ("cmd", "formula_removed", "formula_removed", "formula_removed")),
    ("-2层车库旁", ("-2层车库旁",)),
    ("<b>粗</b> & 'x' -- 😀", ("<b>粗</b> & 'x' -- 😀",)),
    ("无", ("",)),
]


@pytest.mark.parametrize(("raw", "expected"), FORMULAS)
def test_free_text_never_begins_like_a_formula(raw, expected):
    assert tell(cells.text(200), raw) == expected


def test_ten_thousand_characters_are_refused_with_their_number():
    cell = Cell("长" * 10_000, "备注", KNOWN)
    with pytest.raises(CellTrouble) as told:
        cells.text(500)(cell)
    assert told.value.params == {"length": 10_000, "limit": 500}


GOOD = identity()
IDENTITIES = [
    (GOOD, GOOD),
    (f" {GOOD[:6]} {GOOD[6:14]} {GOOD[14:]} ", GOOD),
    (f"'{GOOD}", GOOD),
    ("11010519491231002x", "11010519491231002X"),
    ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
    ("", ""),
    ("不知道", ""),
    (5.20299194403020e17, "<identity_as_number>"),
    (520299194403020000, "<identity_as_number>"),
    ("5.20299E+17", "<identity_as_number>"),
    (GOOD[:17], "<identity_length>"),
    ("520299440302002", "<identity_old>"),
    (f"{GOOD[:10]}AB{GOOD[12:]}", "<identity_signs>"),
    (f"{GOOD[:17]}{'1' if GOOD[17] != '1' else '2'}", "<identity_check>"),
    (identity("19440230"), "<identity_birth>"),
    (identity("20991231"), "<identity_birth>"),
    (identity(region="990299"), "<identity_region>"),
]


@pytest.mark.parametrize(("raw", "expected"), IDENTITIES)
def test_identity_numbers(raw, expected):
    assert tell(people.identity, raw) == (expected,)


PHONES = [
    ("16908580001", ("16908580001",)),
    (16908580001, ("16908580001",)),
    (16908580001.0, ("16908580001",)),
    ("169 0858 0001", ("16908580001",)),
    ("169-0858-0001", ("16908580001",)),
    ("+86 16908580001", ("16908580001",)),
    ("１６９０８５８０００１", ("16908580001",)),
    ("0858-8220000", ("0858-8220000",)),
    ("16908580001、16908580002", ("16908580001", "phone_several")),
    ("16908580001/16908580002", ("16908580001", "phone_several")),
    ("", ("",)),
    ("无", ("",)),
    ("1690858000", ("<phone_wrong>",)),
    ("8220000", ("<phone_wrong>",)),
    ("打给女儿", ("<phone_signs>",)),
]


@pytest.mark.parametrize(("raw", "expected"), PHONES)
def test_telephones(raw, expected):
    assert tell(people.phone, raw) == expected


PLACES = [
    (26.5921, cells.latitude, "26.59210"),
    ("26.592145678", cells.latitude, "26.59215"),
    ("北纬26.59°", cells.latitude, "26.59000"),
    (104.84, cells.latitude, "<coordinates_swapped>"),
    (26.59, cells.longitude, "<coordinates_swapped>"),
    (5, cells.latitude, "<number_range>"),
    ("NaN", cells.latitude, "<number_wrong>"),
    ("", cells.latitude, ""),
]


@pytest.mark.parametrize(("raw", "parse", "expected"), PLACES)
def test_degrees(raw, parse, expected):
    assert tell(parse, raw) == (expected,)


WHOLES = [
    ("200", 200),
    (200.0, 200),
    ("２００", 200),
    ("", None),
    (1.5, "<whole_number>"),
    ("x", "<whole_number>"),
    (0, "<number_range>"),
]


@pytest.mark.parametrize(("raw", "expected"), WHOLES)
def test_whole_numbers(raw, expected):
    assert tell(cells.whole(1, 1000), raw) == (expected,)


def test_kilometres_become_metres():
    assert tell(cells.metres(50), "1.5公里") == (1500,)
    assert tell(cells.metres(50), 3) == (3000,)
    assert tell(cells.metres(50), 0) == ("<number_range>",)


FREE = [
    ("周一上午", ((1, 480, 720),)),
    ("周三14:00-17:00、周六上午", ((3, 840, 1020), (6, 480, 720))),
    ("周六至周日全天", ((6, 480, 1080), (7, 480, 1080))),
    ("周末", ((6, 480, 1080), (7, 480, 1080))),
    ("星期日下午", ((7, 840, 1080),)),
    ("工作日晚上", tuple((weekday, 1110, 1230) for weekday in range(1, 6))),
    ("", ()),
    ("有空就来", "<free_time_wrong>"),
    ("周三17:00-14:00", "<free_time_wrong>"),
    ("周五至周一上午", "<free_time_wrong>"),
]


@pytest.mark.parametrize(("raw", "expected"), FREE)
def test_free_times(raw, expected):
    assert tell(free_times, raw) == (expected,)


CHOICES = [
    (SKILLS.many(), "理发、电工", ("barber", "electrician")),
    (SKILLS.many(), "无", ()),
    (SKILLS.many(), "理法", "<choice_wrong_guess>"),
    (SKILLS.many(), "开飞机", "<choice_wrong>"),
    (CIRCUMSTANCES.many(), "独居；低保户;耳背", ("lives_alone", "low_income", "hard_of_hearing")),
    (people.ETHNICITY.parse, "苗", "06"),
    (people.ETHNICITY.parse, "苗族", "06"),
    (people.ETHNICITY.parse, "穿青人", "97"),
    (people.ETHNICITY.parse, "苗家", "<choice_wrong_guess>"),
    (people.SEX.parse, "女性", "2"),
    (people.SEX.parse, "母", "<choice_wrong>"),
    (people.POLITICS.parse, "党员", "01"),
    (named("site"), "建设中路社区", "ZS01"),
    (named("site"), "zs01", "ZS01"),
    (named("site"), "建设路社区", "<site_unknown_guess>"),
    (named("site"), "月球基地", "<site_unknown>"),
    (named("service"), "陪伴聊天", "S101"),
    (named("service"), "Ｓ２０１", "S201"),
    (named("service"), "代买代购(菜、药)", "S201"),
    (named("service"), "陪伴聊聊", "<service_unknown_guess>"),
    (named("branch"), "建设中路党支部", "<branch_unknown_guess>"),
    (username, "ZS01.rx", "zs01.rx"),
    (username, "张三", "<choice_wrong>"),
]


@pytest.mark.parametrize(("parse", "raw", "expected"), CHOICES)
def test_choices(parse, raw, expected):
    assert tell(parse, raw) == (expected,)


def test_lists_are_split_at_any_separator():
    assert split("甲、乙，丙,丁；戊;己/庚 辛\n壬") == list("甲乙丙丁戊己庚辛壬")


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=80),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
PARSERS = {(kind, column.field): column.parse for kind, spec in SPECS.items() for column in spec.columns}


@given(raw=ANYTHING, at=st.sampled_from(sorted(PARSERS)))
def test_no_cell_whatever_is_in_it_does_more_than_refuse(raw, at):
    tell(PARSERS[at], raw)
