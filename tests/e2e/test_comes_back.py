"""An hour comes back: earned, printed, half of it eaten as noodles, half given to a mother who has a visit for it."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from nuanliu.domain.alliance.models import Shop
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Person, Volunteer
from nuanliu.domain.people.operations import confirm_relation, put_pin_card
from nuanliu.domain.people.types import KinProof, Kinship
from nuanliu.platform import clock
from nuanliu.platform.clock import at
from nuanliu.usecases.seal_books import seal_books
from nuanliu.usecases.settle_shops import make_statements
from tests.e2e.story import PASSWORD, PIN, Story, at_the_decision, confirm, end, enter, lines, press, served, start
from tests.support.alliance import offer_of, shop_in
from tests.support.town import add_service

MOTHER_CARD = "712345"
CODE = re.compile(r"^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$")
PAPER_MINUTES = 300
"""Served before, on paper: who has served five hours may use coins in a shop."""


@pytest.fixture
def return_story(story: Story) -> Story:
    town, helper = story.town, story.people["helper"]
    add_service("S103", name="电话关怀", plain_words="打个电话", default_minutes=30, max_minutes=30, position=3)
    mother = town.elder("田秀英")
    put_pin_card(person=mother, number=MOTHER_CARD, pin=PIN, actor_id=None, now=town.now)
    confirm_relation(
        person=helper, relative=mother, kinship=Kinship.PARENT, proof=KinProof.HOUSEHOLD, by=None, at=town.now
    )
    town.give(helper, PAPER_MINUTES)
    Volunteer.objects.filter(person=story.people["second helper"]).update(default_choice="time")
    shop = shop_in(town, "邱家羊肉粉", site=town.site)
    offer_of(shop, "羊肉粉一碗", price=50)
    owner = town.staff(Role.SHOP_OWNER, "邱老板", node=shop.node)
    coordinator, alliance = town.coordinator(), town.staff(Role.BUREAU_STANDARDS, "罗联盟", node=town.city)
    story.people |= {
        "mother": mother,
        "shopkeeper": Person.objects.get(pk=owner.id),
        "coordinator": Person.objects.get(pk=coordinator.id),
        "alliance": Person.objects.get(pk=alliance.id),
    }
    for who in ("shopkeeper", "coordinator"):
        login = story.people[who].login
        login.set_password(PASSWORD)
        login.save()
    return story


def certify(story: Story, elder: str = "张桂兰") -> None:
    office = at_the_decision(story, elder=elder)
    expect(office.get_by_role("button", name="认定，看下一个")).to_be_focused()
    enter(office)
    expect(office.get_by_text("认定好了：")).to_be_visible()


def print_passbook(story: Story) -> None:
    """The clerk opens a booklet and prints what is new."""
    office = story.browser_of("coordinator")
    office.goto(f"/desk/people/{story.people['helper'].pk}/booklet/")
    office.get_by_role("button", name="开一本存折").click()
    expect(office.get_by_text("行还没打")).to_be_visible()
    expect(office.locator("table").first).to_contain_text("陪伴聊天")
    office.get_by_role("button", name=re.compile("打这 .* 行")).click()
    link = office.get_by_role("link", name="打开，打印").get_attribute("href")
    paper = office.request.get(link)
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF")
    office.get_by_role("link", name="打好了").click()
    expect(office.get_by_text("没有新的行，存折和账本一样。")).to_be_visible()


def eat_noodles(story: Story, phone: Page) -> None:
    """Half an hour becomes half a coin, and that a bowl of noodles at the till."""
    phone.goto("/me/ways/convert")
    phone.get_by_label("30 分", exact=True).check()
    press(phone, "换成币")
    phone.goto("/me/shops")
    phone.get_by_role("link", name="羊肉粉一碗").click()
    phone.get_by_role("button", name="去用").click()
    code = phone.locator(".ticket-code").inner_text()

    till = story.browser_of("shopkeeper", size="phone")
    till.goto("/shop/")
    till.get_by_label("志愿者给您看的号码").fill(code.lower())
    till.get_by_role("button", name="看这张券").click()
    expect(till.get_by_text("请看一下存折")).to_be_visible()
    till.get_by_role("button", name="完成", exact=True).click()
    expect(till.get_by_role("heading", name="完成")).to_be_visible()
    phone.get_by_role("link", name="店里办好了，看看").click()
    expect(phone.get_by_role("heading", name="用好了")).to_be_visible()
    till.goto("/shop/")
    expect(till.get_by_role("main")).to_contain_text("羊肉粉一碗")


def give_to_mother(story: Story, phone: Page) -> Page:
    """The other half hour goes to the mother, who accepts it with her four digits. Gives her tablet."""
    phone.goto("/me/ways/gift")
    phone.get_by_role("link", name="田秀英").click()
    phone.get_by_label("30 分", exact=True).check()
    phone.get_by_role("button", name="送出去").click()
    expect(phone.get_by_role("main")).to_contain_text("田秀英")
    tablet = story.tablet("田秀英", MOTHER_CARD)
    with tablet.expect_navigation():
        tablet.get_by_role("link", name="送您").click()
    if tablet.get_by_label("四位密码").count():
        tablet.get_by_label("四位密码").fill(PIN)
    tablet.get_by_role("button", name="收下").click()
    expect(tablet.get_by_text("收下了，时间在您的存折里。")).to_be_visible()
    return tablet


def has_a_visit(story: Story, tablet: Page) -> None:
    """The mother telephones, the clerk places the need, another volunteer serves it out of the mother's own time."""
    story.hour(15, 10)
    desk = story.browser_of("clerk")
    desk.goto("/hotline/")
    desk.get_by_role("searchbox").fill("田秀英")
    enter(desk)
    desk.get_by_label("要什么帮助").fill("电话关怀")
    desk.get_by_label("什么时候").fill("今天 17:30")
    enter(desk)
    expect(desk.get_by_role("main")).to_contain_text("用您自己存的时间。")
    expect(desk.get_by_role("button", name="老人说对，记下")).to_be_focused()
    enter(desk)
    expect(desk.get_by_role("heading", level=1)).to_contain_text("记好了")
    phone = story.browser_of("second helper", size="phone")
    phone.get_by_role("link", name="电话关怀").click()
    phone.get_by_role("button", name="我来帮忙").click()
    story.hour(17, 28)
    tablet.goto("/elder/")
    tablet.get_by_role("link", name="王志愿 来").click()
    digits = tablet.locator(".code-digit")
    expect(digits).to_have_count(4)
    code = "".join(digits.all_inner_texts())
    start(phone, code)
    story.hour(18, 0)
    end(phone, code)
    confirm(tablet, helper="王志愿")


def settle(story: Story) -> None:
    """In December the shop signs its month; in January its coins go into the pool, for everybody to see."""
    story.clock.move_to(at(date(2026, 12, 1), 8))
    make_statements(now=clock.now())
    till = story.browser_of("shopkeeper", size="phone")
    till.goto(f"/shop/{Shop.objects.get().pk}/statements")
    till.locator(".card-title a").click()
    expect(till.get_by_role("main")).to_contain_text("0.50 币")
    press(till, "签字")
    story.clock.move_to(at(date(2027, 1, 4), 9))
    office = story.open_page(login=story.people["alliance"].login, size="office")
    office.goto("/alliance/year")
    office.get_by_role("row", name="邱家羊肉粉").get_by_role("button").click()
    expect(office.get_by_text("送进爱心池了，写在爱心商家榜上。")).to_be_visible()
    anybody = story.open_page(size="phone")
    anybody.goto(f"/pool/{story.town.site.code}")
    expect(anybody.get_by_role("main")).to_contain_text("0.50 币")


def check_the_line(story: Story, phone: Page) -> None:
    """A neighbour types the code beside the newest line: it stands in the sealed book, without a name."""
    phone.goto("/me/passbook/time")
    code = phone.get_by_role("link", name=CODE).first.inner_text()
    seal_books(now=clock.now())
    anybody = story.open_page(size="phone")
    anybody.goto("/check")
    anybody.get_by_role("textbox").first.fill(code)
    anybody.get_by_role("button", name="查", exact=True).click()
    expect(anybody.get_by_role("heading", name="这一笔在封存的账本里")).to_be_visible()
    expect(anybody.get_by_role("main")).not_to_contain_text("李志愿")
    anybody.goto("/proof")
    expect(anybody.get_by_role("main")).to_contain_text("账实相符")


def test_an_hour_comes_back(return_story: Story) -> None:
    story = return_story
    phone, tablet = served(story)
    confirm(tablet)
    certify(story)
    print_passbook(story)
    eat_noodles(story, phone)
    mothers = give_to_mother(story, phone)
    has_a_visit(story, mothers)
    certify(story, elder="田秀英")

    assert [amount for _number, amount, _balance in lines(story, "helper")] == [-30, -30, 60, PAPER_MINUTES]
    assert [amount for _number, amount, _balance in lines(story, "helper", Unit.COIN)] == [-50, 50]
    assert [amount for _number, amount, _balance in lines(story, "mother")] == [-30, 30]
    check_the_line(story, phone)
    settle(story)
    assert check_books().is_right
