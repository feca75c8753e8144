"""The bureau's rules and its year, clicked through.

A rule is changed and holds from its day; a year is commended, from the freeze to certificates that the camera of a
resident's telephone can check.
"""

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from nuanliu.domain.certificates import drawing
from nuanliu.domain.certificates.drawing import papers_data
from nuanliu.domain.certificates.models import Batch, Certificate
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.network.types import Actor, Role
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import ConsentPurpose
from nuanliu.platform import clock
from nuanliu.platform.clock import at
from nuanliu.usecases.make_certificates import continue_batch
from tests.e2e.story import Story, at_the_decision, enter, lines, press
from tests.support.honours import FREEZE, served_once
from tests.support.papers import pictures
from tests.support.qr_reading import read_qr

CHANGES = date(2026, 11, 9)


def office_of(story: Story, actor: Actor) -> Page:
    """An office screen of somebody who has just signed in."""
    return story.open_page(login=Person.objects.get(pk=actor.id).login, size="office")


def test_a_rule_is_changed_and_holds_from_its_day(story: Story) -> None:
    town, elder, helper = story.town, story.people["elder"], story.people["helper"]
    one, other = (town.staff(Role.BUREAU_STANDARDS, name, node=town.city) for name in ("林标准", "何标准"))
    town.confirmed(elder, helper, minutes=45, starts_at=at(date(2026, 11, 3), 9))
    desk = office_of(story, one)
    desk.goto("/bureau/standard")
    desk.get_by_role("link", name="起草修改").click()
    press(desk, "开始写")
    desk.get_by_role("link", name="时间和币怎么记").click()
    desk.get_by_label("计时单位").fill("15")
    press(desk, "存下来", exact=True)
    desk.get_by_role("link", name="写名称、理由和日子").click()
    desk.get_by_label("叫什么").fill("每一刻钟都算")
    desk.get_by_label("为什么改").fill("半小时太长")
    desk.get_by_label("从哪天起").fill(CHANGES.isoformat())
    press(desk, "存下来", exact=True)
    expect(desk.get_by_role("main")).to_contain_text(re.compile(r"每满\s15\s分记一次。"))
    desk.get_by_role("button", name="写好了，请第二个人看").click()
    expect(desk.get_by_text("您动过这份草稿，不能自己同意。")).to_be_visible()

    second = office_of(story, other)
    second.goto("/bureau/standard")
    second.get_by_role("link", name="每一刻钟都算").click()
    second.get_by_role("button", name="同意，公布").click()
    expect(second.get_by_text("公布了。")).to_be_visible()
    anybody = story.open_page(size="phone")
    anybody.goto("/standard")
    expect(anybody.get_by_role("main")).to_contain_text("11月9日")
    expect(anybody.get_by_role("main")).to_contain_text(re.compile(r"每满\s30\s分记一次。"))

    story.clock.move_to(at(CHANGES, 9))
    town.now = at(CHANGES, 9)
    town.confirmed(elder, helper, minutes=45, starts_at=at(CHANGES, 14))
    story.clock.move_to(at(CHANGES, 16))
    office = at_the_decision(story)
    counted = []
    for _visit in range(2):
        counted.append(office.locator(".sum-total").inner_text().replace("\u00a0", " "))
        enter(office)
    assert sorted(counted) == ["30 分", "45 分"], "each visit is counted by the rules of its own day"
    assert sorted(amount for _number, amount, _balance in lines(story, "helper")) == [30, 45]
    anybody.goto("/standard")
    expect(anybody.get_by_role("main")).to_contain_text(re.compile(r"每满\s15\s分记一次。"))
    assert check_books().is_right


def press_next(page: Page, what: str, button: str) -> None:
    """Open a line of the list of what is next, read what will happen, and do it."""
    page.get_by_role("link", name=what, exact=True).click()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2026 年度表彰")


def plan(page: Page) -> None:
    """The year as the Standard proposes it; for volunteers, an hour and a visit are enough in a town this small."""
    page.goto("/honours/new")
    press(page, "定下来")
    page.get_by_role("link", name="优秀志愿者").click()
    for label in ("服务时间：至少", "帮过几位老人：至少", "服务次数：至少"):
        page.get_by_label(label).fill("1")
    press(page, "记下")


def invite(page: Page, name: str) -> None:
    """Everybody of this name becomes a member of the committee."""
    page.get_by_role("link", name="请评审委员").click()
    for _member in range(3):
        page.get_by_label("姓名").fill(name)
        press(page, "找")
        with page.expect_navigation():
            page.get_by_role("button", name="来评审").first.click()
        expect(page.get_by_text("记下了。")).to_be_visible()
    page.get_by_role("link", name="任务单").click()


def score(page: Page, address: str, points: dict[str, int]) -> None:
    """A member looks at each candidate and gives points and a yes."""
    for name, given in points.items():
        page.goto(address)
        page.get_by_role("link", name="优秀志愿者").click()
        page.get_by_role("link", name=name).click()
        page.get_by_label("打多少分").fill(str(given))
        page.get_by_text("同意", exact=True).click()
        press(page, "记下我的分")


def confirm_list(page: Page, address: str) -> None:
    """Somebody else looks at the list and makes it public."""
    page.goto(address)
    press_next(page, "另一位同事确认", "确认，开始公示")


def nominate_herself(story: Story, person: Person) -> None:
    phone = story.open_page(login=person.login)
    phone.goto("/me/honours/nominate")
    phone.get_by_role("textbox").fill("这一年每周都去。")
    phone.get_by_role("button", name="交上去").click()
    expect(phone.get_by_text("这一年每周都去。")).to_be_visible()


def scanned(paper: Certificate) -> str:
    """What the camera of a telephone reads off the printed certificate."""
    data = papers_data(papers=[paper], check_address="https://nuanliu.example.cn/check")
    page = pictures(drawing.TEMPLATES[drawing.CertificateKind(paper.kind)], data, per_inch=300)[0]
    return read_qr(page.crop((page.width // 8, page.height * 3 // 4, page.width // 4, page.height)))


def test_a_year_is_commended_from_the_freeze_to_a_certificate_that_a_camera_checks(story: Story) -> None:
    town = story.town
    officer_post = town.staff(Role.BUREAU_STANDARDS, "褚标准", node=town.city)
    auditor_post = town.staff(Role.BUREAU_AUDIT, "蒋审计", node=town.city)
    members = [town.staff(Role.HOTLINE, f"评委{number}", node=town.other_site) for number in "甲乙丙"]
    people = [served_once(town, name) for name in ("温一心", "冷二意")]
    town.agrees(people[0], ConsentPurpose.HONOUR_NAME)
    story.clock.move_to(at(date(2026, 11, 10), 9))
    officer = office_of(story, officer_post)
    plan(officer)
    list_of_tasks = officer.url
    press_next(officer, "开始推荐", "开始推荐")
    for person in people:
        nominate_herself(story, person)
    invite(officer, "评委")

    story.clock.move_to(at(FREEZE + timedelta(days=1), 9))
    officer = office_of(story, officer_post)
    officer.goto(list_of_tasks)
    press_next(officer, "冻结数据", "冻结")
    for member, points in zip(members, (90, 88, 92), strict=True):
        score(office_of(story, member), list_of_tasks, {"温一心": points, "冷二意": points - 20})
    officer.reload()
    press_next(officer, "排出名单", "排出名单")
    confirm_list(office_of(story, auditor_post), list_of_tasks)
    anybody = story.open_page(size="phone")
    anybody.goto("/honours/notice")
    expect(anybody.get_by_role("main")).to_contain_text("温一心")
    expect(anybody.get_by_role("main")).not_to_contain_text("冷二意")

    story.clock.move_to(at(FREEZE + timedelta(days=9), 9))
    officer = office_of(story, officer_post)
    officer.goto(list_of_tasks)
    press_next(officer, "给予表彰", "给予表彰")
    press_next(officer, "出证书", "全部出好")
    batch = Batch.objects.get()
    while continue_batch(batch_id=batch.pk, now=clock.now()):
        pass
    officer.get_by_role("link", name="出证书").click()
    paper = officer.request.get(officer.get_by_role("link", name="下载 2 份").get_attribute("href"))
    assert paper.body().startswith(b"%PDF-")
    anybody.goto("/honours/2026")
    expect(anybody.get_by_role("main")).to_contain_text("温一心")

    a_camera_checks(anybody, Certificate.objects.get(person=people[0]))


def a_camera_checks(anybody: Page, paper: Certificate) -> None:
    """Whoever holds the telephone over the certificate reads what it is and that it is valid."""
    address = scanned(paper)
    anybody.goto(address.removeprefix("https://nuanliu.example.cn"))
    expect(anybody.get_by_role("main")).to_contain_text("温*")
    expect(anybody.get_by_role("main")).to_contain_text("荣誉证书")
    expect(anybody.get_by_role("main")).to_contain_text("真的，有效")
