"""An officer's first day, in a real browser with a (virtual) fingerprint: led to the second step, then in with it."""

import pytest
from playwright.sync_api import Page, Route, expect

from nuanliu.domain.network.operations import appoint
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Person
from tests.support.town import Town

PASSWORD = "rain-on-the-terraces"


@pytest.fixture
def officer(transactional_db) -> Person:
    town = Town.found()
    person = town.person("蒋审计")
    appoint(holder=person.login, node=town.city, role=Role.BUREAU_AUDIT, at=town.now, actor_id=None)
    person.login.username = "shenji"
    person.login.set_password(PASSWORD)
    person.login.save()
    return person


def with_fingerprint(page: Page) -> None:
    """This device has a fingerprint reader, and the right finger on it."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def held_back(page: Page) -> list[Route]:
    """The passkey's script, which does not come until it is let go on: a slow line."""
    waiting: list[Route] = []
    page.route("**/passkey*.js", lambda route: waiting.append(route))  # noqa: PLW0108  Playwright takes no method of C.
    return waiting


def sign_in(page: Page, root: str) -> None:
    page.goto(f"{root}/sign-in/account")
    page.get_by_label("账号或手机号码").fill("shenji")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.locator("main button[type=submit]").click()


def test_an_officer_adds_a_passkey_and_comes_in_with_it(officer, open_page, live_server) -> None:
    page, root = open_page(size="office"), live_server.url.replace("127.0.0.1", "localhost")
    with_fingerprint(page)
    scripts = held_back(page)
    sign_in(page, root)
    expect(page.get_by_role("heading", level=1)).to_have_text("先设好第二步")
    page.get_by_role("link", name="加一个").click(no_wait_after=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("加通行密钥")
    expect(page.get_by_role("button", name="加这把钥匙")).to_be_hidden()  # Pressed now, it would send nothing.
    scripts.pop().continue_()
    page.unroute("**/passkey*.js")
    page.get_by_role("button", name="加这把钥匙").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("恢复码")
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("button", name="退出").click()
    sign_in(page, root)
    page.get_by_role("button", name="用通行密钥").click()
    page.wait_for_url("**/bureau/")
