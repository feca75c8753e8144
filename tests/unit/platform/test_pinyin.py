import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.platform.pinyin import LONGEST, full, initials, search_key, search_keys


@pytest.mark.parametrize(
    ("name", "letters", "spelt"),
    [
        ("张桂兰", "zgl", "zhangguilan"),
        ("曾德慧", "zdh", "zengdehui"),
        ("单田芳", "stf", "shantianfang"),
        ("解小东", "xxd", "xiexiaodong"),
        ("仇英", "qy", "qiuying"),
        ("区伟", "ow", "ouwei"),
        ("查良镛", "zly", "zhaliangyong"),
        ("任正", "rz", "renzheng"),
        ("朴树", "ps", "piaoshu"),
        ("盖叫天", "gjt", "gejiaotian"),
        ("缪斯", "ms", "miaosi"),
        ("翟明", "zm", "zhaiming"),
        ("尉迟恭", "ycg", "yuchigong"),
        ("长孙无忌", "zswj", "zhangsunwuji"),
        ("欧阳修", "oyx", "ouyangxiu"),
        ("罗长生", "lcs", "luochangsheng"),
        ("吕燕", "ly", "lvyan"),
        ("阿依古丽·买买提", "ayglmmt", "ayigulimaimaiti"),
        ("䶮㛃𫖯", "yjf", "yanjiefu"),
        ("张 桂 兰", "zgl", "zhangguilan"),
        ("John Smith", "js", "johnsmith"),
        ("😀", "", ""),
        ("", "", ""),
    ],
)
def test_a_name_is_typed(name, letters, spelt):
    assert (initials(name), full(name)) == (letters, spelt)


def test_a_search_key_begins_with_the_likeliest_and_has_the_other_readings():
    assert search_key("张桂兰") == "zgl zhangguilan"
    assert search_key("曾德慧") == "zdh zengdehui cdh cengdehui"


def test_the_vowel_that_keyboards_lack_is_found_as_u_too():
    assert search_key("吕燕").split()[:3] == ["ly", "lvyan", "luyan"]


def test_ordinary_words_are_not_taken_for_surnames():
    assert search_keys("单位").split()[0] == "dw"
    assert search_key("单位").split()[0] == "sw"
    assert search_keys("陪伴聊天").split()[:2] == ["pblt", "peibanliaotian"]


@given(st.text())
def test_no_text_gives_more_than_letters_digits_and_spaces(text):
    key = search_key(text)
    assert len(key) <= LONGEST
    assert all(ch == " " or (ch.isascii() and ch.isalnum() and not ch.isupper()) for ch in key)
    assert initials(text).isascii()


@given(st.text(alphabet="张曾单长乐重行朝都石万王李", max_size=40))
def test_the_key_of_a_name_begins_with_its_initials(name):
    assert search_key(name).split(" ")[0] in {initials(name), ""}
