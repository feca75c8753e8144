"""RFC 5545, as far as a calendar program insists on it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.portals.ui.ics import LONGEST_LINE, CalendarEvent, calendar_text, escaped, folded

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
ANY_TEXT = st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=300)


def event(**changes: object) -> CalendarEvent:
    facts: dict[str, object] = {
        "uid": "1@nuanliu",
        "starts_at": NOON,
        "ends_at": NOON.replace(hour=5),
        "summary": "暖流：陪伴聊天",
        "description": "地址和电话，前一天起看。",
        "location": "文化路社区",
        **changes,
    }
    return CalendarEvent(**facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("买菜, 买药; 再说", "买菜\\, 买药\\; 再说"),
        ("一行\n两行\r\n三行\r四行", "一行\\n两行\\n三行\\n四行"),
        ("反斜杠\\", "反斜杠\\\\"),
        ("铃\x07\x00声\x7f", "铃声"),
        ("全角，不动；", "全角，不动；"),
        ("䶮㛃𫖯🌞", "䶮㛃𫖯🌞"),
    ],
)
def test_text_is_escaped(text: str, written: str) -> None:
    assert escaped(text) == written


@given(ANY_TEXT)
def test_a_folded_line_unfolds_to_itself_and_is_never_too_long(text: str) -> None:
    line = f"SUMMARY:{escaped(text)}"
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= LONGEST_LINE for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


def test_seventy_five_octets_stay_on_one_line_and_seventy_six_do_not() -> None:
    assert folded("A" * 75) == "A" * 75
    assert folded("A" * 76) == "A" * 75 + "\r\n A"
    assert folded("A" * 74 + "汉") == "A" * 74 + "\r\n 汉"


def test_the_file_is_whole() -> None:
    text = calendar_text(name="暖流：我的服务", events=[event()], stamped_at=NOON)
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = text.replace("\r\n ", "").split("\r\n")
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//nuanliu//visits//ZH"]
    for line in (
        "UID:1@nuanliu",
        "DTSTAMP:20261124T040000Z",
        "DTSTART:20261124T040000Z",
        "DTEND:20261124T050000Z",
        "SUMMARY:暖流：陪伴聊天",
        "STATUS:CONFIRMED",
        "TRIGGER:-PT2H",
    ):
        assert line in lines


def test_a_cancelled_visit_says_so_and_rings_no_bell() -> None:
    text = calendar_text(name="x", events=[event(is_cancelled=True, sequence=1)], stamped_at=NOON)
    assert "STATUS:CANCELLED\r\n" in text
    assert "SEQUENCE:1\r\n" in text
    assert "VALARM" not in text


def test_no_visit_makes_an_empty_calendar() -> None:
    assert "VEVENT" not in calendar_text(name="x", events=[], stamped_at=NOON)
