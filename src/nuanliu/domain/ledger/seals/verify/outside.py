"""The city's anchors: their chain, the blocks they name, and the file that was carried outside."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from nuanliu.domain.ledger.seals.heads import site_leaf
from nuanliu.domain.ledger.seals.models import Anchor, AnchorSite, Block
from nuanliu.domain.ledger.seals.outside import read_lines
from nuanliu.domain.ledger.seals.shown import anchor_head, is_signed
from nuanliu.domain.ledger.seals.verify.findings import Findings
from nuanliu.platform.digests import NOTHING, Profile, hash_of
from nuanliu.platform.merkle import Frontier


def check_anchors(*, path: Path, found: Findings) -> int:
    """Check the chain of anchors and the file. Gives how many anchors there are."""
    expected, ends, known = 1, {NOTHING}, {}
    for anchor in Anchor.objects.order_by("number").iterator():
        is_next = anchor.number == expected
        if not is_next:
            found.add("anchor_missing", anchor=expected)
        digest = _head(anchor, ends if is_next else None, found)
        _sites(anchor, found)
        expected, ends = anchor.number + 1, {bytes(anchor.digest), digest}
        known[anchor.number] = bytes(anchor.digest).hex()
    for orphan in sorted(set(AnchorSite.objects.values_list("anchor", flat=True).distinct()) - set(known)):
        if not Anchor.objects.filter(number=orphan).exists():
            found.add("anchor_missing", anchor=orphan)
    _compare_file(path, known, found)
    return len(known)


def _head(anchor: Anchor, ends: set[bytes] | None, found: Findings) -> bytes:
    try:
        digest = anchor_head(anchor).digest()
    except (ValueError, TypeError, AttributeError, OverflowError):
        digest = b""
    if digest != bytes(anchor.digest):
        found.add("anchor_changed", anchor=anchor.number)
        return digest
    if not is_signed(anchor, digest):
        found.add("anchor_signature", anchor=anchor.number)
    if ends is not None and bytes(anchor.previous) not in ends:
        found.add("anchor_unlinked", anchor=anchor.number)
    return digest


def _sites(anchor: Anchor, found: Findings) -> None:
    """The sites an anchor lists come to its root, and the blocks it names are there."""
    held = sorted(AnchorSite.objects.filter(anchor=anchor.number), key=lambda one: one.site_id.bytes)
    try:
        h = hash_of(Profile(anchor.profile))
    except ValueError:
        return
    tree = Frontier(h)
    for one in held:
        tree.append(site_leaf(h, site=one.site_id, block=one.block, digest=bytes(one.digest)))
    if tree.root() != bytes(anchor.root) or len(held) != anchor.sites:
        found.add("anchor_sites", anchor=anchor.number)
    for one in held:
        _block(one.site_id, one.block, bytes(one.digest).hex(), anchor.number, found)


def _block(site: UUID, number: int, digest: str, anchor: int, found: Findings) -> None:
    stored = Block.objects.filter(site_id=site, number=number).values_list("digest", flat=True).first()
    if stored is None or bytes(stored).hex() != digest:
        found.add("anchor_block", site=site, block=number, anchor=anchor)


def _compare_file(path: Path, known: dict[int, str], found: Findings) -> None:
    """Compare with the file. It is read after the database: a newer line in it may be of an anchor made meanwhile."""
    lines = read_lines(path=path)
    if not path.exists():
        if known:
            found.add("file_missing", detail=f" ({path.name})")
        return
    seen: set[int] = set()
    for place, line in enumerate(lines, 1):
        number, digest, heads = _facts(line)
        if number is None:
            found.add("file_unreadable", detail=f" ({path.name}:{place})")
            continue
        seen.add(number)
        stored = known.get(number) or _made_meanwhile(number)
        if stored is None:
            found.add("anchor_lost", anchor=number)
        elif stored != digest:
            found.add("file_differs", anchor=number)
        for site, block, head in heads:
            _block(site, block, head, number, found)
    for number in sorted(set(known) - seen):
        found.add("file_short", anchor=number)


def _made_meanwhile(number: int) -> str | None:
    digest = Anchor.objects.filter(number=number).values_list("digest", flat=True).first()
    return bytes(digest).hex() if digest is not None else None


def _facts(line: Any) -> tuple[int | None, str, list[tuple[UUID, int, str]]]:
    """Number, digest and heads of a line of the file; no number if it cannot be read."""
    try:
        return int(line["anchor"]["number"]), str(line["digest"]), list(_heads(line["heads"]))
    except (TypeError, KeyError, ValueError):
        return None, "", []


def _heads(heads: Any) -> Iterator[tuple[UUID, int, str]]:
    for site, block, digest in heads:
        yield UUID(site), int(block), str(digest)
