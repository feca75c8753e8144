from datetime import date, timedelta

from django.test import Client

from nuanliu.domain.honours.models import Commendation
from nuanliu.domain.honours.types import CampaignState
from nuanliu.domain.insights.models import Announcement
from nuanliu.domain.insights.types import Audience
from nuanliu.platform.ids import new_id
from tests.support.pages import main_words, queries_of
from tests.support.town import Town


def said(town: Town, title: str, *, audience: Audience = Audience.EVERYBODY, days: int = -1, lasts: int = 5, **more):
    starts = town.now + timedelta(days=days)
    return Announcement.objects.create(
        node=town.city,
        audience=audience,
        title=title,
        text=f"{title}的内容",
        starts_at=starts,
        ends_at=starts + timedelta(days=lasts),
        made_by=new_id(),
        made_at=town.now,
        **more,
    )


def commendation(town: Town, state: CampaignState) -> Commendation:
    return Commendation.objects.create(
        year=2026,
        title="2026 年度表彰",
        state=state,
        freeze_day=date(2026, 10, 31),
        review_day=date(2026, 11, 1),
        notice_days=7,
        quorum_percent=50,
        committee_min=3,
        standard_version=new_id(),
        made_at=town.now,
        frozen_at=town.now,
        listed_by=new_id(),
        confirmed_by=new_id(),
        notice_until=date(2026, 11, 8),
    )


def test_everybody_reads_what_is_for_everybody_and_nothing_else(town) -> None:
    said(town, "重阳停电")
    said(town, "上月的事", days=-20)
    said(town, "还没开始", days=2)
    said(town, "给志愿者的", audience=Audience.VOLUNTEERS)
    said(town, "给员工的", audience=Audience.STAFF)
    said(town, "收回了的", withdrawn_at=town.now, withdrawn_by=new_id())
    words = main_words(Client().get("/notices"))
    now, before = words.split("以前的通知")
    assert ("重阳停电的内容" in now, "上月的事的内容" in before) == (True, True)
    assert [one for one in ("给志愿者的", "给员工的", "收回了的", "还没开始的内容") if one in words] == []
    assert "还没开始" in now, "a day to come is in the calendar"


def test_the_days_to_know_are_a_calendar_too(town) -> None:
    commendation(town, CampaignState.NOTICE)
    town.rules(town.now + timedelta(days=30), beneficiary_min_age=61)
    words = main_words(Client().get("/notices"))
    assert "2026 年度表彰正在公示，到 2026年11月8日 星期日为止" in words
    assert "规则有改动，从这天起用" in words
    file = Client().get("/calendar.ics")
    text = file.content.decode()
    assert file.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART;VALUE=DATE:20261108\r\nDTEND;VALUE=DATE:20261109\r\n" in text
    assert text.count("BEGIN:VEVENT") == 3
    assert "20261031" in text, "a day that passed lately stays"
    assert ("CLASS:PRIVATE" in text, "VALARM" in text) == (False, False)
    same = Client().get("/calendar.ics").content.decode()
    assert [line for line in text.splitlines() if line.startswith("UID")] == [
        line for line in same.splitlines() if line.startswith("UID")
    ]


def test_a_commendation_that_is_not_public_has_no_days(town) -> None:
    commendation(town, CampaignState.CANCELLED)
    assert "近来没有要记的日子" in main_words(Client().get("/notices"))
    assert "BEGIN:VEVENT" not in Client().get("/calendar.ics").content.decode()


def test_three_announcements_cost_no_more_queries_than_one(town) -> None:
    said(town, "一")
    cost = queries_of(Client(), "/notices")
    said(town, "二")
    said(town, "三", days=-30)
    assert queries_of(Client(), "/notices") == cost
