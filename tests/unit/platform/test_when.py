"""What a clerk types, on Tuesday 24 November 2026 at 10:20 in the morning."""

from datetime import date, datetime, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nuanliu.platform.clock import LOCAL
from nuanliu.platform.when import Misunderstood, Understood, understand

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, 20, tzinfo=LOCAL)

UNDERSTOOD = [
    # days by name
    ("今天下午", "11-24 15:00"),
    ("今天11点", "11-24 11:00"),
    ("今日下午四点", "11-24 16:00"),
    ("今晚七点", "11-24 19:00"),
    ("今晚", "11-24 19:00"),
    ("明天上午", "11-25 09:00"),
    ("明天中午", "11-25 12:00"),
    ("明天下午", "11-25 15:00"),
    ("明天晚上", "11-25 19:00"),
    ("明天傍晚", "11-25 18:00"),
    ("明早", "11-25 09:00"),
    ("明早八点", "11-25 08:00"),
    ("明晚8点", "11-25 20:00"),
    ("明儿上午", "11-25 09:00"),
    ("后天下午3点", "11-26 15:00"),
    ("后天上午的九点", "11-26 09:00"),
    ("大后天上午10点", "11-27 10:00"),
    ("3天后上午", "11-27 09:00"),
    ("过三天下午", "11-27 15:00"),
    ("一周后上午", "12-01 09:00"),
    # weekdays
    ("周三上午", "11-25 09:00"),
    ("这周五上午九点半", "11-27 09:30"),
    ("本周日下午", "11-29 15:00"),
    ("星期天上午", "11-29 09:00"),
    ("礼拜六10点", "11-28 10:00"),
    ("周一下午", "11-30 15:00"),
    ("周二下午", "11-24 15:00"),
    ("周二上午", "12-01 09:00"),
    ("周二9点", "12-01 09:00"),
    ("下周二上午", "12-01 09:00"),
    ("下周二十点", "12-01 10:00"),
    ("下个星期二 十点", "12-01 10:00"),
    ("下周日14:00", "12-06 14:00"),
    ("下下周一上午", "12-07 09:00"),
    ("下下个礼拜一上午", "12-07 09:00"),
    ("周2 14:30", "11-24 14:30"),
    # dates
    ("25号上午", "11-25 09:00"),
    ("25号下午两点", "11-25 14:00"),
    ("25日14点", "11-25 14:00"),
    ("二十五号十点一刻", "11-25 10:15"),
    ("廿五号上午", "11-25 09:00"),
    ("三十号上午", "11-30 09:00"),
    ("20号上午", "12-20 09:00"),
    ("31号上午", "12-31 09:00"),
    ("本月30号上午", "11-30 09:00"),
    ("下个月5号上午", "12-05 09:00"),
    ("12月3日 9:30", "12-03 09:30"),
    ("12月3号下午", "12-03 15:00"),
    ("十二月三十一日晚上八点", "12-31 20:00"),
    ("11-25 14:00", "11-25 14:00"),
    ("11/25 14:00", "11-25 14:00"),
    ("11.25 9:00", "11-25 09:00"),
    ("2026-11-25 9点", "11-25 09:00"),
    ("2026年11月25日上午9点", "11-25 09:00"),
    ("2026/11/25 下午", "11-25 15:00"),
    ("二〇二六年十一月二十五日上午", "11-25 09:00"),
    ("20261125 9", "11-25 09:00"),
    ("1月5日上午", "2027-01-05 09:00"),
    ("明年1月5日上午", "2027-01-05 09:00"),
    ("三月八号上午", "2027-03-08 09:00"),
    ("2027年11月23日上午", "2027-11-23 09:00"),
    # hours
    ("下午3点", "11-24 15:00"),
    ("11:30", "11-24 11:30"),
    ("14点", "11-24 14:00"),
    ("3pm", "11-24 15:00"),
    ("明天9点", "11-25 09:00"),
    ("明天9时", "11-25 09:00"),
    ("明天九点钟", "11-25 09:00"),
    ("明天9点整", "11-25 09:00"),
    ("明天9点半", "11-25 09:30"),
    ("明天9点一刻", "11-25 09:15"),
    ("明天9点三刻", "11-25 09:45"),
    ("明天9点20分", "11-25 09:20"),
    ("明天9点零五分", "11-25 09:05"),
    ("明天9:05", "11-25 09:05"),
    ("明天0930", "11-25 09:30"),
    ("明天14:00:00", "11-25 14:00"),
    ("明天下午14点", "11-25 14:00"),
    ("明天中午1点", "11-25 13:00"),
    ("明天中午11点半", "11-25 11:30"),
    ("明天上午12点", "11-25 12:00"),
    ("明天晚上6点", "11-25 18:00"),
    ("明天凌晨5点", "11-25 05:00"),
    ("明天上午9点左右", "11-25 09:00"),
    ("明天大概上午9点吧", "11-25 09:00"),
    ("半小时后", "11-24 10:50"),
    ("两小时后", "11-24 12:20"),
    ("90分钟后", "11-24 11:50"),
    ("0分钟后", "11-24 10:21"),
    # digits without an input method
    ("+1 9", "11-25 09:00"),
    ("+1 930", "11-25 09:30"),
    ("+1 1430", "11-25 14:30"),
    ("+1 9:30", "11-25 09:30"),
    ("+1 am", "11-25 09:00"),
    ("+1 pm", "11-25 15:00"),
    ("+1 9am", "11-25 09:00"),
    ("+1 3pm", "11-25 15:00"),
    ("+0 15", "11-24 15:00"),
    ("+7 10", "12-01 10:00"),
    ("25 9", "11-25 09:00"),
    ("25 1400", "11-25 14:00"),
    ("1125 0930", "11-25 09:30"),
    ("1203 14", "12-03 14:00"),
    ("0105 9", "2027-01-05 09:00"),
    ("25 sw", "11-25 09:00"),
    ("25sw", "11-25 09:00"),
    ("25h xw", "11-25 15:00"),
    # initials
    ("jtxw", "11-24 15:00"),
    ("mtsw", "11-25 09:00"),
    ("mtsw10", "11-25 10:00"),
    ("mt9", "11-25 09:00"),
    ("mt 14:00", "11-25 14:00"),
    ("mtzw", "11-25 12:00"),
    ("mtws7", "11-25 19:00"),
    ("mtzs8", "11-25 08:00"),
    ("mtxw3", "11-25 15:00"),
    ("mtxw3d", "11-25 15:00"),
    ("mtxw3db", "11-25 15:30"),
    ("mtxw3b", "11-25 15:30"),
    ("MTSW", "11-25 09:00"),
    ("htxw", "11-26 15:00"),
    ("dhtsw", "11-27 09:00"),
    ("z3sw", "11-25 09:00"),
    ("zlsw", "11-28 09:00"),
    ("bz5sw", "11-27 09:00"),
    ("xz2sw", "12-01 09:00"),
    ("xzexw", "12-01 15:00"),
    ("xz2xw3", "12-01 15:00"),
    ("xz2 10", "12-01 10:00"),
    ("xzrsw", "12-06 09:00"),
    ("xxz1sw", "12-07 09:00"),
    # as pasted
    ("　２５号　上午　９：３０　", "11-25 09:30"),
    ("＋１　９", "11-25 09:00"),
    ("明天，上午九点。", "11-25 09:00"),
    ("明天 下午 3 : 30", "11-25 15:30"),
    ("明\u200b天上午", "11-25 09:00"),
    ("明天上午9點", "11-25 09:00"),
]

ASSUMED = [
    ("明天", "11-25 09:00"),
    ("后天吧", "11-26 09:00"),
    ("周三", "11-25 09:00"),
    ("周二", "12-01 09:00"),
    ("下周二", "12-01 09:00"),
    ("25号", "11-25 09:00"),
    ("12月3日", "12-03 09:00"),
    ("+1", "11-25 09:00"),
    ("25", "11-25 09:00"),
    ("1125", "11-25 09:00"),
    ("xz2", "12-01 09:00"),
    ("xze", "12-01 09:00"),
    ("mt", "11-25 09:00"),
    ("明天3点", "11-25 15:00"),
    ("+1 2", "11-25 14:00"),
    ("明天1:30", "11-25 13:30"),
    ("周一一点", "11-30 13:00"),
]

MISUNDERSTOOD = [
    ("", "empty"),
    ("   ", "empty"),
    ("\u200b", "empty"),
    ("昨天", "past"),
    ("前天上午", "past"),
    ("今天上午", "past"),
    ("今天10:20", "past"),
    ("9点", "past"),
    ("24号9点", "past"),
    ("11月20日", "past"),
    ("这周一", "past"),
    ("2025-12-01 9:00", "past"),
    ("上周五", "past"),
    ("2027年12月1日", "too_far"),
    ("+400", "too_far"),
    ("+9999", "too_far"),
    ("后年1月1日", "too_far"),
    ("9999-12-31", "too_far"),
    ("2月30日", "impossible_date"),
    ("2月29日", "impossible_date"),
    ("13月1日", "impossible_date"),
    ("0月1日", "impossible_date"),
    ("11月31日", "impossible_date"),
    ("2026-02-30", "impossible_date"),
    ("0000-00-00", "impossible_date"),
    ("32号", "impossible_date"),
    ("0号", "impossible_date"),
    ("本月31号", "impossible_date"),
    ("1430", "impossible_date"),
    ("明天25点", "impossible_time"),
    ("明天9点70分", "impossible_time"),
    ("明天9:75", "impossible_time"),
    ("+1 2530", "impossible_time"),
    ("今天", "which_hour"),
    ("24号", "which_hour"),
    ("凌晨", "which_hour"),
    ("明天上午15点", "which_hour"),
    ("明天晚上12点", "which_hour"),
    ("明天晚上3点", "which_hour"),
    ("明天中午5点", "which_hour"),
    ("周末", "which_weekday"),
    ("下周", "which_weekday"),
    ("下周末上午", "which_weekday"),
    ("zs", "which_weekday"),
    ("xzs", "which_weekday"),
    ("初三", "lunar"),
    ("农历十月初一", "lunar"),
    ("abc", "not_understood"),
    ("随便", "not_understood"),
    ("的", "not_understood"),
    ("啊", "not_understood"),
    ("明" * 61, "not_understood"),
    ("😀", "not_understood"),
    ("明天9点到11点", "not_understood"),
    ("12月", "not_understood"),
    ("明天上午上午", "not_understood"),
    ("十十号", "not_understood"),
    ("'; DROP TABLE need; --", "not_understood"),
    ("<b>明天</b>", "not_understood"),
    ("䶮㛃𫖯", "not_understood"),
    ("明天" * 5_000, "not_understood"),
]


def moment(said: str) -> datetime:
    said = said if said.startswith("20") else f"2026-{said}"
    return datetime.strptime(said, "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL)


@pytest.mark.parametrize(("text", "said"), UNDERSTOOD)
def test_what_is_said_whole_is_understood(text, said):
    answer = understand(text, today=TODAY, now=NOW)
    assert isinstance(answer, Understood), answer
    assert (answer.moment, answer.time_assumed) == (moment(said), False)


@pytest.mark.parametrize(("text", "said"), ASSUMED)
def test_what_leaves_the_hour_open_is_understood_and_marked(text, said):
    answer = understand(text, today=TODAY, now=NOW)
    assert isinstance(answer, Understood), answer
    assert (answer.moment, answer.time_assumed) == (moment(said), True)


@pytest.mark.parametrize(("text", "code"), MISUNDERSTOOD)
def test_what_cannot_be_meant_is_answered_with_a_sentence(text, code):
    answer = understand(text, today=TODAY, now=NOW)
    assert isinstance(answer, Misunderstood), answer
    assert answer.code == code
    assert 0 < len(str(answer.words)) <= 22


def test_the_last_of_a_month_follows_the_calendar():
    january = {"today": date(2027, 1, 30), "now": datetime(2027, 1, 30, 8, 0, tzinfo=LOCAL)}
    assert understand("31号上午", **january) == Understood(date(2027, 1, 31), time(9), time_assumed=False)
    assert understand("29号上午", **january) == Understood(date(2027, 3, 29), time(9), time_assumed=False)


def test_a_leap_day_is_a_day_in_a_leap_year():
    december = {"today": date(2027, 12, 20), "now": datetime(2027, 12, 20, 8, 0, tzinfo=LOCAL)}
    assert understand("2月29日上午", **december) == Understood(date(2028, 2, 29), time(9), time_assumed=False)


def test_a_date_long_past_is_meant_for_the_next_year_and_a_recent_one_is_a_slip():
    assert isinstance(understand("9月1日", today=TODAY, now=NOW), Understood)
    assert isinstance(understand("10月1日", today=TODAY, now=NOW), Misunderstood)


@given(st.text(max_size=80))
@example("+" + "9" * 70)
@example("周" * 30)
@example("\ud800")
def test_no_text_raises(text):
    assert isinstance(understand(text, today=TODAY, now=NOW), Understood | Misunderstood)


_TYPED = (
    "今天 明天 后天 大后天 下周 这周 周三 星期天 25号 12月 3日 上午 下午 晚上 中午 9点 半 一刻 十 二十 + - : / 2026 "
    "1125 0930 mt sw xz 2 9 31 后 小时 点 分 am pm 的 ，"
)
_PIECES = st.sampled_from(_TYPED.split())


@given(st.lists(_PIECES, max_size=6), st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.times())
def test_whatever_is_understood_lies_ahead_and_within_a_year(pieces, today, at):
    now = datetime.combine(today, at, tzinfo=LOCAL)
    answer = understand("".join(pieces), today=today, now=now)
    if isinstance(answer, Understood):
        assert 0 < (answer.moment - now).total_seconds() <= 366 * 24 * 3600
