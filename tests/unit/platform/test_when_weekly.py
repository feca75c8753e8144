"""What a clerk types for a need of every week."""

from datetime import date, time

import pytest

from nuanliu.platform.when import Misunderstood, Weekly, is_weekly, understand_weekly

TODAY = date(2026, 11, 27)


def festival(name: str) -> date | None:
    return date(2027, 2, 5) if "春节".startswith(name) or name.startswith("春节") else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("每周二上午", Weekly((2,), time(9), False)),
        ("每周二", Weekly((2,), time(9), True)),
        ("每周二上午 到春节", Weekly((2,), time(9), False, last_day=date(2027, 2, 5))),
        ("每星期一、三、五 下午3点 10次", Weekly((1, 3, 5), time(15), False, times=10)),
        ("每周一三五9点", Weekly((1, 3, 5), time(9), False)),
        ("每周135 9点 十次", Weekly((1, 3, 5), time(9), False, times=10)),
        ("mz2 9", Weekly((2,), time(9), False)),
        ("mz24 14:30 到2月5日", Weekly((2, 4), time(14, 30), False, last_day=date(2027, 2, 5))),
        ("每个礼拜天早上8点 到 2027-01-31", Weekly((7,), time(8), False, last_day=date(2027, 1, 31))),
        ("每周二和周四 下午", Weekly((2, 4), time(15), False)),
        ("每天 16点 7次", Weekly((1, 2, 3, 4, 5, 6, 7), time(16), False, times=7)),
    ],
)
def test_what_is_understood(typed: str, meant: Weekly) -> None:
    assert is_weekly(typed)
    assert understand_weekly(typed, today=TODAY, festival=festival) == meant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("每周上午", "which_weekday"),
        ("每周二 25点", "impossible_time"),
        ("每周二 9点 到去年", "not_understood"),
        ("每周二 9点 到11月20日", "past"),
        ("每周二 乱写", "not_understood"),
    ],
)
def test_what_is_not_is_said(typed: str, code: str) -> None:
    found = understand_weekly(typed, today=TODAY, festival=festival)
    assert isinstance(found, Misunderstood)
    assert found.code == code
    assert str(found.words)


@pytest.mark.parametrize("typed", ["下周二", "周二 9点", "明天上午", "mtsw", "mt 9"])
def test_what_is_for_once_is_not_taken_for_weekly(typed: str) -> None:
    assert not is_weekly(typed)
