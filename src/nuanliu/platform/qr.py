"""QR codes as SVG, drawn into the page: black on white, whatever the page's colours."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

QUIET = 4
"""Empty modules around the code, as the norm asks."""


def _drawn(text: str) -> segno.QRCode:
    return segno.make(text, error="m" if len(text) < 500 else "l", micro=False, boost_error=False)


def qr_file(*, text: str) -> str:
    """The code of `text` as an SVG document, for a paper."""
    return str(_drawn(text).svg_inline(scale=1, border=QUIET, dark="#000000", light="#ffffff"))


def qr_svg(*, text: str, label: str, scale: int = 4) -> SafeString:
    """The code of `text`; `label` says to whoever cannot see it what it is. As small as the text allows."""
    svg = _drawn(text).svg_inline(scale=scale, border=QUIET, dark="#000000", light="#ffffff", omitsize=True)
    return format_html('<span class="qr" role="img" aria-label="{}">{}</span>', label, mark_safe(svg))  # noqa: S308 (drawn by us: only paths)
