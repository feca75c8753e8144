"""Our own drawings, read once and put into the page as SVG: icons (a line and a warm tint) and larger scenes."""

import re
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent
SERVICE_ICONS = {
    "S101": "chat",
    "S102": "chess",
    "S103": "phone-care",
    "S104": "story",
    "S105": "counsel",
    "S201": "shopping",
    "S202": "bills",
    "S203": "meal",
    "S204": "cleaning",
    "S205": "laundry",
    "S206": "haircut",
    "S207": "bath",
    "S208": "repair",
    "S209": "safety",
    "S301": "hospital",
    "S302": "walk",
    "S303": "blood-pressure",
    "S304": "medicine",
    "S401": "lecture",
    "S402": "smartphone",
    "S403": "antifraud",
    "S404": "law",
    "S501": "festival",
    "S502": "clinic",
    "S503": "calligraphy",
}
"""Codes of RULEBOOK section 6; a service that is not among them is shown with a heart."""
OTHER_SERVICE = "heart"
ALSO_CALLED = {"clock": "time", "face-fine": "face-ok", "money": "coin"}
_SVG = re.compile(r"<svg[^>]*viewBox=\"(?P<box>[^\"]+)\"[^>]*>(?P<inner>.*)</svg>", re.DOTALL)


class NoSuchDrawingError(LookupError):
    """A template names a drawing that is not in the folder."""


@cache
def _drawing(folder: str, name: str) -> tuple[str, SafeString]:
    path = FOLDER / folder / f"{name}.svg"
    found = _SVG.search(path.read_text(encoding="utf-8")) if path.is_file() else None
    if not found:
        raise NoSuchDrawingError(f"{folder}/{name}")
    # The drawings are files of this package, never of a user.
    return found["box"], mark_safe(found["inner"].strip())  # noqa: S308


def icon_names() -> list[str]:
    """Names of all icons, for the gallery and the tests."""
    return sorted(path.stem for path in (FOLDER / "icons").glob("*.svg"))


def scene_names() -> list[str]:
    """Names of all scenes."""
    return sorted(path.stem for path in (FOLDER / "drawings").glob("*.svg"))


def service_icon(code: str) -> str:
    """The icon of a service code, or of a name that is an icon already."""
    if code in SERVICE_ICONS:
        return SERVICE_ICONS[code]
    return code if (FOLDER / "icons" / f"{code}.svg").is_file() else OTHER_SERVICE


def _svg(folder: str, name: str, css: str, label: str) -> SafeString:
    box, inner = _drawing(folder, name)
    if label:
        return format_html('<svg class="{}" viewBox="{}" role="img" aria-label="{}">{}</svg>', css, box, label, inner)
    return format_html('<svg class="{}" viewBox="{}" aria-hidden="true" focusable="false">{}</svg>', css, box, inner)


def icon_svg(name: str, *, label: str = "", extra: str = "") -> SafeString:
    """An icon; without `label` it is decoration, because words stand beside it."""
    name = ALSO_CALLED.get(name, name)
    size = "icon icon-service" if name in SERVICE_ICONS.values() else "icon"
    return _svg("icons", name, f"{size} {extra}".strip(), label)


def scene_svg(name: str, *, label: str = "") -> SafeString:
    """A larger drawing, e.g. beside `nothing here yet`."""
    return _svg("drawings", name, f"scene scene-{name}", label)
