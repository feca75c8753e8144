"""The desk's day from opening to closing without a mouse: every step is a key, and nothing runs in the page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from nuanliu.domain.care.models import Need
from nuanliu.domain.network.models import Login
from nuanliu.domain.network.types import Actor
from nuanliu.domain.notices.calls.models import Call, Closing
from nuanliu.domain.notices.calls.types import CallKind
from nuanliu.domain.notices.models import Delivery
from nuanliu.platform.clock import local_date
from nuanliu.platform.ids import new_id
from nuanliu.usecases.calling.closing import close_day
from nuanliu.usecases.calling.notes import Heard, note_number
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


def on(page: Page, name: str) -> None:
    """The browser is at that page, and its focus is where the clerk begins."""
    page.wait_for_url(f"**{name}")
    page.locator("main :focus").wait_for()


def press_button(page: Page, name: str) -> None:
    """Enter on the button that has the focus, which is the one of this name."""
    expect(page.locator("main :focus")).to_contain_text(name)
    page.keyboard.press("Enter")


def type_and_go(page: Page, *answers: str) -> None:
    """Each answer and Tab, until the form's button; then Enter."""
    for answer in answers:
        page.keyboard.type(answer)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def evening_before(town: Town, clerk: Actor) -> None:
    """What the clerk finds: a word from yesterday, a call to make, a call to return."""
    town.need(town.elder("张桂兰"), starts_at=town.now + timedelta(days=2))
    facts = {"actor": clerk, "site_id": town.site.pk, "token": new_id()}
    close_day(words="先打给张桂兰", now=town.now - timedelta(days=1), **facts)
    now = timezone.now()
    heard = Heard(kind=CallKind.MISSED, words="问明天谁来", number="13900000001", ring_on=local_date(now))
    note_number(heard=heard, now=now, **facts)


def make_the_calls(page: Page) -> None:
    page.goto(reverse("hotline:calls"))
    on(page, "/hotline/calls/")
    press_button(page, "看过了，接班")
    expect(page.get_by_text("先打给张桂兰")).to_have_count(0)
    on(page, "/hotline/calls/")
    press_button(page, "我来打")
    expect(page.get_by_role("button", name="说清楚了")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("没有要打的电话")).to_be_visible()


def ring_back(page: Page) -> None:
    page.goto(reverse("hotline:callbacks"))
    on(page, "/hotline/callbacks/")
    press_button(page, "打下一个")
    expect(page.get_by_text("13900000001")).to_be_visible()
    expect(page.get_by_label("打通了吗")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("告诉她了，李志愿去")
    page.get_by_role("button", name="记下", exact=True).press("Enter")
    expect(page.get_by_text("没有要回的电话")).to_be_visible()


def place_a_need(page: Page) -> None:
    page.goto(reverse("hotline:home"))
    on(page, "/hotline/")
    page.keyboard.type("zgl")
    page.keyboard.press("Enter")
    page.wait_for_url("**/hotline/elders/**")
    expect(page.get_by_label("要什么帮助")).to_be_focused()
    type_and_go(page, "1", "+2 9")
    page.wait_for_url("**/read-back/**")
    expect(page.get_by_text("已经有一个一样的")).to_be_visible()
    press_button(page, "老人说对，记下")
    page.wait_for_url("**/placed/**")


def close_the_day(page: Page, town: Town) -> None:
    page.goto(reverse("hotline:closing", args=[town.site.pk]))
    expect(page.get_by_label("交代下一班的话")).to_be_focused()
    page.keyboard.type("明早问问张桂兰")
    page.keyboard.press("Tab")
    press_button(page, "交班")
    expect(page.get_by_text("明早问问张桂兰")).to_be_visible()


def test_a_day_at_the_desk_by_keyboard(a_thursday, open_page) -> None:
    town = Town.found()
    town.now = timezone.localtime()
    clerk = town.clerk("王接线")
    evening_before(town, clerk)
    page = open_page(login=Login.objects.get(pk=clerk.id), size="office", javascript=False)
    make_the_calls(page)
    assert Delivery.objects.filter(channel="call_sheet", state="waiting").count() == 0
    ring_back(page)
    assert Call.objects.get(kind=CallKind.MISSED).outcome == "talked"
    place_a_need(page)
    assert Need.objects.count() == 2
    close_the_day(page, town)
    assert Closing.objects.get(day=local_date(timezone.now())).closed_by == clerk.id
