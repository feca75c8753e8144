"""The bureau's editor of the Standard, as two officers use it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.models import StandardDraft, StandardVersion
from nuanliu.domain.standards.parameters import REGISTRY
from nuanliu.domain.standards.parameters.themes import RULES, Theme
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import at, local_date
from nuanliu.portals.bureau.rule_fields import as_stored, as_typed, field_for
from tests.integration.portals.volunteer.phone import Phone
from tests.support.pages import main_words
from tests.support.town import Town

pytestmark = pytest.mark.django_db


class Officer(Phone):
    """Somebody who looks after the Standard."""

    @classmethod
    def of(cls, town: Town, name: str) -> "Officer":
        actor = town.staff(Role.BUREAU_STANDARDS, name, node=town.city)
        return cls(Person.objects.get(pk=actor.id), town.now)

    def filled(self, name: str, *args) -> dict[str, object]:
        """What the page's form would send if nothing were touched."""
        form = self.get(name, *args).context["form"]
        sent = {field: form[field].value() for field in form.fields if field != "token"}
        return {field: value for field, value in sent.items() if value is not None} | {"seen": form.seen_text}

    def begin(self, **data) -> StandardDraft:
        answer = self.post("bureau:draft-new", **data)
        assert answer.status_code == 303
        return StandardDraft.objects.get(pk=answer["Location"].rsplit("/", 1)[1])

    def set(self, draft: StandardDraft, theme: str, **typed):
        return self.post(
            "bureau:draft-theme", draft.pk, theme, **self.filled("bureau:draft-theme", draft.pk, theme) | typed
        )

    def say(self, draft: StandardDraft, **typed):
        return self.post("bureau:draft-frame", draft.pk, **self.filled("bureau:draft-frame", draft.pk) | typed)

    def press(self, draft: StandardDraft, act: str, **more):
        return self.post("bureau:draft", draft.pk, act=act, **more)

    def mark(self, draft: StandardDraft) -> str:
        return self.get("bureau:draft", draft.pk).context["outcome"].mark


@pytest.fixture
def two(town: Town) -> tuple[Officer, Officer]:
    return Officer.of(town, "林标准"), Officer.of(town, "何标准")


def test_from_a_draft_to_a_rule_in_force(town: Town, two) -> None:
    one, other = two
    day = local_date(town.now) + timedelta(days=7)
    draft = one.begin(place="")
    page = main_words(one.get("bureau:draft", draft.pk))
    assert "改了 0 条" in page
    assert "还没有改任何一条。" in page
    assert "写好了，请第二个人看" not in page
    assert one.set(draft, "counting", credit_step_min="15").status_code == 303
    assert one.set(draft, "savings", coin_cap="500.5", time_cap_min="1200小时").status_code == 303
    assert one.say(draft, title="2027 年修订", reason="半小时太长", effective_day=day.isoformat()).status_code == 303
    page = main_words(one.get("bureau:draft", draft.pk))
    assert "计时单位 原来 每满 30 分记一次。 改成 每满 15 分记一次。" in page
    assert "改成 一人最多存 500.50 币。" in page
    assert "改成 一人最多存 1200 小时。" in page
    assert "改了 3 条" in page
    assert one.press(draft, "ask").status_code == 303
    assert "您动过这份草稿，不能自己同意。" in main_words(one.get("bureau:draft", draft.pk))
    assert "您动过这份草稿，要请另一位同事看。" in main_words(one.press(draft, "approve", mark=one.mark(draft)))
    assert "可以由您看" in main_words(other.get("bureau:standard"))
    assert "有了变动" in main_words(other.press(draft, "approve", mark="another"))
    assert other.press(draft, "approve", mark=other.mark(draft)).status_code == 303
    new = standard_in_force(at=at(day, 0))
    assert (new.minutes("credit_step_min"), new.hundredths("coin_cap"), new.minutes("time_cap_min")) == (
        15,
        50_050,
        72_000,
    )
    home = main_words(other.get("bureau:standard"))
    assert "已经公布，还没到日子 2027 年修订" in home
    assert "现在没有人在改。" in home
    told = main_words(other.get("bureau:standard-version", 2))
    assert "谁起草 林标准 谁同意 何标准" in told
    assert "第 2 版 2027 年修订" in main_words(one.get("bureau:standard-history", q="计时单位"))
    assert "没有找到" in main_words(one.get("bureau:standard-history", q="火车票"))
    assert one.post("bureau:standard-version", 2, reason="").status_code == 200
    assert one.post("bureau:standard-version", 2, reason="日子没有说好").status_code == 303
    assert "没有起用就撤回了" in main_words(one.get("bureau:standard-version", 2))
    assert standard_in_force(at=at(day, 0)).minutes("credit_step_min") == 30


def test_what_is_typed_wrong_is_said_in_words_and_kept(town: Town, two) -> None:
    one, _other = two
    draft = one.begin(place="")
    answer = one.set(
        draft, "counting", credit_step_min="９９", credit_grace_min="三", weight_night="1.2.3", coin_per_hour="2"
    )
    assert answer.status_code == 200
    said = answer.context["form"].errors
    assert {key: str(words[0]) for key, words in said.items()} == {
        "credit_step_min": "请写 1 分到 1 小时之间。",
        "credit_grace_min": "请写一个整数，比如 60。",
        "weight_night": "请写一个数，比如 1.5。",
    }
    page = answer.content.decode()
    for typed in ('value="９９"', 'value="三"', 'value="1.2.3"', 'value="2"'):
        assert typed in page
    assert not draft.values.exists()
    answer = one.set(draft, "savings", coin_expiry_notice_days="60、7")
    assert str(answer.context["form"].errors["coin_expiry_notice_days"][0]).startswith("请写几个整数，从小到大")


def test_two_officers_at_one_page_lose_nothing_and_are_told(town: Town, two) -> None:
    one, other = two
    draft = one.begin(place="")
    opened = other.filled("bureau:draft-theme", draft.pk, "counting")
    assert one.set(draft, "counting", credit_step_min="15").status_code == 303
    hers = opened | {"credit_step_min": "20", "credit_grace_min": "3"}
    answer = other.post("bureau:draft-theme", draft.pk, "counting", **hers)
    page = main_words(answer)
    assert "林标准刚才改成了：每满 15 分记一次。 要用您的，请再按一次“存下来”。" in page
    assert 'value="20"' in answer.content.decode(), "what she typed is kept"
    again = hers | {"seen": answer.context["form"].seen_text}
    assert other.post("bureau:draft-theme", draft.pk, "counting", **again).status_code == 303
    assert {row.key: row.value for row in draft.values.all()} == {"credit_step_min": 20, "credit_grace_min": 3}
    stale = one.filled("bureau:draft-frame", draft.pk)
    other.say(
        draft, title="甲", reason="甲的理由", effective_day=(local_date(town.now) + timedelta(days=3)).isoformat()
    )
    answer = one.post(
        "bureau:draft-frame", draft.pk, **stale | {"title": "乙", "reason": "乙的理由", "effective_day": "2026-12-24"}
    )
    assert "同事写的 甲 · 甲的理由" in main_words(answer)
    assert 'value="乙"' in answer.content.decode()


def test_a_draft_is_sent_back_taken_back_and_given_up(town: Town, two) -> None:
    one, other = two
    day = (local_date(town.now) + timedelta(days=7)).isoformat()
    draft = one.begin(place="")
    one.set(draft, "counting", credit_step_min="15")
    one.say(draft, title="修订", reason="试行", effective_day=day)
    one.press(draft, "ask")
    assert one.get("bureau:draft-theme", draft.pk, "counting").status_code == 303, (
        "nobody edits what is being looked at"
    )
    assert "请写明为什么退回。" in main_words(other.press(draft, "send_back"))
    assert other.press(draft, "send_back", reason="先问站点").status_code == 303
    assert "何标准退回来了 先问站点" in main_words(one.get("bureau:draft", draft.pk))
    one.press(draft, "ask")
    one.press(draft, "take_back")
    assert one.press(draft, "nonsense").status_code == 200
    one.press(draft, "drop")
    assert "作罢了" in main_words(one.get("bureau:draft", draft.pk))
    assert StandardVersion.objects.count() == 1


def test_a_place_sees_only_what_it_may_narrow(town: Town, two) -> None:
    one, other = two
    draft = one.begin(place=str(town.site.pk))
    form = one.get("bureau:draft-theme", draft.pk, "counting").context["form"]
    assert {known.key for known in form.rules} == {
        known.key for known in RULES[Theme.COUNTING] if known.narrower_at_site and not known.fixed
    }
    assert one.get("bureau:draft-theme", draft.pk, "shops").status_code == 404
    assert "这里只能比外面更严，不能更宽。" in main_words(one.set(draft, "counting", credit_grace_min="7"))
    one.set(draft, "counting", credit_grace_min="3")
    day = local_date(town.now) + timedelta(days=2)
    one.say(draft, title="文化路从严", reason="试行", effective_day=day.isoformat())
    one.press(draft, "ask")
    other.press(draft, "approve", mark=other.mark(draft))
    town.now = at(day, 9)
    third = Officer.of(town, "高标准")
    page = main_words(third.get("bureau:standard", place=town.site.code))
    assert "这里自己的规则。全市是：只差 5 分以内，算满。" in page
    assert third.begin(place="").scope_node is None


def test_every_rule_can_be_typed_as_it_stands() -> None:
    for known in REGISTRY.values():
        field = field_for(known=known)
        shown = field.prepare_value(as_typed(known=known, value=known.default))
        typed = shown if isinstance(shown, list) else str(shown)
        assert as_stored(known=known, cleaned=field.clean(typed)) == known.default, known.key


@pytest.mark.parametrize(
    ("key", "typed", "stored"),
    [
        ("time_cap_min", "1200小时", 72_000),
        ("credit_step_min", "0小时15分", 15),
        ("credit_step_min", "１５ 分钟", 15),
        ("coin_cap", "600.5", 60_050),
        ("bonus_star3_percent", "7％", 7),
        ("weight_night", "1.50", "1.5"),
        ("weight_night", "1.20", "1.2"),
        ("coin_expiry_notice_days", "7, 30 60", [7, 30, 60]),
    ],
)
def test_numbers_are_read_as_people_write_them(key, typed, stored) -> None:
    known = REGISTRY[key]
    assert as_stored(known=known, cleaned=field_for(known=known).clean(typed)) == stored


@pytest.mark.parametrize(
    ("key", "typed"),
    [("credit_step_min", ""), ("credit_step_min", "15.5"), ("coin_cap", "1.234"), ("weight_night", "1/2"),
     ("coin_expiry_notice_days", "7、x"), ("coin_expiry_notice_days", "、"), ("time_cap_min", "9" * 30)],
)  # fmt: skip
def test_what_is_no_number_is_refused(key, typed) -> None:
    known = REGISTRY[key]
    with pytest.raises(ValidationError):
        as_stored(known=known, cleaned=field_for(known=known).clean(typed))
