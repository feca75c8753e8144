"""The file that carries anchors outside the database: one line of JSON each, on disk before anybody is told.

It is only added to. A line that was lost between the anchor's commit and the write is made up for by the next one;
anything else that is missing stays missing, so that `verify` can say so.
"""

import json
import os
from pathlib import Path
from typing import Any

from nuanliu.domain.ledger.seals.models import Anchor, AnchorSite
from nuanliu.domain.ledger.seals.shown import Json, anchor_shown, as_text, keys_shown

FORMAT = "nuanliu-anchor/1"


def anchor_line(row: Anchor) -> Json:
    """An anchor with the heads it holds: (site, block, digest) in the order of the sites' ids."""
    held = AnchorSite.objects.filter(anchor=row.number)
    return {
        "format": FORMAT,
        "anchor": anchor_shown(row),
        "digest": bytes(row.digest).hex(),
        "heads": sorted([one.site_id.hex, one.block, bytes(one.digest).hex()] for one in held),
        "keys": keys_shown(row),
    }


def read_lines(*, path: Path) -> list[Any]:
    """What stands in the file, line by line; None for a line that is no JSON object. [] if there is no file."""
    if not path.exists():
        return []
    return [_parsed(line) for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]


def _parsed(line: str) -> Json | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def newest_carried(*, path: Path) -> int:
    """Number of the last anchor in the file; 0 if there is none."""
    for line in reversed(read_lines(path=path)):
        try:
            return int(line["anchor"]["number"])
        except (TypeError, KeyError, ValueError):
            continue
    return 0


def carry_out(*, number: int, path: Path) -> None:
    """Append anchor `number`, and the one before it if only that is missing. Raises OSError if the disk refuses."""
    after = newest_carried(path=path)
    numbers = [number - 1, number] if after == number - 2 and number > 1 else [number] if after < number else []
    rows = {row.number: row for row in Anchor.objects.filter(number__in=numbers)}
    text = "".join(as_text(anchor_line(rows[one])) + "\n" for one in numbers)
    if not text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
