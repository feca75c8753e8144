"""Heads as JSON: the one form in which they stand in proofs and in the file that is carried outside."""

import json
from typing import Any

from nuanliu.domain.ledger.seals.canonical import microseconds
from nuanliu.domain.ledger.seals.heads import AnchorHead, BlockHead
from nuanliu.domain.ledger.seals.models import Anchor, Block
from nuanliu.platform.digests import Profile
from nuanliu.platform.seal_keys import seal_keys

Json = dict[str, Any]


def block_head(row: Block) -> BlockHead:
    """The head that a stored block claims."""
    return BlockHead(
        profile=Profile(row.profile),
        site=row.site_id,
        number=row.number,
        previous=bytes(row.previous),
        size=row.size,
        root=bytes(row.root),
        count=row.count,
        moved_time=row.moved_time,
        moved_coin=row.moved_coin,
        moved_honour=row.moved_honour,
        sealed_at=row.sealed_at,
        watermark=row.watermark,
        system=row.system,
    )


def anchor_head(row: Anchor) -> AnchorHead:
    """The head that a stored anchor claims."""
    return AnchorHead(
        profile=Profile(row.profile),
        number=row.number,
        previous=bytes(row.previous),
        root=bytes(row.root),
        sites=row.sites,
        lines=row.lines,
        anchored_at=row.anchored_at,
    )


def is_signed(row: Block | Anchor, digest: bytes) -> bool:
    """Whether the row's signature is one of our keys' over this digest."""
    return seal_keys().has_signed(
        digest=digest, signature=bytes(row.signature), key_id=row.key_id, algorithm=row.algorithm
    )


def _signature(row: Block | Anchor) -> Json:
    return {"signature": bytes(row.signature).hex(), "algorithm": row.algorithm, "key": row.key_id}


def block_shown(row: Block) -> Json:
    """A block with its signature; identifiers and digests in hexadecimal, times in microseconds since 1970."""
    head = block_head(row)
    return {
        "profile": head.profile.value,
        "site": head.site.hex,
        "number": head.number,
        "previous": head.previous.hex(),
        "size": head.size,
        "root": head.root.hex(),
        "count": head.count,
        "moved_time": head.moved_time,
        "moved_coin": head.moved_coin,
        "moved_honour": head.moved_honour,
        "sealed_at": microseconds(head.sealed_at),
        "watermark": head.watermark,
        "system": head.system,
        **_signature(row),
    }


def anchor_shown(row: Anchor) -> Json:
    """An anchor with its signature."""
    head = anchor_head(row)
    return {
        "profile": head.profile.value,
        "number": head.number,
        "previous": head.previous.hex(),
        "root": head.root.hex(),
        "sites": head.sites,
        "lines": head.lines,
        "anchored_at": microseconds(head.anchored_at),
        **_signature(row),
    }


def keys_shown(*rows: Block | Anchor) -> dict[str, str]:
    """The public keys these heads were signed with, by id."""
    public = seal_keys().public
    return {row.key_id: public[row.key_id].hex() for row in rows if row.key_id in public}


def as_text(value: Json) -> str:
    """JSON without white space, ASCII only: the same value always gives the same text."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True)
