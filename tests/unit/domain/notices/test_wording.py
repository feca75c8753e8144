"""Every notice is a whole, short sentence for whoever reads it."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import translation

from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.notices.wording import WORDINGS, Audience, words_of

PARAMS: dict[str, Any] = {
    "service": "代买代购",
    "service_en": "Shopping",
    "elder": "张桂兰",
    "helper": "李志愿",
    "number": 12,
    "starts_at": "2026-11-24T01:00:00+00:00",
    "site_phone": "0858-6000000",
    "minutes": 60,
    "reason": "时间太近了。",
}
LONGEST_SMS = 70
LONGEST_SENTENCE = 20
_PLACE = re.compile(r"%\((\w+)\)s")


@dataclass
class Note:
    kind: str
    params: dict[str, Any] = field(default_factory=dict)


def said(kind: NoticeKind, **params: object) -> tuple[str, str]:
    return words_of(Note(kind.value, {**PARAMS, **params}))


def test_the_old_person_is_told_who_comes_when_and_what_to_say() -> None:
    assert said(NoticeKind.HELPER_FOUND, code="4207") == (
        "有人来帮您了",
        "11月24日 星期二 上午 9 点，李志愿来代买代购。到门口请说四位数 4207。",
    )


IN_THE_FAMILY = ("proxy_", "gift_", "share_", "kin_died", "time_left", "left_to_pool")
ABOUT_FAMILY = {kind for kind in NoticeKind if kind.value.startswith(IN_THE_FAMILY)}
"""Told to an old person and to her family, who know each other."""


def test_the_helper_is_never_told_the_code_nor_the_name() -> None:
    for kind in set(NoticeKind) - ABOUT_FAMILY:
        title, body = said(kind, code="", audience="volunteer")
        assert "张桂兰" not in title + body


def test_who_is_told_follows_from_the_code() -> None:
    assert said(NoticeKind.NEED_CANCELLED, code="4207")[0] == "这次取消了"
    assert said(NoticeKind.NEED_CANCELLED, code="")[0] == "这次不用去了"


def test_a_relative_reads_whom_it_is_about() -> None:
    assert said(NoticeKind.HELPER_FOUND, audience="family")[0] == "张桂兰：有人来帮您了"


def test_a_reason_ends_with_one_full_stop() -> None:
    assert said(NoticeKind.VISIT_RETURNED, code="")[1].count("时间太近了。") == 1


def test_an_hour_is_said_as_time_or_as_coins() -> None:
    assert "记进 1 小时。" in said(NoticeKind.CREDITED, code="", unit="time")[1]
    assert "记进 1 小时的服务币。" in said(NoticeKind.CREDITED, code="", unit="coin")[1]


@pytest.mark.parametrize("kind", list(NoticeKind))
@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("params", [PARAMS, {}, {"starts_at": "nonsense", "minutes": None}])
def test_nothing_missing_leaves_a_hole(kind: NoticeKind, audience: Audience, params: dict[str, Any]) -> None:
    title, body = words_of(Note(kind.value, {**params, "audience": audience.value}))
    assert title
    assert "%" not in body
    assert "None" not in body
    assert not body.startswith("，")


@pytest.mark.parametrize(("key", "wording"), list(WORDINGS.items()))
def test_sentences_are_short_and_a_body_fits_one_message(key: tuple[NoticeKind, Audience], wording: Any) -> None:
    for sentence in re.split("[。！？]", _PLACE.sub("", str(wording.body))):
        assert len(sentence) <= LONGEST_SENTENCE
    _title, body = said(key[0], audience=key[1].value, code="4207" if key[1] is Audience.ELDER else "")
    assert len(body) <= LONGEST_SMS


def test_a_clerk_asks_by_telephone_and_does_not_say_press() -> None:
    note = Note(NoticeKind.VISIT_ENDED.value, {**PARAMS, "code": "4207"})
    assert "点一下" in words_of(note)[1]
    assert words_of(note, is_spoken=True) == (
        "来没来，要问一声",
        "李志愿说代买代购做完了，11月24日 星期二 上午 9 点那一次。请问：来了没有？好不好？",
    )
    other = Note(NoticeKind.NEED_RECEIVED.value, PARAMS)
    assert words_of(other, is_spoken=True) == words_of(other)


def test_an_english_reader_reads_english_names_of_services() -> None:
    with translation.override("en"):
        assert "Shopping" in said(NoticeKind.NEED_RECEIVED, code="4207")[1]
