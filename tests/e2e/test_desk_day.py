"""The desk's day from opening to closing by keys alone: one address is typed in the morning, no mouse is touched."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import NeedState, VisitState
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
MOST_KEYS = 70
"""What the whole day may cost; 17 of them are what was said on the telephone and the words to the next shift."""


@dataclass
class Keys:
    """The clerk's hands. Every key counts one, a key with Alt two."""

    page: Page
    pressed: int = 0

    def press(self, *keys: str) -> None:
        """One after the other, on a page that has arrived."""
        for key in keys:
            if key.startswith("Alt+"):
                self._with_alt(key[4:])
            else:
                self.page.keyboard.press(key)
            self.pressed += 2 if "+" in key else 1

    def _with_alt(self, letter: str) -> None:
        """As a keyboard sends it: the letter comes along, by which the browser finds the access key."""
        browser = self.page.context.new_cdp_session(self.page)
        code = "Digit" if letter.isdigit() else "Key"
        key = {"key": letter, "code": f"{code}{letter.upper()}", "windowsVirtualKeyCode": ord(letter.upper())}
        browser.send("Input.dispatchKeyEvent", {"type": "keyDown", "modifiers": 1, "unmodifiedText": letter, **key})
        browser.send("Input.dispatchKeyEvent", {"type": "keyUp", "modifiers": 1, **key})
        browser.detach()

    def type(self, text: str) -> None:
        """Letter by letter."""
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def go(self, letter: str, name: str) -> None:
        """By the access key of the office to a page, which is awaited."""
        self.press(f"Alt+{letter}")
        self.page.wait_for_url(f"**{name}")

    def enter_on(self, there: Locator, text: str) -> None:
        """Enter on what has the focus, which says this."""
        expect(there).to_be_focused()
        expect(there).to_contain_text(text)
        self.press("Enter")

    def enter(self, text: str) -> None:
        """The same, whatever on the page it is."""
        focused = self.page.locator("main :focus")
        focused.wait_for()
        expect(focused).to_contain_text(text)
        self.press("Enter")


def evening_before(town: Town, clerk: Actor) -> Visit:
    """What she finds: a word from yesterday, a call to make, one to return, a wish to look at, a visit to certify."""
    town.need(town.elder("张桂兰"), starts_at=town.now + timedelta(days=2))
    wisher = town.elder("王秀英", phone="13800000002")
    town.need(wisher, clerk=town.actor(wisher), starts_at=town.now + timedelta(days=3))
    facts = {"actor": clerk, "site_id": town.site.pk, "token": new_id()}
    close_day(words="先打给张桂兰", now=town.now - timedelta(days=1), **facts)
    now = timezone.now()
    heard = Heard(kind=CallKind.MISSED, words="问明天谁来", number="13900000001", ring_on=local_date(now))
    note_number(heard=heard, now=now, **facts)
    town.now -= timedelta(days=4)
    done = town.confirmed(town.elder("刘淑芬", phone="13800000003"), town.volunteer())
    town.now += timedelta(days=4)
    return done


def make_the_calls(keys: Keys) -> None:
    page = keys.page
    keys.enter("看过了，接班")
    expect(page.get_by_text("先打给张桂兰")).to_have_count(0)
    keys.enter("我来打")
    keys.enter_on(page.get_by_role("button", name="说清楚了"), "说清楚了")
    expect(page.get_by_text("没有要打的电话")).to_be_visible()


def ring_back(keys: Keys) -> None:
    page = keys.page
    keys.go("v", "/hotline/callbacks/")
    keys.enter("打下一个")
    expect(page.get_by_text("13900000001")).to_be_visible()
    expect(page.get_by_label("打通了吗")).to_be_focused()
    keys.press("Tab")
    keys.type("告诉她了，李志愿去")
    for _field in range(6):
        keys.press("Tab")
        if page.get_by_role("button", name="记下", exact=True).evaluate("it => it === document.activeElement"):
            break
    keys.enter("记下")
    expect(page.get_by_text("没有要回的电话")).to_be_visible()


def place_a_need(keys: Keys) -> None:
    page = keys.page
    keys.go("t", "/hotline/")
    page.locator("main :focus").wait_for()
    keys.type("zgl")
    keys.press("Enter")
    page.wait_for_url("**/hotline/elders/**")
    expect(page.get_by_label("要什么帮助")).to_be_focused()
    keys.type("1")
    keys.press("Tab")
    keys.type("+2 9")
    keys.press("Enter")
    page.wait_for_url("**/read-back/**")
    expect(page.get_by_text("已经有一个一样的")).to_be_visible()
    keys.enter("老人说对，记下")
    page.wait_for_url("**/placed/**")


def publish(keys: Keys) -> None:
    """From the board's column of what is to be looked at to the wish, and yes."""
    page = keys.page
    keys.go("a", "/desk/")
    column = page.get_by_role("link", name="王秀英")
    expect(column).to_be_visible()
    number = page.locator('a[href="#review"]').get_attribute("accesskey")
    keys.press(f"Alt+{number}")
    page.wait_for_url("**/desk/#review")
    keys.press("Tab", "Tab")
    keys.enter_on(column, "王秀英")
    page.wait_for_url("**/desk/needs/**")
    expect(page.get_by_role("button", name="通过，去找人")).to_be_focused()
    keys.press("Alt+y")
    expect(page.get_by_role("button", name="通过，去找人")).to_have_count(0)


def certify(keys: Keys) -> None:
    """The first visit of this helper is looked at by itself; then the one key."""
    page = keys.page
    keys.go("r", "/desk/certifying/")
    keys.enter("一次一次看")
    keys.enter_on(page.get_by_role("button", name="认定，看下一个"), "认定")
    expect(page.get_by_text("没有等认定的")).to_be_visible()


def close_the_day(keys: Keys) -> None:
    page = keys.page
    keys.press("Alt+x")
    expect(page.get_by_label("交代下一班的话")).to_be_focused()
    keys.type("明早问问张桂兰")
    keys.press("Tab")
    keys.enter("交班")
    expect(page.get_by_text("明早问问张桂兰")).to_be_visible()


def test_a_day_at_the_desk_by_keyboard(a_thursday, open_page, capsys) -> None:
    town = Town.found()
    town.now = timezone.localtime()
    lead = town.coordinator("王站长")
    done = evening_before(town, lead)
    page = open_page(login=Login.objects.get(pk=lead.id), size="office", javascript=False)
    page.goto(reverse("hotline:calls"))
    keys = Keys(page)
    make_the_calls(keys)
    assert Delivery.objects.filter(channel="call_sheet", state="waiting").count() == 0
    ring_back(keys)
    assert Call.objects.get(kind=CallKind.MISSED).outcome == "talked"
    place_a_need(keys)
    assert Need.objects.filter(elder__name="张桂兰").count() == 2
    publish(keys)
    assert Need.objects.get(elder__name="王秀英").state == NeedState.OPEN
    certify(keys)
    assert Visit.objects.get(id=done.id).state in {VisitState.CERTIFIED, VisitState.CREDITED}
    close_the_day(keys)
    assert Closing.objects.get(day=local_date(timezone.now())).closed_by == lead.id
    keys.go("k", "/desk/keys/")
    expect(page.get_by_role("heading", name="键盘")).to_be_visible()
    with capsys.disabled():
        print(f"keys of the day: {keys.pressed}")  # noqa: T201
    assert keys.pressed <= MOST_KEYS


def test_a_question_mark_opens_the_list_of_keys_and_types_itself_where_one_types(open_page) -> None:
    town = Town.found()
    page = open_page(login=Login.objects.get(pk=town.clerk().id), size="office")
    page.goto(reverse("hotline:home"))
    box = page.locator("main :focus")
    box.wait_for()
    page.keyboard.type("?")
    expect(box).to_have_value("?")
    page.keyboard.press("Tab")
    page.keyboard.press("?")
    page.wait_for_url("**/desk/keys/")
