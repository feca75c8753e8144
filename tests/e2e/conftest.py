"""A browser a worker; a page a person; no error behind any page."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from nuanliu.domain.network.models import Login
from nuanliu.platform.clock import at
from tests.e2e.story import story
from tests.support import browser as browsing

__all__ = ["story"]
PATIENCE_MS = 30_000
"""A machine that does four things at once may need as long for one."""


@pytest.fixture
def a_thursday() -> Iterator[None]:
    """It is nine o'clock of a Thursday in the middle of a month, and time goes on: for journeys of one day."""
    with time_machine.travel(at(date(2026, 11, 12), 9), tick=True):
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one Chromium of this worker."""
    expect.set_options(timeout=PATIENCE_MS)
    with browsing.launched() as browser:
        yield browser


@pytest.fixture
def open_page(chromium: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`open_page(login=None, size="phone", javascript=True, language="zh-CN")`: a page in a profile of its own.

    At the end of the test no page may have met a script error, a refusal of the content policy or an answer of 500.
    """
    watch, contexts = browsing.Watch(), []

    def opened(
        *, login: Login | None = None, size: browsing.Size = "phone", javascript: bool = True, language: str = "zh-CN"
    ) -> Page:
        context = browsing.new_context(
            chromium, root=live_server.url, size=size, javascript=javascript, language=language
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        if login is not None:
            browsing.sign_in(context, login=login, root=live_server.url)
        page = context.new_page()
        watch.over(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.found == []
