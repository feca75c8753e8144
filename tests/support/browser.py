"""Chromium as people use it: a phone or an office screen, with JavaScript or without, signed in as somebody."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from weakref import WeakSet

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route, ViewportSize, sync_playwright

from nuanliu.domain.network.models import Login
from tests.support.signing import new_session

Size = Literal["phone", "office", "narrow"]
SIZES: dict[Size, ViewportSize] = {
    "phone": {"width": 360, "height": 780},
    "office": {"width": 1280, "height": 800},
    "narrow": {"width": 320, "height": 780},
}
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
_WITHOUT_JAVASCRIPT: WeakSet[BrowserContext] = WeakSet()
_NOSCRIPT = re.compile(r"</?noscript[^>]*>")
_AXE_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}

_AXE_RULES = {"target-size": {"enabled": True}}
_RUN_AXE = "options => axe.run(options).then(results => results.violations)"


def chromium_path() -> str:
    """Debian's chromium, the one without windows if it is there; RuntimeError with the remedy when there is none.

    A window that nobody sees has tabs, a bar and menus, which cost a quarter of a second each time (ADR 0111).
    """
    for name in ("chromium-headless-shell", "chromium", "chromium-browser"):
        path = shutil.which(name)
        if path:
            return path
    raise RuntimeError("No Chromium. On Debian: apt-get install chromium fonts-noto-cjk")


@contextmanager
def launched() -> Iterator[Browser]:
    """One Chromium, ended with the block."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watch:
    """What went wrong behind the pages: script errors, refused styles and scripts, answers of 500 and more."""

    found: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.found.append(f"script error: {error}"))
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("response", self._answered)

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and "Content Security Policy" in text:
            self.found.append(text)

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.found.append(f"{response.status} from {response.url}")


def sign_in(context: BrowserContext, *, login: Login, root: str) -> None:
    """Give the browser a session of `login`, as signing in would have."""
    session = new_session(login)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": root}])


def new_context(
    browser: Browser, *, root: str, size: Size = "phone", javascript: bool = True, language: str = "zh-CN"
) -> BrowserContext:
    """A fresh browser profile whose relative addresses begin at `root`."""
    context = browser.new_context(
        base_url=root,
        viewport=SIZES[size],
        java_script_enabled=javascript,
        locale=language,
        timezone_id="Asia/Shanghai",
        has_touch=size != "office",
        reduced_motion="reduce",
    )
    if not javascript:
        _WITHOUT_JAVASCRIPT.add(context)
    return context


@contextmanager
def _where_axe_runs(page: Page) -> Iterator[Page]:
    """`page` itself; or, as axe needs timers, a copy of it as it looked without JavaScript, its scripts left out."""
    browser = page.context.browser
    if page.context not in _WITHOUT_JAVASCRIPT or browser is None:
        yield page
        return
    looked = _NOSCRIPT.sub("", page.content())

    def answer(route: Route) -> None:
        if route.request.resource_type == "script":
            route.abort()
        elif route.request.is_navigation_request():
            route.fulfill(body=looked, content_type="text/html; charset=utf-8")
        else:
            route.continue_()

    copied = browser.new_context(viewport=page.viewport_size, locale="zh-CN")
    try:
        copied.route("**/*", answer)
        copy = copied.new_page()
        copy.goto(page.url)
        yield copy
    finally:
        copied.close()


def violations(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds on the page as it stands: WCAG 2.2 AA, target size, best practices; a readable line each.

    Contrast takes two thirds of axe's time: without `colours` it is left out, for a page whose colours were judged.
    """
    rules = _AXE_RULES | {"color-contrast": {"enabled": colours}}
    with _where_axe_runs(page) as place:
        if not place.evaluate("'axe' in window"):
            place.evaluate(Axe().axe_script)
        found: list[dict[str, Any]] = place.evaluate(_RUN_AXE, _AXE_OPTIONS | {"rules": rules})
    lines = []
    for rule in found:
        for node in rule["nodes"]:
            why = "; ".join(check["message"] for check in [*node["any"], *node["all"], *node["none"]])
            where = " ".join(str(part) for part in node["target"])
            lines.append(f"{rule['id']} ({rule['impact']}) at {where}: {why}\n    {node['html'][:200]}")
    return lines


def assert_accessible(page: Page) -> None:
    """No violation, one h1, and nothing that makes the page scroll sideways."""
    found = violations(page)
    assert found == [], f"{page.url}:\n" + "\n".join(found)
    assert page.locator("h1").count() == 1, f"{page.url} has {page.locator('h1').count()} h1"
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{page.url} is {wider} px wider than the screen"
