import pytest

from nuanliu.platform.national_codes import ETHNIC, POLITICAL, SEX, ethnic_code, political_code, sex_code


def test_the_tables_are_whole():
    assert [code for code in ETHNIC if int(code) <= 56] == [f"{number:02d}" for number in range(1, 57)]
    assert len(set(ETHNIC.values())) == len(ETHNIC)
    assert list(SEX) == ["0", "1", "2", "9"]
    assert list(POLITICAL) == [f"{number:02d}" for number in range(1, 14)]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("01", "汉族"),
        ("03", "回族"),
        ("06", "苗族"),
        ("07", "彝族"),
        ("09", "布依族"),
        ("12", "侗族"),
        ("25", "水族"),
        ("37", "仡佬族"),
        ("56", "基诺族"),
    ],
)
def test_the_groups_of_the_region_stand_where_the_standard_puts_them(code, name):
    assert ETHNIC[code] == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("苗", "06"),
        ("苗族", "06"),
        ("6", "06"),
        ("０６", "06"),
        (" 布依 族", "09"),
        ("穿青人", "97"),
        ("天族", None),
        ("", None),
    ],
)
def test_an_ethnic_group_is_read(text, code):
    assert ethnic_code(text=text) == code


def test_every_ethnic_group_is_read_with_and_without_its_last_character():
    assert {ethnic_code(text=name) for name in ETHNIC.values()} == set(ETHNIC)
    assert all(ethnic_code(text=name.removesuffix("族")) == code for code, name in ETHNIC.items())


@pytest.mark.parametrize(
    ("text", "code"),
    [("党员", "01"), ("中共党员", "01"), ("群众", "13"), ("13", "13"), ("3", "03"), ("14", None), ("x", None)],
)
def test_a_political_status_is_read(text, code):
    assert political_code(text=text) == code


@pytest.mark.parametrize(
    ("text", "code"), [("男", "1"), ("女性", "2"), ("1", "1"), ("9", "9"), ("3", None), ("?", None)]
)
def test_a_sex_is_read(text, code):
    assert sex_code(text=text) == code
