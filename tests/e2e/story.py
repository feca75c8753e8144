"""A town, its clock, and the browsers its people sit at: what the journeys share.

The server runs in this process on its own database, and the wall clock it reads is ours: `time-machine` moves it, so
half an hour passes between the calls of a morning and the visit of an afternoon without anybody writing into the
database or waiting. Everything else is done as people do it: typed, clicked, read from the page.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
import time_machine
from playwright.sync_api import Page, expect

from bench.keystrokes import MOST, place_by_keyboard
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Role
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.queries import passbook_lines
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import put_pin_card
from nuanliu.domain.people.types import Kinship, ProxyPower
from nuanliu.platform.clock import at
from tests.support.town import Town, add_service

DAY = date(2026, 11, 2)
PASSWORD, CARD, PIN = "rain-on-the-terraces", "612345", "2580"
FIND, SERVICE, WHEN = "zgl", "1", "jt14"
BOTH_WAYS = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])


@dataclass
class Story:
    """The town, its people, its clock, and the browsers they sit at."""

    town: Town
    clock: time_machine.Traveller
    open_page: Callable[..., Page]
    javascript: bool = True
    people: dict[str, Person] = field(default_factory=dict)

    def hour(self, hour: int, minute: int = 0) -> None:
        """It is now so late."""
        self.clock.move_to(at(DAY, hour, minute))

    def browser_of(self, who: str, *, size: str = "office") -> Page:
        """A page of a person who has signed in with account and password."""
        page = self.open_page(size=size, javascript=self.javascript)
        page.goto("/sign-in")
        page.get_by_role("link", name="我有账号和密码").click()
        page.get_by_label("账号").fill(self.people[who].login.username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    def tablet(self, name: str = "张桂兰", card: str = CARD) -> Page:
        """The shared tablet, at which an old person has signed in with her card."""
        page = self.open_page(size="phone", javascript=self.javascript)
        page.goto("/sign-in/card")
        page.get_by_label("卡号").fill(f"{card[:3]} {card[3:]}")
        page.get_by_label("四位密码").fill(PIN)
        page.get_by_role("button", name="进去").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{name}，您好")
        return page


@pytest.fixture
def story(open_page, transactional_db) -> Iterator[Story]:
    with time_machine.travel(at(DAY, 9), tick=True) as clock:
        town = Town.found()
        add_service("S201", name="代买代购", name_en="Shopping", group="协助服务", plain_words="帮我买菜", position=2)
        story = Story(town, clock, open_page)
        elder = town.elder("张桂兰")
        put_pin_card(person=elder, number=CARD, pin=PIN, actor_id=None, now=town.now)
        daughter = town.person("张小梅")
        town.kin(elder, daughter, Kinship.CHILD)
        town.proxy(elder, daughter, [ProxyPower.ASK, ProxyPower.SEE])
        clerk, certifier = town.staff(Role.HOTLINE, "赵接线"), town.staff(Role.CERTIFIER, "钱认定")
        story.people = {
            "elder": elder,
            "daughter": daughter,
            "helper": town.volunteer("李志愿", choice="time"),
            "second helper": town.volunteer("王志愿"),
            "clerk": Person.objects.get(pk=clerk.id),
            "certifier": Person.objects.get(pk=certifier.id),
        }
        for person in story.people.values():
            person.login.set_password(PASSWORD)
            person.login.save()
        yield story


def keys(page: Page, *words: str) -> int:
    """Press one key after another; how many."""
    pressed = [letter for word in words for letter in ([word] if len(word) > 1 and word.istitle() else word)]
    for key in pressed:
        page.keyboard.press(key)
    return len(pressed)


def enter(page: Page) -> int:
    """Press Enter on what has the focus (which comes a moment after the page) and wait for the page that comes."""
    page.locator("body :focus").wait_for()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return 1


def place_without_javascript(page: Page) -> int:
    """Place the need by keys alone; how many keys."""
    page.goto("/hotline/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    count = keys(page, FIND) + enter(page)
    expect(page.get_by_label("要什么帮助")).to_be_focused()
    count += keys(page, SERVICE, "Tab", WHEN) + enter(page)
    expect(page.get_by_role("button", name="老人说对，记下")).to_be_focused()
    return count + enter(page)


def place(story: Story) -> Page:
    """The clerk answers the telephone and places the need for two o'clock with the keyboard only."""
    desk = story.browser_of("clerk")
    if story.javascript:
        keystrokes = place_by_keyboard(
            page=desk, root=desk.url.removesuffix("/places"), find=FIND, service=SERVICE, when=WHEN
        ).keystrokes
    else:
        keystrokes = place_without_javascript(desk)
    assert keystrokes <= MOST
    expect(desk.get_by_role("heading", level=1)).to_have_text("第 1 号记好了")
    return desk


def take(story: Story) -> Page:
    """The volunteer finds the need on a phone and takes it."""
    phone = story.browser_of("helper", size="phone")
    phone.get_by_role("link", name="陪伴聊天").click()
    phone.get_by_role("button", name="我来帮忙").click()
    expect(phone.get_by_text("您接下了。老人会知道您要来。")).to_be_visible()
    return phone


def code_on(tablet: Page) -> str:
    """The four digits that the old person reads on her own page."""
    tablet.goto("/elder/")
    tablet.get_by_role("link", name="李志愿 来").click()
    digits = tablet.locator(".code-digit")
    expect(digits).to_have_count(4)  # waits for the page; all_inner_texts reads what is there already
    return "".join(digits.all_inner_texts())


def start(phone: Page, code: str) -> None:
    phone.get_by_role("link", name="今天").first.click()
    phone.get_by_role("link", name="到了，开始服务").click()
    phone.get_by_label("老人说的四位数").fill(code)
    phone.get_by_role("button", name="开始").click()


def end(phone: Page, code: str) -> None:
    phone.goto("/me/today")
    phone.get_by_role("link", name="做完了，结束").click()
    phone.get_by_label("老人说的四位数").fill(code)
    phone.get_by_role("button", name="做完了").click()
    expect(phone.get_by_text("做完了，谢谢您！")).to_be_visible()


def press(page: Page, name: str, *, exact: bool = False) -> None:
    """Press a button and wait for the page that comes: until then nothing is sure to have been done."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=exact).click()


def served(story: Story) -> tuple[Page, Page]:
    """The loop up to the end of the visit: the volunteer's phone and the old person's tablet."""
    place(story)
    phone = take(story)
    story.hour(13, 55)
    tablet = story.tablet()
    code = code_on(tablet)
    start(phone, code)
    expect(phone.get_by_text("开始了，时间在记。")).to_be_visible()
    story.hour(14, 52)
    end(phone, code)
    return phone, tablet


def confirm(tablet: Page, helper: str = "李志愿") -> None:
    """She says with a face that it was good."""
    tablet.goto("/elder/")
    tablet.get_by_role("link", name=f"{helper} 来了没有？").click()
    tablet.get_by_role("link", name="来了").click()
    tablet.get_by_role("button", name="很高兴").click()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("记下了，谢谢您")


def at_the_decision(story: Story, elder: str = "张桂兰") -> Page:
    """The certifier looks at the evidence of a visit."""
    office = story.browser_of("certifier")
    office.goto("/desk/")
    office.locator("#certify").get_by_role("link", name=elder).first.click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("志愿")
    return office


def lines(story: Story, who: str, unit: Unit = Unit.TIME) -> list[tuple[int, int, int]]:
    """(number, amount, balance) of a person's passbook lines, as the book has them."""
    person = story.people[who]
    found = passbook_lines(holder=Holder(person.pk, person.home_site_id), unit=unit)
    return [(line.number, line.amount, line.balance) for line in found]
