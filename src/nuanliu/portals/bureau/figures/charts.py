"""Charts drawn on the server: plain SVG whose figures stand in a table beside it. Colour is never the only cue."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is called, how long it is, what stands at its end, and where it leads."""

    label: str
    value: int
    said: str
    href: str = ""
    is_marked: bool = False


def columns(*, bars: Sequence[Bar], title: str, width: int = 640, height: int = 200) -> SafeString:
    """Upright columns, for months and days; every column has its label below and its figure above."""
    top, foot, count = 22, 24, max(len(bars), 1)
    step = width / count
    most = max((bar.value for bar in bars), default=0) or 1
    every = 1 if count <= 16 else 5
    parts = []
    for order, bar in enumerate(bars):
        tall = round((height - top - foot) * bar.value / most)
        x, y = order * step, height - foot - tall
        parts.append((
            "column column-marked" if bar.is_marked else "column",
            f"{x + step * 0.15:.1f}",
            y,
            f"{step * 0.7:.1f}",
            max(tall, 1),
            f"{x + step / 2:.1f}",
            y - 6,
            bar.said if bar.value and count <= 16 else "",
            f"{x + step / 2:.1f}",
            height - 7,
            bar.label if order % every == 0 or count <= 16 else "",
        ))  # fmt: skip
    inner = format_html_join(
        "",
        '<g><rect class="{}" x="{}" y="{}" width="{}" height="{}"/><text class="chart-figure" x="{}" y="{}">{}</text>'
        '<text class="chart-label" x="{}" y="{}">{}</text></g>',
        parts,
    )
    return format_html(
        '<svg class="chart chart-columns" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<line class="chart-ground" x1="0" x2="{}" y1="{}" y2="{}"/>{}</svg>',
        width, height, title, width, height - foot, height - foot, inner,
    )  # fmt: skip


def meter(*, value: int, most: int, title: str) -> SafeString:
    """One bar for a row of a table; the figure stands in the row itself."""
    long = round(100 * value / most) if most else 0
    return format_html(
        '<svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="meter-ground" x="0" y="0" width="100" height="10"/>'
        '<rect class="meter-bar" x="0" y="0" width="{}" height="10"/></svg>',
        title, long,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tile:
    """One place on the tile map. `shade` is 0 (nothing) to 4 (the most)."""

    name: str
    said: str
    shade: int
    href: str


def shade_of(*, value: int, most: int) -> int:
    """A step of four from the smallest to the most; 0 only for nothing."""
    return 0 if not value or not most else min(4, 1 + 4 * value // (most + 1))
