"""需求提交 → 志愿接单 → 服务认定 → 积分记录, clicked through by the people themselves, each at a browser of her own."""

import re
from datetime import date

from playwright.sync_api import Browser, BrowserContext, expect

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.types import Unit
from nuanliu.platform.clock import at
from tests.e2e.story import (
    BOTH_WAYS,
    Story,
    at_the_decision,
    code_on,
    confirm,
    enter,
    lines,
    place,
    served,
    start,
    take,
)

# -- the whole loop ---------------------------------------------------------------------------------------------------


@BOTH_WAYS
def test_five_people_close_the_loop(story: Story, javascript) -> None:
    story.javascript = javascript
    phone, tablet = served(story)
    confirm(tablet)

    office = at_the_decision(story)
    expect(office.locator(".sum-total")).to_have_text("1 小时")
    expect(office.get_by_role("button", name="认定，看下一个")).to_be_focused()
    enter(office)
    expect(office.get_by_text("认定好了：李志愿，算 1 小时。")).to_be_visible()

    phone.get_by_role("link", name="存折").first.click()
    rows = phone.locator(".passbook-table tbody tr")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("陪伴聊天")
    expect(phone.locator(".balance-value")).to_have_text("1 小时")
    assert (lines(story, "helper"), lines(story, "helper", Unit.COIN), lines(story, "helper", Unit.HONOUR)) == (
        [(1, 60, 60)],
        [],
        [(1, 60, 60)],
    )
    assert check_books().is_right


# -- where it may go wrong --------------------------------------------------------------------------------------------


@BOTH_WAYS
def test_who_presses_second_is_told_kindly(story: Story, javascript) -> None:
    story.javascript = javascript
    place(story)
    second = story.browser_of("second helper", size="phone")
    second.get_by_role("link", name="陪伴聊天").click()
    take(story)
    second.get_by_role("button", name="我来帮忙").click()
    expect(second.get_by_text("已经有人接了这一单，谢谢您。").first).to_be_visible()
    assert [visit.volunteer_id for visit in Visit.objects.all()] == [story.people["helper"].pk]


@BOTH_WAYS
def test_a_wrong_code_is_answered_beside_the_field_and_the_right_one_starts(story: Story, javascript) -> None:
    story.javascript = javascript
    place(story)
    phone = take(story)
    story.hour(13, 55)
    right = code_on(story.tablet())
    start(phone, f"{(int(right) + 1) % 10_000:04d}")
    field = phone.get_by_label("老人说的四位数")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("暗号不对，请再问一下老人。还可以试 4 次。"))
    field.fill("".join(chr(ord(digit) + 0xFEE0) for digit in right))
    phone.get_by_role("button", name="开始").click()
    expect(phone.get_by_text("开始了，时间在记。")).to_be_visible()
    assert Visit.objects.get().state == "serving"


@BOTH_WAYS
def test_certifying_twice_credits_once(story: Story, javascript) -> None:
    story.javascript = javascript
    _phone, tablet = served(story)
    confirm(tablet)
    office = at_the_decision(story)
    stale = office.context.new_page()
    stale.goto(office.url)
    office.get_by_role("button", name="认定，看下一个").dblclick()
    office.wait_for_url("**/desk/certifying/")
    stale.get_by_role("button", name="认定，看下一个").click()
    stale.wait_for_url("**/desk/certifying/")
    assert (lines(story, "helper"), lines(story, "helper", Unit.HONOUR)) == ([(1, 60, 60)], [(1, 60, 60)])
    assert check_books().is_right


@BOTH_WAYS
def test_a_daughter_asks_for_her_mother_and_the_desk_publishes_it(story: Story, javascript) -> None:
    story.javascript = javascript
    phone = story.browser_of("daughter", size="phone")
    phone.get_by_role("link", name="张桂兰").first.click()
    phone.get_by_role("link", name="请人去帮忙").first.click()
    for choice in ("买东西、办事情", "帮我买菜", "大后天", "上午", "上午 9 点", "没有，不用说"):
        with phone.expect_navigation():
            phone.get_by_role("link", name=choice).first.click()
    phone.locator("main form").get_by_role("button").click()
    phone.wait_for_url("**/ask/done/**")
    need = Need.objects.get()
    assert (need.state, need.channel, need.starts_at) == ("submitted", "family", at(date(2026, 11, 5), 9))

    office = story.browser_of("clerk")
    office.goto("/desk/")
    office.locator("#review").get_by_role("link", name="张桂兰").click()
    office.get_by_role("button", name="通过").click()
    expect(office.get_by_text("通过了，正在找志愿者。")).to_be_visible()
    assert Need.objects.get().state == "open"


def test_a_locked_out_stranger_sees_nothing_of_it(story: Story, chromium: Browser) -> None:
    place(story)
    need = Need.objects.get()
    page = story.open_page(size="phone")
    for path in (f"/elder/arrangements/{need.id}", f"/desk/needs/{need.id}/", f"/me/needs/{need.id}"):
        page.goto(path)
        assert "/sign-in?next=" in page.url
    context: BrowserContext = page.context
    assert context.cookies() == [] or all(cookie["name"] != "sessionid" for cookie in context.cookies())
