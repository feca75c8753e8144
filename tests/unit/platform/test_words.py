from datetime import date, time, timedelta

import pytest
from django.utils import translation

from nuanliu.platform import words
from nuanliu.platform.clock import at

TUESDAY = date(2026, 11, 24)
NINE = at(TUESDAY, 9)


def in_english(said, *args, **named):
    with translation.override("en"):
        return said(*args, **named)


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (0, "0 分", "0 min"),
        (45, "45 分", "45 min"),
        (60, "1 小时", "1 h"),
        (750, "12 小时 30 分", "12 h 30 min"),
        (90_000, "1500 小时", "1500 h"),
        (-90, "−1 小时 30 分", "−1 h 30 min"),
    ],
)
def test_minutes_are_said_in_hours_and_minutes(value, chinese, english):
    assert words.minutes(value) == chinese
    assert in_english(words.minutes, value) == english


def test_in_traditional_characters_where_the_reader_chose_them():
    later, now = at(date(2026, 11, 26), 14, 30), at(TUESDAY, 9)
    with translation.override("zh-hant"):
        said = [words.minutes(90), words.coins(1250), words.near_moment(later, now=now)]
        said += [words.ago(now, now=now + timedelta(minutes=3 * step)) for step in (0, 1, 60)]
    assert said == [
        "1 小時 30 分", "12.50 幣", "後天 11月26日 星期四 下午 2 點半", "剛剛", "3 分鐘前", "3 小時前",
    ]  # fmt: skip


@pytest.mark.parametrize(("value", "said"), [(60, "+1 小时"), (-30, "−30 分"), (0, "+0 分")])
def test_a_line_of_the_passbook_always_has_its_sign(value, said):
    assert words.signed_minutes(value) == said


@pytest.mark.parametrize(("value", "said"), [(1250, "12.50 币"), (5, "0.05 币"), (-100, "−1.00 币"), (0, "0.00 币")])
def test_coins_are_said_from_hundredths(value, said):
    assert words.coins(value) == said


def test_an_amount_is_said_in_its_unit():
    assert words.amount(150, "TIME") == "2 小时 30 分"
    assert words.amount(150, "honour") == "2 小时 30 分"
    assert words.amount(150, "COIN") == "1.50 币"
    assert words.amount(-150, "COIN", signed=True) == "−1.50 币"
    assert in_english(words.amount, 150, "COIN", signed=True) == "+1.50 coins"


def test_days_are_said_with_their_weekday():
    assert words.day(TUESDAY) == "11月24日 星期二"
    assert in_english(words.day, TUESDAY) == "Tue 24 Nov"
    assert words.long_day(TUESDAY) == "2026年11月24日 星期二"
    assert in_english(words.long_day, TUESDAY) == "Tue 24 Nov 2026"
    assert words.short_day(TUESDAY) == "2026-11-24"


def test_a_moment_is_taken_on_the_wall_clock_not_in_utc():
    one_in_the_morning = at(TUESDAY, 1)
    assert one_in_the_morning.utctimetuple().tm_mday == 23
    assert words.day(one_in_the_morning) == "11月24日 星期二"
    assert words.moment(one_in_the_morning) == "11月24日 星期二 凌晨 1 点"


@pytest.mark.parametrize(
    ("hour", "minute", "chinese", "english"),
    [
        (0, 0, "凌晨 0 点", "12 midnight"),
        (0, 15, "凌晨 0 点 15 分", "12:15 am"),
        (5, 59, "凌晨 5 点 59 分", "5:59 am"),
        (6, 0, "上午 6 点", "6 am"),
        (9, 0, "上午 9 点", "9 am"),
        (12, 0, "中午 12 点", "12 noon"),
        (12, 30, "中午 12 点半", "12:30 pm"),
        (14, 30, "下午 2 点半", "2:30 pm"),
        (18, 5, "下午 6 点 5 分", "6:05 pm"),
        (19, 0, "晚上 7 点", "7 pm"),
        (23, 45, "晚上 11 点 45 分", "11:45 pm"),
    ],
)
def test_hours_are_said_with_their_part_of_the_day(hour, minute, chinese, english):
    assert words.clock(time(hour, minute)) == chinese
    assert words.clock(at(TUESDAY, hour, minute)) == chinese
    assert in_english(words.clock, time(hour, minute)) == english


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-2, "前天 11月22日 星期日"),
        (-1, "昨天 11月23日 星期一"),
        (0, "今天 11月24日 星期二"),
        (1, "明天 11月25日 星期三"),
        (2, "后天 11月26日 星期四"),
        (3, "11月27日 星期五"),
        (60, "2027年1月23日 星期六"),
    ],
)
def test_near_days_are_said_by_name_and_other_years_with_their_number(days, said):
    assert words.near_day(TUESDAY + timedelta(days=days), today=TUESDAY) == said


def test_spans_and_periods_do_not_say_the_part_of_day_twice():
    assert words.span(NINE, at(TUESDAY, 10, 30)) == "上午 9 点到 10 点半"
    assert words.span(at(TUESDAY, 11), at(TUESDAY, 13)) == "上午 11 点到下午 1 点"
    assert in_english(words.span, NINE, at(TUESDAY, 10, 30)) == "9 am to 10:30 am"
    assert words.period(NINE, at(TUESDAY, 10), now=NINE) == "今天 11月24日 星期二 上午 9 点到 10 点"
    assert in_english(words.near_moment, NINE, now=NINE - timedelta(days=1)) == "tomorrow, Tue 24 Nov, 9 am"


@pytest.mark.parametrize(
    ("passed", "chinese", "english"),
    [
        (timedelta(seconds=59), "刚刚", "just now"),
        (timedelta(seconds=-5), "刚刚", "just now"),
        (timedelta(minutes=25), "25 分钟前", "25 min ago"),
        (timedelta(hours=3), "3 小时前", "3 h ago"),
        (timedelta(days=1), "1 天前", "1 day ago"),
        (timedelta(days=2), "2 天前", "2 days ago"),
    ],
)
def test_how_long_ago(passed, chinese, english):
    assert words.ago(NINE - passed, now=NINE) == chinese
    assert in_english(words.ago, NINE - passed, now=NINE) == english


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张桂兰", "张*"),
        ("欧阳修", "欧阳*"),
        ("东方", "东*"),
        ("𫖯文", "𫖯*"),
        (" 李明 ", "李*"),
        ("Anna", "A*"),
        ("", ""),
    ],
)
def test_only_the_family_name_is_shown(name, masked):
    assert words.masked_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("13812340000", "138****0000"), ("138 1234 0000", "138****0000"), ("0858-8220000", "085****0000"), ("110", "*10")],
)
def test_the_middle_of_a_number_is_hidden(number, masked):
    assert words.masked_phone(number) == masked


def test_mobile_numbers_are_grouped_for_reading_out():
    assert words.spoken_phone("13812340000") == "138 1234 0000"
    assert words.spoken_phone("0858-8220000") == "0858-8220000"
