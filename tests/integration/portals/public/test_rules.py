"""规则公示: every rule in both languages, each with an anchor; what changed, since when; what is announced; places."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from nuanliu.domain.standards.operations import publish_for_city, publish_for_place
from nuanliu.domain.standards.parameters import REGISTRY, Kind, Value
from nuanliu.domain.standards.parameters.themes import RULES, TITLES, Theme
from nuanliu.domain.standards.saying import sentence_in_words
from nuanliu.platform.clock import at, local_date
from tests.architecture.tree import SOURCE
from tests.support.pages import main_words
from tests.support.town import MONDAY, Town

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
HAN = re.compile(r"[\u4e00-\u9fff]")
DAY = timedelta(days=1)


def midnight(days: int):
    return at(local_date(MONDAY) + days * DAY, 0)


def publish(*, days: int, place=None, reason="听了意见", **values: Value) -> None:
    facts = {
        "title": "修订",
        "values": values,
        "effective_from": midnight(days),
        "reason": reason,
        "published_by": None,
    }
    if place:
        publish_for_place(scope_node=place.pk, now=MONDAY, **facts)
    else:
        publish_for_city(now=MONDAY, **facts)


def page(address: str, *, days: int = 0) -> str:
    with time_machine.travel(MONDAY + days * DAY, tick=False):
        answer = Client().get(address)
    assert answer.status_code == 200
    return main_words(answer)


def every_value(key: str) -> list[Value]:
    """The values of a key that are said differently."""
    known = REGISTRY[key]
    match known.kind:
        case Kind.SWITCH:
            return [True, False] if known.sentence_no else [known.default]
        case Kind.CHOICE:
            return list(known.choices)
        case Kind.QUANTITY | Kind.RATIO:
            return [known.minimum, known.default, known.maximum]
    return [known.default]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_rule_has_its_sentence_whatever_it_says(language: str) -> None:
    with translation.override(language):
        said = {
            (key, str(value)): (str(REGISTRY[key].label), sentence_in_words(known=REGISTRY[key], value=value))
            for key in REGISTRY
            for value in every_value(key)
        }
    assert {key for key, _value in said} == set(REGISTRY)
    for where, (label, sentence) in said.items():
        assert label.strip(), where
        assert sentence.strip(), where
        assert "{" not in sentence, where
        assert bool(HAN.search(label + sentence)) == (language == "zh-hans"), (where, sentence)


def test_every_rule_has_one_theme_and_every_theme_a_title() -> None:
    assert [known.key for theme in Theme for known in RULES[theme]] == list(REGISTRY)
    assert set(TITLES) == set(Theme)


def test_what_is_announced_stands_on_top_and_beside_its_rule(town: Town) -> None:
    publish(days=3, credit_step_min=15)
    before = page("/standard")
    assert "已经定了，还没有起用 从 2026年11月5日 星期四 起" in before
    assert "原来 每满 30 分记一次。 改成 每满 15 分记一次。" in before
    assert "计时单位 每满 30 分记一次。 2026年11月5日 星期四起：每满 15 分记一次。" in before
    after = page("/standard", days=3)
    assert "已经定了" not in after
    assert "计时单位 每满 15 分记一次。 2026年11月5日 星期四起这样。以前：每满 30 分记一次。" in after
    assert "最近改了什么 从 2026年11月5日 星期四 起" in after
    old = page("/standard?version=1", days=3)
    assert "这是第 1 版，现在不用了。" in old
    assert "每满 30 分记一次。" in old
    assert "这是第 2 版，2026年11月5日 星期四起用。" in page("/standard?version=2")


def test_a_place_with_rules_of_its_own_can_be_chosen(town: Town) -> None:
    publish(days=0 + 1, place=town.site, credit_grace_min=3)
    city, own = page("/standard", days=1), page(f"/standard?place={town.site.code}", days=1)
    assert "只差 5 分以内，算满。" in city
    assert "这里自己的规则" not in city
    assert "只差 3 分以内，算满。 这里自己的规则。全市是：只差 5 分以内，算满。" in own
    assert own.startswith("规则公示 文化路社区")
    assert page("/standard?place=nonsense", days=1) == city


def test_rules_are_searched_by_what_they_say(town: Town) -> None:
    found = page("/standard?q=宽限")
    assert "只差 5 分以内，算满。" in found
    assert "每满 30 分记一次。" not in found
    assert "没有这样的规则" in page("/standard?q=火车票")


def test_the_history_says_what_changed_and_why(town: Town) -> None:
    assert "还没有改过" in page("/standard/history")
    publish(days=1, credit_step_min=15, reason="半小时太长")
    publish(days=5, credit_grace_min=3, reason="宽了一点")
    told = page("/standard/history", days=2)
    assert told.index("从 2026年11月7日 星期六 起（还没到）") < told.index("从 2026年11月3日 星期二 起")
    assert "为什么：半小时太长" in told
    assert "改成 只差 3 分以内，算满。" in told
    assert "最早的一版" in told


LINKED = {
    "arranging/time.html", "bureau/campaigns.html", "bureau/funds.html", "bureau/kept.html", "desk/application.html",
    "desk/away.html", "desk/certify.html", "desk/death.html", "desk/gift.html", "desk/give.html", "desk/overdraft.html",
    "desk/overflow.html", "desk/pool.html", "desk/pool_give.html", "desk/pool_use.html", "desk/renew.html",
    "desk/special.html", "joining/course.html", "joining/guardian.html", "joining/promise.html", "joining/tasks.html",
    "merchant/offer_words.html", "merchant/offline.html", "merchant/statement.html", "merchant/till.html",
    "mine/close.html", "public/ask.html", "public/join.html", "public/pool.html", "public/pools.html",
    "public/privacy.html", "public/shops.html", "volunteer/bonuses.html", "volunteer/cancel.html",
    "volunteer/choose.html", "volunteer/convert.html", "volunteer/default_choice.html", "volunteer/end.html",
    "volunteer/gift.html", "volunteer/gift_given.html", "volunteer/gift_to.html", "volunteer/give.html",
    "volunteer/honours.html", "volunteer/household.html", "volunteer/offer.html", "volunteer/overflow.html",
    "volunteer/passbook.html", "volunteer/receive.html", "volunteer/shops.html", "volunteer/start.html",
    "volunteer/used.html", "volunteer/ways.html",
}  # fmt: skip
"""The pages that apply a rule of the Standard."""


def test_every_page_that_applies_a_rule_leads_to_it() -> None:
    texts = {"/".join(path.parts[-2:]): path.read_text() for path in SOURCE.glob("portals/*/templates/**/*.html")}
    leading = {name for name, text in texts.items() if "{% rule_link " in text or "{% rule_said " in text}
    assert LINKED - leading == set()
    keys = {
        key
        for text in texts.values()
        for tag in re.findall(r"{% rule_link (.*?) %}", text)
        for key in re.findall(r'"(\w+)"', tag)
    }
    assert keys - set(REGISTRY) == set()
    assert len(keys) > 40
