"""The pictures of README, from the product as it runs: `./dev screenshots`.

Starts a demo city of its own in a temporary folder, signs in by the demo bar as each person, and puts the pages of one
person side by side in one picture: 360 px for what people open on a telephone, 1280 px for an office screen.
"""

import base64
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).resolve().parent / "screenshots"
PHONE: ViewportSize = {"width": 360, "height": 760}
TALL: ViewportSize = {"width": 360, "height": 1260}
OFFICE: ViewportSize = {"width": 1280, "height": 760}
LARGEST = 200 * 1024
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


def along(*links: str, start: str = "") -> Walk:
    """Follow the first link that fits each selector, one after the other, from `start` or from the first page."""

    def walk(page: Page) -> None:
        if start:
            page.goto(start)
        for link in links:
            page.locator(link).first.click()

    return walk


def typed(page: Page) -> None:
    """The hotline's page of the caller who is found by the initials of her name, with a need typed."""
    page.goto("/hotline/")
    page.locator("[name=q]").fill("zgl")
    page.locator(".call-search button").click()
    if page.locator(".hit-link").count():
        page.locator(".hit-link").first.click()
    page.locator("[name=service]").fill("1")
    page.locator("[name=when]").fill("明天下午3点")


def read_back(page: Page) -> None:
    """The sentences the clerk says aloud before the need is placed."""
    typed(page)
    page.locator(".need-go button").click()


TO_CERTIFY = along("main a[href*='/desk/visits/']", start="/desk/columns/certify/")
CHECKED = along("main a[href*='/check?code=']", start="/me/passbook/time")
ROWS = (
    Row("public", "", [Shot(OFFICE, stay), Shot(PHONE, stay)]),
    Row(
        "elder",
        "elder",
        [
            Shot(TALL, stay),
            Shot(TALL, to("/elder/ask")),
            Shot(TALL, along("main a[href*='/elder/arrangements/']", start="/elder/arrangements")),
            Shot(TALL, along("main a.coming-ask")),
        ],
    ),
    Row(
        "family",
        "family",
        [
            Shot(TALL, along("main a.big-choice")),
            Shot(TALL, along("main a.big-choice", "main a[href$='/ask']")),
            Shot(TALL, along("main a.big-choice", "main a[href$='/arrangements']")),
        ],
    ),
    Row("hotline", "hotline", [Shot(OFFICE, typed), Shot(PHONE, read_back)]),
    Row(
        "volunteer",
        "volunteer",
        [
            Shot(TALL, stay),
            Shot(TALL, along("main a[href*='/me/needs/']")),
            Shot(TALL, along("main a[href*='/me/visits/']", start="/me/today")),
            Shot(TALL, to("/me/passbook")),
        ],
    ),
    Row("desk", "desk", [Shot(OFFICE, stay), Shot(PHONE, stay)]),
    Row("certify", "desk", [Shot(OFFICE, TO_CERTIFY), Shot(PHONE, TO_CERTIFY)]),
    Row("merchant", "merchant", [Shot(OFFICE, stay), Shot(PHONE, stay)]),
    Row("proof", "volunteer", [Shot(OFFICE, to("/proof")), Shot(TALL, CHECKED)]),
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
        page.locator(f".demo-bar button[value={row.role}]").click()
    return context


def _photograph(browser: Browser, root: str, row: Row, shot: Shot) -> bytes:
    context = _signed_in(browser, root, row, shot.size)
    page = context.pages[0]
    shot.walk(page)
    page.evaluate("scrollTo(0, 0)")
    page.mouse.move(0, 0)
    taken = page.screenshot(animations="disabled", caret="hide")
    context.close()
    return taken


PAINT = """async (address) => {
  const picture = await createImageBitmap(await (await fetch(address)).blob());
  const [width, height] = [picture.width, picture.height];
  const paper = Object.assign(document.createElement("canvas"), {width, height}).getContext("2d");
  paper.drawImage(picture, 0, 0);
  const points = new Uint32Array(paper.getImageData(0, 0, width, height).data.buffer);
  const often = new Map();
  for (const point of points) often.set(point, (often.get(point) || 0) + 1);
  const paints = [...often.keys()].sort((one, other) => often.get(other) - often.get(one)).slice(0, 256);
  const parts = (point) => [point & 255, (point >> 8) & 255, (point >> 16) & 255];
  const split = paints.map(parts);
  const nearest = new Map(paints.map((paint, place) => [paint, place]));
  const place = (point) => {
    if (!nearest.has(point)) {
      const [red, green, blue] = parts(point);
      const far = split.map(([r, g, b]) => (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2);
      nearest.set(point, far.indexOf(Math.min(...far)));
    }
    return String.fromCharCode(nearest.get(point));
  };
  const dots = [];
  for (const point of points) dots.push(place(point));
  return {width, height, paints: split.flat(), dots: btoa(dots.join(""))};
}"""
SHEET = """<!doctype html><style>
body {{ margin: 0; background: #e9e4da; display: inline-flex; gap: 24px; padding: 24px; align-items: flex-start }}
img {{ display: block; border-radius: 14px; outline: 1px solid #b9b2a4 }}
</style>{pictures}"""


def _side_by_side(browser: Browser, pictures: Sequence[bytes]) -> bytes:
    """The pictures on one sheet, left to right, in its 256 commonest colours."""
    page = browser.new_page(viewport={"width": 2400, "height": 1300})
    images = "".join(f'<img alt="" src="data:image/png;base64,{base64.b64encode(one).decode()}">' for one in pictures)
    page.set_content(SHEET.format(pictures=images), wait_until="load")
    sheet = page.locator("body").screenshot(animations="disabled")
    painted = page.evaluate(PAINT, f"data:image/png;base64,{base64.b64encode(sheet).decode()}")
    page.close()
    return _png(painted["width"], painted["height"], bytes(painted["paints"]), base64.b64decode(painted["dots"]))


def _png(width: int, height: int, paints: bytes, dots: bytes) -> bytes:
    """A PNG file of at most 256 colours: a quarter of what the browser writes."""
    lines = b"".join(b"\0" + dots[start : start + width] for start in range(0, width * height, width))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", paints),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    framed = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


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
