from datetime import date, timedelta

import pytest

from nuanliu.domain.care.models import Service
from nuanliu.platform.clock import at
from nuanliu.portals.arranging.choices import MOST, days_open, few, groups_of, hours_open, lengths

MONDAY = date(2026, 11, 2)


def service(code: str = "S101", group: str = "情感慰藉", default: int = 60, most: int = 120) -> Service:
    return Service(code=code, name=code, group=group, default_minutes=default, max_minutes=most)


@pytest.mark.parametrize(
    ("count", "page", "shown", "has_more"),
    [
        (0, 0, [], False),
        (1, 0, [0], False),
        (4, 0, [0, 1, 2, 3], False),
        (5, 0, [0, 1, 2], True),
        (5, 1, [3, 4], False),
        (7, 1, [3, 4, 5, 6], False),
        (8, 1, [3, 4, 5], True),
        (8, 2, [6, 7], False),
        (8, 9, [], False),
    ],
)
def test_a_page_has_at_most_four_things_to_press(count: int, page: int, shown: list[int], has_more) -> None:
    assert few(list(range(count)), page=page) == (shown, has_more)
    assert len(shown) + has_more <= MOST


def test_every_thing_is_on_exactly_one_page() -> None:
    seen: list[int] = []
    for page in range(9):
        shown, has_more = few(list(range(20)), page=page)
        seen += shown
        if not has_more:
            break
    assert seen == list(range(20))


def test_hours_before_the_earliest_moment_are_not_offered() -> None:
    assert hours_open(day=MONDAY, earliest=at(MONDAY, 10), minutes=60) == {
        "morning": [10, 11],
        "afternoon": [14, 15, 16, 17],
    }
    assert hours_open(day=MONDAY, earliest=at(MONDAY, 13), minutes=60) == {"afternoon": [14, 15, 16, 17]}
    assert hours_open(day=MONDAY, earliest=at(MONDAY, 18), minutes=60) == {}


def test_a_long_visit_does_not_begin_so_late_that_it_ends_after_seven() -> None:
    assert hours_open(day=MONDAY, earliest=at(MONDAY, 1), minutes=240)["afternoon"] == [14, 15]


def test_tomorrow_is_offered_only_if_some_hour_of_it_is_far_enough_away() -> None:
    morning, evening = at(MONDAY, 9), at(MONDAY, 20)
    day = timedelta(hours=24)
    assert days_open(now=morning, earliest=morning + day, minutes=60)[0] == date(2026, 11, 3)
    assert days_open(now=evening, earliest=evening + day, minutes=60)[0] == date(2026, 11, 4)


def test_days_are_offered_for_a_month() -> None:
    days = days_open(now=at(MONDAY, 9), earliest=at(MONDAY, 9), minutes=60)
    assert (days[0], days[-1], len(days)) == (date(2026, 11, 3), date(2026, 12, 2), 30)


@pytest.mark.parametrize(
    ("default", "most", "offered"),
    [
        (60, 120, [30, 60, 90, 120]),
        (60, 60, [30, 60]),
        (30, 30, [30]),
        (180, 240, [120, 150, 180, 210]),
        (90, 90, [30, 60, 90]),
    ],
)
def test_up_to_four_lengths_with_the_usual_one_among_them(default: int, most: int, offered: list[int]) -> None:
    assert lengths(service(default=default, most=most)) == offered
    assert default in offered


def test_every_service_is_in_one_group_and_unknown_ones_are_not_lost() -> None:
    services = [
        service("S101"),
        service("S102", "文体活动"),
        service("S201", "协助服务"),
        service("S204", "生活照料"),
        service("S301", "出行陪伴"),
        service("S999", "从没见过的一类"),
    ]
    grouped = groups_of(services)
    assert [(group.code, [one.code for one in members]) for group, members in grouped] == [
        ("talk", ["S101", "S102"]),
        ("errand", ["S201"]),
        ("home", ["S204"]),
        ("health", ["S301"]),
        ("ask", ["S999"]),
    ]


def test_a_group_without_a_service_is_not_shown() -> None:
    assert [group.code for group, _members in groups_of([service()])] == ["talk"]
