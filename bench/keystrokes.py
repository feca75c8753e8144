"""Keystrokes from the focus in the search box to the placed need, Enter included. The promise: at most 30.

`place_by_keyboard` drives any signed-in page; run as a benchmark it starts a town and a server of its own.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST = 30
PATIENCE_SECONDS = 60
ROOT = Path(__file__).resolve().parent.parent
CALLS = (
    ("initials, one hit", "zgl", "1", "mtsw"),
    ("initials, several hits", "wxy", "6", "+1 9"),
    ("telephone", "13800000001", "12", "xz2 9"),
)
"""What is being measured, how the caller is found, the service, the time."""
_COUNT = "addEventListener('keydown', () => keyWentDown(), true)"
_FOCUSED = "body :focus"


@dataclass(frozen=True, slots=True)
class Placed:
    """A need placed without touching the mouse; `address` is the page that says so."""

    keystrokes: int
    address: str


def place_by_keyboard(*, page: "Page", root: str, find: str = "zgl", service: str = "1", when: str = "mtsw") -> Placed:
    """Find a caller, place a need, read it back, confirm: by keys alone, counting every keydown of the browser.

    `page` is signed in as a clerk and has JavaScript (which the screens do not need, but counting does). When several
    people are found the first is taken.
    """
    went_down: list[None] = []
    page.expose_function("keyWentDown", lambda: went_down.append(None))
    page.add_init_script(_COUNT)
    page.goto(f"{root}/hotline/")
    page.locator(_FOCUSED).wait_for()
    _type(page, find)
    _enter(page)
    if "/hotline/elders/" not in page.url:
        _type(page, "1")
        _enter(page)
    _type(page, service)
    page.keyboard.press("Tab")
    _type(page, when)
    _enter(page)
    _enter(page)
    page.wait_for_url("**/placed/**")
    return Placed(len(went_down), page.url)


def _type(page: "Page", text: str) -> None:
    for letter in text:
        page.keyboard.press("Space" if letter == " " else letter)


def _enter(page: "Page") -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator(_FOCUSED).wait_for()


def main() -> None:
    """Place a need by each way of finding a caller and print the keystrokes."""
    with tempfile.TemporaryDirectory() as state:
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{state}/keystrokes.sqlite3",
            "NUANLIU_STATE": state,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
        }
        subprocess.run([sys.executable, "-m", "bench.keystrokes"], check=True, env=environment, cwd=ROOT)


def measure() -> None:
    """In a process with a database of its own: fill it, serve it, type."""
    import django

    django.setup()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from django.core.management import call_command

    from bench.filling import a_town_on_the_phone
    from tests.support import browser

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    clerk = a_town_on_the_phone()
    with _server() as root, browser.launched() as chromium:
        for words, find, service, when in CALLS:
            context = browser.new_context(chromium, root=root, size="office")
            browser.sign_in(context, login=clerk, root=root)
            placed = place_by_keyboard(page=context.new_page(), root=root, find=find, service=service, when=when)
            verdict = "" if placed.keystrokes <= MOST else f"   more than {MOST}"
            print(f"{words:24} {find:12} {service:>3} {when:8} {placed.keystrokes:>3} keystrokes{verdict}")
            context.close()


@contextmanager
def _server() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "django", "runserver", f"127.0.0.1:{port}", "--noreload", "--insecure"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT) as server:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"no server on port {port}")


if __name__ == "__main__":
    measure()
