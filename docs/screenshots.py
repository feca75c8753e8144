"""The pictures of README, from the product as it runs: `./dev screenshots`.

Starts a demo city of its own in a temporary folder, signs in by the demo bar as each person, and puts the pages of one
person side by side in one picture: 360 px for what people open on a telephone, 1280 px for an office screen.
"""

import base64
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).resolve().parent / "screenshots"
PHONE: ViewportSize = {"width": 360, "height": 760}
OFFICE: ViewportSize = {"width": 1280, "height": 760}
LARGEST = 200 * 1024
STEPS = (4, 8, 12)
"""How far shades are apart, tried in turn until a picture is small enough."""
START_SECONDS = 600
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-lcd-text",
    "--hide-scrollbars",
]

Walk = Callable[[Page], None]


@dataclass(frozen=True)
class Shot:
    """One page at one width. `walk` goes there; it begins at the first page of the person."""

    size: ViewportSize
    walk: Walk


@dataclass(frozen=True)
class Row:
    """One picture: the pages of one person. `role` is the demo bar's, empty for somebody who is not signed in."""

    name: str
    role: str
    shots: Sequence[Shot]


def stay(_page: Page) -> None:
    """The first page itself."""


def to(path: str) -> Walk:
    """The page at `path`."""

    def walk(page: Page) -> None:
        page.goto(path)

    return walk


def first(link: str, *, on: str = "") -> Walk:
    """Follow the first link that fits the selector, from `on` or from the first page."""

    def walk(page: Page) -> None:
        if on:
            page.goto(on)
        page.locator(link).first.click()

    return walk


def scrolled(walk: Walk, selector: str) -> Walk:
    """The same page, moved so that `selector` stands at the top."""

    def moved(page: Page) -> None:
        walk(page)
        page.locator(selector).first.evaluate("element => element.scrollIntoView({block: 'start'})")

    return moved


def read_back(page: Page) -> None:
    """The hotline's sentences for a need of the person found by the initials of a name."""
    page.goto("/hotline/?q=zgl")
    if page.locator(".hit-link").count():
        page.locator(".hit-link").first.click()
    page.locator("[name=service]").fill("1")
    page.locator("[name=when]").fill("明天下午3点")
    page.locator(".need-go button").click()


ROWS = (
    Row("public", "", [Shot(OFFICE, to("/")), Shot(PHONE, to("/"))]),
    Row(
        "elder",
        "elder",
        [
            Shot(PHONE, stay),
            Shot(PHONE, to("/elder/ask")),
            Shot(PHONE, first("main a[href*='/elder/arrangements/']", on="/elder/arrangements")),
            Shot(PHONE, to("/elder/time")),
        ],
    ),
    Row(
        "family",
        "family",
        [Shot(PHONE, stay), Shot(PHONE, first("main a[href*='/arrangements']")), Shot(PHONE, first("a[href$='/ask']"))],
    ),
    Row("hotline", "hotline", [Shot(OFFICE, read_back), Shot(PHONE, to("/hotline/?q=zgl"))]),
    Row(
        "volunteer",
        "volunteer",
        [
            Shot(PHONE, stay),
            Shot(PHONE, first("main a[href*='/me/needs/']")),
            Shot(PHONE, first("main a[href*='/me/visits/']", on="/me/today")),
            Shot(PHONE, to("/me/passbook")),
        ],
    ),
    Row("desk", "desk", [Shot(OFFICE, stay), Shot(PHONE, stay)]),
    Row(
        "certify",
        "desk",
        [
            Shot(OFFICE, first("main a[href*='/desk/visits/']", on="/desk/columns/certify/")),
            Shot(PHONE, first("main a[href*='/desk/visits/']", on="/desk/columns/certify/")),
        ],
    ),
    Row("merchant", "merchant", [Shot(OFFICE, stay), Shot(PHONE, stay)]),
    Row("bureau", "bureau", [Shot(OFFICE, stay), Shot(PHONE, to("/bureau/books"))]),
)


@contextmanager
def demo_city() -> Iterator[str]:
    """A demo city running in a temporary folder; its address. Ended and removed with the block."""
    state = tempfile.mkdtemp(prefix="nuanliu-screenshots-")
    wanted = {"NUANLIU_STATE": state, "NUANLIU_DEMO": "1", "PYTHONUNBUFFERED": "1"}
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | wanted
    command = [sys.executable, "-m", "nuanliu", "run", "--port", "0"]
    running = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)  # noqa: S603 (our own command)
    try:
        yield _address(running)
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(timeout=30)
        shutil.rmtree(state, ignore_errors=True)


def _address(running: subprocess.Popen[str]) -> str:
    last = time.monotonic() + START_SECONDS
    for line in running.stdout or ():
        print(line, end="")
        found = re.search(r"http://[\d.]+:\d+", line)
        if found:
            return found.group()
        if time.monotonic() > last:
            break
    raise RuntimeError("the demo city did not start")


def _signed_in(browser: Browser, root: str, row: Row, size: ViewportSize) -> BrowserContext:
    context = browser.new_context(
        base_url=root, viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto("/")
    if row.role:
        page.locator(".demo-bar summary").click()
        page.locator(f"button[name=role][value={row.role}]").click()
    return context


def _photograph(browser: Browser, root: str, row: Row, shot: Shot) -> bytes:
    context = _signed_in(browser, root, row, shot.size)
    page = context.pages[0]
    shot.walk(page)
    page.mouse.move(0, 0)
    taken = page.screenshot(animations="disabled", caret="hide")
    context.close()
    return taken


POSTER = """async ([address, step]) => {
  const picture = await createImageBitmap(await (await fetch(address)).blob());
  const canvas = Object.assign(document.createElement("canvas"), {width: picture.width, height: picture.height});
  const paper = canvas.getContext("2d");
  paper.drawImage(picture, 0, 0);
  const points = paper.getImageData(0, 0, canvas.width, canvas.height);
  points.data.forEach((value, place, all) => { all[place] = Math.min(255, Math.round(value / step) * step); });
  paper.putImageData(points, 0, 0);
  return canvas.toDataURL("image/png").split(",")[1];
}"""
SHEET = """<!doctype html><style>
body {{ margin: 0; background: #e9e4da; display: inline-flex; gap: 24px; padding: 24px; align-items: flex-start }}
img {{ display: block; border-radius: 14px; outline: 1px solid #b9b2a4 }}
</style>{pictures}"""


def _side_by_side(browser: Browser, pictures: Sequence[bytes]) -> bytes:
    """The pictures on one sheet, left to right; in fewer shades where a slope of colour makes the file too large."""
    page = browser.new_page(viewport={"width": 2400, "height": 900})
    images = "".join(f'<img alt="" src="data:image/png;base64,{base64.b64encode(one).decode()}">' for one in pictures)
    page.set_content(SHEET.format(pictures=images), wait_until="load")
    sheet = page.locator("body").screenshot(animations="disabled")
    for step in STEPS:
        if len(sheet) > LARGEST:
            fewer = page.evaluate(POSTER, [f"data:image/png;base64,{base64.b64encode(sheet).decode()}", step])
            sheet = base64.b64decode(fewer)
    page.close()
    return sheet


def main(wanted: Sequence[str]) -> int:
    """Make the named pictures anew, or all of them; 1 if one is too large to lie in a repository."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    FOLDER.mkdir(exist_ok=True)
    too_large = []
    with demo_city() as root, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        for row in ROWS:
            if wanted and row.name not in wanted:
                continue
            pictures = [_photograph(browser, root, row, shot) for shot in row.shots]
            sheet = _side_by_side(browser, pictures)
            path = FOLDER / f"{row.name}.png"
            path.write_bytes(sheet)
            print(f"{path.name}: {len(sheet) // 1024} KB")
            too_large += [row.name] if len(sheet) > LARGEST else []
        browser.close()
    if too_large:
        print(f"too large (more than {LARGEST // 1024} KB): {', '.join(too_large)}")
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
