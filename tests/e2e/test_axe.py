"""axe (WCAG 2.2 A and AA, target size, best practice) on every page there is, none left out.

At 360 and 1280 px what is made for telephones, at 1280 px what is made for an office. What a page says has the same
colours at every width, so they are judged once; those of the frames at both, where a page is refused or not found.

The pages are those of `tests/support/looks.py`, looked at by the role they are made for, about real things in every
state. Old people's pages are judged in the extra large letters too. No page scrolls sideways at 320 px.

A page without a script looks the same wherever it came from, so it is put into the document that stands there if that
has the same styles (`put`): that costs the browser far less than opening it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Response

from tests.support import browser as browsing
from tests.support import world
from tests.support.addresses import Address
from tests.support.faults import unreachable
from tests.support.looks import Look, client_of, looks_at, opened, pages, path_of

WIDTHS = {"phone": 360, "office": 1280}
NARROWEST = 320
PATIENCE_MS = 30_000
FOR_OLD_PEOPLE = ("elder:", "family:", "public:sign-in", "public:still-there")
FOR_OFFICES = ("desk:", "hotline:", "bureau:", "units:", "mine-at-desk:")
REFUSED = {
    "public:sign-in-card": "anonymous",
    "public:sign-in-account": "anonymous",
    "elder:ask-note": "elder",
    "hotline:register": "clerk",
    "hotline:elder": "clerk",
    "volunteer:start": "volunteer",
    "volunteer:end": "volunteer",
    "volunteer:cancel": "volunteer",
    "desk:rosters": "coordinator",
}
"""Forms that are sent empty, so that a page of refusals is judged too; and by whom."""


@dataclass
class Judge:
    """Looks at pages and writes down what is wrong."""

    found: list[str] = field(default_factory=list)

    def page(self, page: Page, what: str, *, widths: dict[str, int], colours: int = len(WIDTHS)) -> None:
        """The page as it stands, at each width, its colours at so many of them; then whether it fits the narrowest."""
        for number, (name, width) in enumerate(widths.items()):
            page.set_viewport_size({"width": width, "height": 800})
            found = browsing.violations(page, colours=number < colours)
            self.found += [f"{what} at {name}: {line}" for line in found]
        self.narrow(page, what)

    def narrow(self, page: Page, what: str) -> None:
        """Nothing makes the page scroll sideways at 320 px."""
        page.set_viewport_size({"width": NARROWEST, "height": 780})
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            widest = page.evaluate(_WIDEST)
            self.found.append(f"{what} is {wider} px wider than {NARROWEST} px: {widest}")


_WIDEST = """() => [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
    .slice(0, 4).map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def everybody(transactional_db, settings) -> world.World:
    settings.DEMO = True
    return world.in_place()


@pytest.fixture
def clock():
    with time_machine.travel(world.NOW, tick=True):
        yield


@dataclass
class Screens:
    """One screen a role, kept for the whole module: its session comes back with the world before each test."""

    chromium: Browser
    root: str
    watch: browsing.Watch = field(default_factory=browsing.Watch)
    pages: dict[str, Page] = field(default_factory=dict)

    def of(self, everybody: world.World, role: str) -> Page:
        """The screen of somebody of a role, in Chinese and letters of the usual size."""
        if role not in self.pages:
            context = browsing.new_context(self.chromium, root=self.root)
            context.set_default_timeout(PATIENCE_MS)
            self.pages[role] = context.new_page()
            self.watch.over(self.pages[role])
        page = self.pages[role]
        page.context.clear_cookies()
        if role in everybody.sessions:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": everybody.sessions[role], "url": self.root}
            page.context.add_cookies([cookie])
        return page


@pytest.fixture(scope="module")
def all_screens(chromium: Browser, live_server) -> Iterator[Screens]:
    screens = Screens(chromium, live_server.url)
    yield screens
    for page in screens.pages.values():
        page.context.close()


@pytest.fixture
def screens(all_screens: Screens) -> Iterator[Screens]:
    """The screens; at the end of the test no page may have met an error behind it."""
    all_screens.watch.found.clear()
    yield all_screens
    assert all_screens.watch.found == []


def chosen(page: Page, **cookies: str) -> None:
    """Choose size of letters or language, as the switches do."""
    root = "/".join(page.url.split("/")[:3])
    page.context.add_cookies(
        [{"name": name.replace("_", "-"), "value": value, "url": root} for name, value in cookies.items()]
    )


def went(page: Page, path: str) -> Response:
    response = page.goto(path)
    assert response is not None
    return response


_PUT = """async path => {
    const answer = await fetch(path), there = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const head = one => [...one.head.children].filter(each => !each.matches('title, meta[name=description]'))
        .map(each => each.outerHTML).join()
    if (answer.status !== 200 || there.querySelector('script') || document.querySelector('script')
        || answer.headers.get('content-security-policy') !== document.policy || head(there) !== head(document)) return 0
    for (const {name} of [...document.documentElement.attributes]) document.documentElement.removeAttribute(name)
    for (const {name, value} of there.documentElement.attributes) document.documentElement.setAttribute(name, value)
    document.title = there.title
    history.replaceState(null, '', answer.url)
    document.body.innerHTML = there.body.innerHTML
    scrollTo(0, 0)
    await Promise.all([...document.images].map(one => one.decode().catch(() => 0)))
    return answer.status
}"""
_POLICY = "policy => { document.policy = policy }"


def put(page: Page, path: str) -> int:
    """Show what stands at `path`, by the shortest way that looks the same; the status of the answer."""
    if page.url.startswith("http") and (status := int(page.evaluate(_PUT, path))):
        return status
    response = went(page, path)
    page.evaluate(_POLICY, response.headers.get("content-security-policy"))
    return response.status


def who_gets(everybody: world.World, address: Address) -> list[Look]:
    """The looks at an address, each by the role that gets the page; none if nobody does."""
    written = looks_at(address)
    return written if written[0].role else [look for look, _response in opened(everybody, address)]


@pytest.mark.parametrize("address", pages(), ids=lambda address: address.name)
def test_every_page_is_accessible(everybody, clock, screens: Screens, address: Address) -> None:
    judge = Judge()
    looks = who_gets(everybody, address)
    if not looks:
        assert_it_is_only_an_act(everybody, address)
        return
    for number, look in enumerate(looks):
        page = screens.of(everybody, look.role)
        path = path_of(everybody, address, look, client_of(everybody, look.role))
        what = f"{address.name} {look.state}{look.query} as {look.role}"
        status = went(page, path).status if look.before else put(page, path)  # what is shown once is asked for once
        assert status == 200, what
        assert page.locator("h1").count() == 1, what
        is_for_phones = not address.name.startswith(FOR_OFFICES)
        widths = WIDTHS if number == 0 and is_for_phones else main_width(address)
        judge.page(page, what, widths=widths, colours=1)
        if number == 0:
            once_more(judge, page, address, what)
    assert judge.found == [], "\n" + "\n".join(judge.found)


def main_width(address: Address) -> dict[str, int]:
    """The width for which a page is made; its further states are judged at that one."""
    name = "office" if address.name.startswith(FOR_OFFICES) else "phone"
    return {name: WIDTHS[name]}


def once_more(judge: Judge, page: Page, address: Address, what: str) -> None:
    """The same page in English at the narrowest; old people's pages in extra large letters, in both languages."""
    if "read-back" in address.name or address.name == "desk:card":
        return
    chosen(page, language="en")
    put(page, page.url)
    judge.narrow(page, f"{what} in English")
    if address.name.startswith(FOR_OLD_PEOPLE):
        chosen(page, text_size="xl")
        put(page, page.url)
        judge.narrow(page, f"{what} in English, extra large")
        chosen(page, language="zh-hans")
        put(page, page.url)
        judge.page(page, f"{what}, extra large", widths={"phone": 360}, colours=0)


def assert_it_is_only_an_act(everybody: world.World, address: Address) -> None:
    """Nobody gets a page here: GET is answered 405 to whoever may press the button."""
    look = looks_at(address)[0]
    answers = set()
    for role in world.ROLES:
        client = client_of(everybody, role)
        answers.add(client.get(path_of(everybody, address, look, client)).status_code)
    assert 405 in answers, (
        f"{address.name} has no look that opens it ({answers}): write one into tests/support/looks.py"
    )


@pytest.mark.parametrize(("name", "role"), list(REFUSED.items()))
def test_a_page_of_refusals_is_accessible(everybody, clock, screens: Screens, name: str, role: str) -> None:
    judge = Judge()
    address = next(one for one in pages() if one.name == name)
    look = looks_at(address)[0]
    page = screens.of(everybody, role)
    went(page, path_of(everybody, address, look, client_of(everybody, role)))
    with page.expect_navigation():
        page.locator("main form[method=post]").first.evaluate("form => form.requestSubmit()")
    page.locator(".error-summary").wait_for()
    judge.page(page, f"{name}, refused", widths=WIDTHS)
    assert judge.found == [], "\n" + "\n".join(judge.found)


@pytest.mark.parametrize("role", ["anonymous", "elder", "clerk"])
def test_what_is_not_found_is_accessible_too(everybody, clock, screens: Screens, role: str) -> None:
    judge = Judge()
    page = screens.of(everybody, role)
    assert went(page, "/there/is/nothing").status == 404
    judge.page(page, f"404 as {role}", widths=WIDTHS)
    assert judge.found == [], "\n" + "\n".join(judge.found)


@pytest.mark.parametrize(("path", "typed"), [("/elder/", {}), ("/me/", {}), ("/hotline/register/", {"name": "王秀英"})])
def test_the_page_without_a_database_is_accessible(open_page, path: str, typed: dict[str, str]) -> None:
    """Looked at, and (where something was typed) with the button to press again; in every size and language."""
    judge, page = Judge(), open_page()
    went(page, "/safety")
    for language in ("zh-hans", "en"):
        for size in ("normal", "xl"):
            client = Client(raise_request_exception=False)
            client.cookies.load({"language": language, "text-size": size, "sessionid": "somebody"})
            with unreachable():
                answer = client.post(path, typed) if typed else client.get(path)
            assert answer.status_code == 503
            page.set_content(answer.content.decode())
            judge.page(page, f"503 at {path} in {language}, {size}", widths=WIDTHS)
    assert judge.found == [], "\n" + "\n".join(judge.found)
