"""Proofs that anybody can check without us: that a line stands in the sealed book, and that the book only grew.

A proof of a line shows what both parties to it know (kind, amount, dates), no name, no account, no balance: those are
in the leaf's closed part, of which the proof holds the digest. `standalone/verify_proof.py` checks what is made here.
"""

import zlib
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.ledger.seals.canonical import CLOSED, TransferFacts, transfer_closed
from nuanliu.domain.ledger.seals.heads import site_leaf
from nuanliu.domain.ledger.seals.journal import read_transfers
from nuanliu.domain.ledger.seals.models import Anchor, AnchorSite, Block, Leaf
from nuanliu.domain.ledger.seals.pending import newest_block
from nuanliu.domain.ledger.seals.shown import Json, anchor_shown, as_text, block_shown, keys_shown
from nuanliu.domain.ledger.seals.tiles import Tiles
from nuanliu.platform.digests import Hash, Profile, hash_of
from nuanliu.platform.errors import Unable
from nuanliu.platform.merkle import consistency_path, fold, inclusion_path

LINE, GROWTH = "nuanliu-line/1", "nuanliu-growth/1"
COMPACT = "NL1:"
_BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


class UnableToProve(Unable):
    """There is no proof (yet): not_sealed, no_such_block, or wrong_order."""


def prove_line(*, site: UUID, transfer: UUID) -> Json:
    """The proof that one transfer stands in the book, up to the newest anchor that holds it. Raises UnableToProve."""
    leaf = Leaf.objects.filter(site_id=site, subject=transfer, number=0).first()
    facts = read_transfers(site=site, ids=[transfer.bytes]).get(transfer.bytes)
    if leaf is None or facts is None:
        raise UnableToProve("not_sealed", _("这一笔还没有封存，请过一分钟再试。"))
    anchor, block = _anchored_block(site, leaf.position)
    h = hash_of(Profile(block.profile))
    return {
        "format": LINE,
        "line": _line(h, facts),
        "index": leaf.position,
        "path": _hex(inclusion_path(h, leaf.position, block.size, Tiles(h, site).subtree)),
        "block": block_shown(block),
        "anchor": _anchor_with_path(anchor, site) if anchor is not None else None,
        "keys": keys_shown(block, *([anchor] if anchor is not None else [])),
    }


def prove_consistency(*, site: UUID, old: int, new: int) -> Json:
    """The proof that the log at block `new` begins with all that was in it at block `old`. Raises UnableToProve."""
    if old > new:
        raise UnableToProve("wrong_order", _("请把较早的一块写在前面。"))
    blocks = {block.number: block for block in Block.objects.filter(site_id=site, number__in=[old, new])}
    if old not in blocks or new not in blocks:
        raise UnableToProve("no_such_block", _("没有这一块。"))
    first, last = blocks[old], blocks[new]
    h = hash_of(Profile(last.profile))
    return {
        "format": GROWTH,
        "old": block_shown(first),
        "new": block_shown(last),
        "path": _hex(consistency_path(h, first.size, last.size, Tiles(h, site).subtree)),
        "keys": keys_shown(first, last),
    }


def compact(proof: Json) -> str:
    """The same proof as one line for a QR code: NL1:, then base 45 of a checksum and the compressed JSON.

    It never ends in a space, which some readers of QR codes would cut off.
    """
    text = as_text(proof)
    while True:
        packed = zlib.compress(text.encode(), 9)
        written = COMPACT + _base45(zlib.crc32(packed).to_bytes(4, "big") + packed)
        if not written.endswith(" "):
            return written
        text += " "


def _line(h: Hash, facts: TransferFacts) -> Json:
    return {
        "site": facts.site.hex(),
        "transfer": facts.id.hex(),
        "kind": facts.kind,
        "phase": facts.phase,
        "unit": facts.unit,
        "amount": facts.amount,
        "reverses": facts.reverses.hex() if facts.reverses is not None else None,
        "occurred_at": facts.occurred_at,
        "recorded_at": facts.recorded_at,
        "closed": h(CLOSED + transfer_closed(h, facts)).hex(),
    }


def _anchored_block(site: UUID, position: int) -> tuple[Anchor | None, Block]:
    """The newest anchor that holds the line with its block, else the newest block."""
    held = AnchorSite.objects.filter(site_id=site).order_by("-block", "-anchor").first()
    if held is not None:
        block = Block.objects.filter(site_id=site, number=held.block, size__gt=position).first()
        anchor = Anchor.objects.filter(number=held.anchor).first()
        if block is not None and anchor is not None:
            return anchor, block
    newest = newest_block(site=site)
    if newest is None:
        raise UnableToProve("not_sealed", _("这一笔还没有封存，请过一分钟再试。"))
    return None, newest


def _anchor_with_path(anchor: Anchor, site: UUID) -> Json:
    held = sorted(AnchorSite.objects.filter(anchor=anchor.number), key=lambda one: one.site_id.bytes)
    h = hash_of(Profile(anchor.profile))
    leaves = [site_leaf(h, site=one.site_id, block=one.block, digest=bytes(one.digest)) for one in held]
    index = [one.site_id for one in held].index(site)
    path = inclusion_path(h, index, len(leaves), lambda start, count: fold(h, leaves[start : start + count]))
    return {**anchor_shown(anchor), "index": index, "path": _hex(path)}


def _hex(digests: Sequence[bytes]) -> list[str]:
    return [digest.hex() for digest in digests]


def _base45(data: bytes) -> str:
    """RFC 9285."""
    written = []
    for start in range(0, len(data), 2):
        value, size = int.from_bytes(data[start : start + 2], "big"), 3 if start + 1 < len(data) else 2
        for _place in range(size):
            value, digit = divmod(value, 45)
            written.append(_BASE45[digit])
    return "".join(written)
