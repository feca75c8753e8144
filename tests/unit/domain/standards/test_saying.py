import polib
import pytest
from django.utils import translation

from nuanliu.domain.standards.parameters import REGISTRY, Kind, parameter
from nuanliu.domain.standards.saying import sentence_in_words, value_in_words
from nuanliu.platform.i18n import LOCALE


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("coin_per_hour", 1, "一小时服务记 1 个币。"),
        ("credit_step_min", 30, "每满 30 分记一次。"),
        ("credit_grace_min", 0, "差一分钟也不算满。"),
        ("senior_daily_max_min", 240, "老年志愿者一天最多 4 小时。"),
        ("senior_daily_max_min", 270, "老年志愿者一天最多 4 小时 30 分。"),
        ("volunteer_max_age", 0, "不设年龄上限。"),
        ("volunteer_max_age", 75, "满 75 岁后不再接单。"),
        ("relative_service_credit", False, "帮助自己的亲人不记时间。"),
        ("relative_service_credit", True, "帮助自己的亲人也记时间。"),
        ("bonus_yearly_cap", 1250, "一人一年最多多得 12.50 币。"),
        ("weight_night", "1.25", "夜间服务按 1.25 倍记。"),
        ("site_decides_working_days", 5, "站点 5 个工作日内认定。"),
        ("star_hours", [100, 300], "荣誉时长满 100、300 小时，各得一星。"),
        ("fallback_to", ["branch", "site_staff"], "没人接时由他们去：站点工作人员、党支部。"),
        ("night_from_hour", 22, "晚上 10 点以后算夜间。"),
        ("award_min_rating", "4.5", "老人的评价不低于 4.5 星。"),
    ],
)
def test_a_rule_is_one_plain_sentence(key, value, sentence):
    with translation.override("zh-hans"):
        assert sentence_in_words(known=parameter(key), value=value) == sentence


def test_a_switch_by_itself_is_yes_or_no():
    with translation.override("zh-hans"):
        assert [value_in_words(known=parameter("weights_enabled"), value=value) for value in (True, False)] == [
            "是",
            "否",
        ]


@pytest.fixture(scope="module")
def in_english():
    """The English of the catalogue's parts, whatever has been compiled."""
    parts = [polib.pofile(str(path)) for path in sorted((LOCALE / "parts").glob("*.en.po"))]
    return {entry.msgid: [entry.msgstr, *entry.msgstr_plural.values()] for part in parts for entry in part}


def _chinese_of(known) -> list[str]:
    words = [known.label, known.sentence, known.sentence_no, known.zero_words, known.legal_basis, known.elsewhere]
    with translation.override("zh-hans"):
        return [str(one) for one in [*words, *known.choices.values()] if one]


def test_every_word_of_every_rule_has_its_english_with_the_same_places_to_fill(in_english):
    chinese = {words for known in REGISTRY.values() for words in _chinese_of(known)}
    assert {words for words in chinese if not in_english.get(words)} == set()
    assert {words for words in chinese if in_english[words][0].count("{value}") != words.count("{value}")} == set()


def test_a_rule_is_short():
    sentences = {known.key: sentence_in_words(known=known, value=known.default) for known in REGISTRY.values()}
    lists = {Kind.CHOICES, Kind.STAIRCASE}
    long = [key for key, said in sentences.items() if len(said) > 24 and REGISTRY[key].kind not in lists]
    assert long == []
