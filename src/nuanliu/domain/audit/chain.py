"""The chain over the events: each a leaf, each batch of leaves a signed block that names the one before it.

Written behind the writers, who know nothing of it and do not wait: a sealer looks for committed events without a leaf.
It looks back a day, which no transaction lasts; `verify_chain` looks at everything, every night.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection
from django.db.models import Exists, OuterRef, QuerySet

from nuanliu.domain.audit.models import Block, Event, Leaf
from nuanliu.platform.db import durable
from nuanliu.platform.digests import NOTHING
from nuanliu.platform.merkle import Frontier
from nuanliu.platform.retry import repeated
from nuanliu.platform.seal_keys import ALGORITHM, seal_keys

BATCH = 2000
LOOK_BACK = timedelta(days=1)
SALT = 16
LOCK = int.from_bytes(hashlib.sha256(b"audit chain").digest()[:8], "big", signed=True)


def _h(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def words_digest(*, salt: bytes, reason: str) -> bytes:
    """What stands in for a reason."""
    return _h(b"\x02" + salt + reason.encode())


def leaf_digest(*, event: Event, words: bytes) -> bytes:
    """The digest of an event: every column, the reason by its own digest."""
    facts: dict[str, Any] = {
        "id": str(event.pk),
        "occurred_at": _moment(event.occurred_at),
        "recorded_at": _moment(event.recorded_at),
        "actor": str(event.actor_id),
        "role": event.actor_role,
        "behalf": str(event.on_behalf_of),
        "action": event.action,
        "subject_type": event.subject_type,
        "subject": str(event.subject_id),
        "site": str(event.site_id),
        "details": event.details,
        "words": words.hex(),
    }
    return _h(b"\x00" + json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def block_digest(*, number: int, previous: bytes, root: bytes, count: int, sealed_at: datetime) -> bytes:
    """What a block signs."""
    return _h(b"\x03" + f"{number}|{count}|{_moment(sealed_at)}|".encode() + previous + root)


def seal_events(*, now: datetime, look_through: bool = False) -> int:
    """Give every committed event its leaf. Returns how many; a second run finds none.

    `look_through` looks at all events there are, not only at those of the last day.
    """
    newest = Block.objects.order_by("-number").values_list("sealed_at", flat=True).first()
    since = None if look_through or newest is None else newest - LOOK_BACK
    sealed = 0
    while batch := _seal_batch(since=since, now=now):
        sealed += batch
    return sealed


def without_leaf() -> QuerySet[Event]:
    """Events that are not in the chain."""
    return Event.objects.filter(~Exists(Leaf.objects.filter(event_id=OuterRef("pk"))))


@repeated
def _seal_batch(*, since: datetime | None, now: datetime) -> int:
    try:
        with durable():
            if not _is_ours():
                return 0
            newest = Block.objects.order_by("-number").first()
            waiting = without_leaf()
            if since is not None:
                waiting = waiting.filter(recorded_at__gte=since)
            events = list(waiting.order_by("recorded_at", "id")[:BATCH])
            if events:
                _write(events, newest, now)
            return len(events)
    except IntegrityError:
        return 0


def _is_ours() -> bool:
    """Whether this transaction may seal; on SQLite the transaction itself is the lock."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _write(events: Sequence[Event], newest: Block | None, now: datetime) -> None:
    number, previous = (newest.number + 1, bytes(newest.digest)) if newest is not None else (1, NOTHING)
    tree, leaves = Frontier(_h), []
    for place, event in enumerate(events):
        salt = os.urandom(SALT)
        words = words_digest(salt=salt, reason=event.reason)
        digest = leaf_digest(event=event, words=words)
        tree.append(digest)
        leaves.append(Leaf(event_id=event.pk, block=number, place=place, digest=digest, words=words, salt=salt))
    Leaf.objects.bulk_create(leaves)
    facts: dict[str, Any] = {"number": number, "previous": previous, "root": tree.root(), "count": len(leaves)}
    digest, keys = block_digest(sealed_at=now, **facts), seal_keys()
    Block.objects.create(sealed_at=now, digest=digest, signature=keys.sign(digest), key_id=keys.key_id, **facts)


# -- checking it ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that does not fit, and where."""

    code: str
    where: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a check found."""

    events: int
    blocks: int
    taken_out: int
    """Events whose reason's words were taken out, by erasure or by age."""
    wrong: list[Wrong]

    @property
    def is_right(self) -> bool:
        """Whether everything fits."""
        return not self.wrong


def verify_chain(*, heads: Sequence[tuple[int, str]] = ()) -> ChainReport:
    """Compute every leaf, block and signature again, and hold the chain against `heads` carried outside earlier."""
    wrong, previous, number, events, taken_out = list[Wrong](), NOTHING, 0, 0, 0
    known = dict[int, str]()
    for block in Block.objects.order_by("number").iterator(chunk_size=500):
        number += 1
        wrong += [Wrong("block_missing", f"{number}")] if block.number != number else []
        wrong += _of_block(block, previous)
        found, out, count = _of_leaves(block)
        wrong, taken_out, events = wrong + found, taken_out + out, events + count
        previous, number = bytes(block.digest), block.number
        known[number] = previous.hex()
    wrong += [Wrong("head_differs", f"{one}") for one, digest in heads if known.get(one) != digest]
    late = Block.objects.order_by("-number").values_list("sealed_at", flat=True).first()
    if late is not None:
        unsealed = without_leaf().filter(recorded_at__lt=late - LOOK_BACK).order_by("recorded_at", "id")
        wrong += [Wrong("never_sealed", str(event.pk)) for event in unsealed[:20]]
    return ChainReport(events=events, blocks=len(known), taken_out=taken_out, wrong=wrong)


def _of_block(block: Block, previous: bytes) -> Iterator[Wrong]:
    digest = block_digest(
        number=block.number,
        previous=bytes(block.previous),
        root=bytes(block.root),
        count=block.count,
        sealed_at=block.sealed_at,
    )
    if bytes(block.previous) != previous:
        yield Wrong("chain_broken", f"{block.number}")
    if digest != bytes(block.digest):
        yield Wrong("block_changed", f"{block.number}")
    signature = bytes(block.signature)
    if not seal_keys().has_signed(digest=digest, signature=signature, key_id=block.key_id, algorithm=ALGORITHM):
        yield Wrong("not_signed", f"{block.number}")


def _of_leaves(block: Block) -> tuple[list[Wrong], int, int]:
    leaves = list(Leaf.objects.filter(block=block.number).order_by("place"))
    events = Event.objects.in_bulk([leaf.event_id for leaf in leaves])
    tree, wrong, taken_out = Frontier(_h), list[Wrong](), 0
    for leaf in leaves:
        tree.append(bytes(leaf.digest))
        event = events.get(leaf.event_id)
        wrong += _of_event(event, leaf)
        taken_out += leaf.salt is None
    if len(leaves) != block.count or tree.root() != bytes(block.root):
        wrong.append(Wrong("leaves_changed", f"{block.number}"))
    return wrong, taken_out, len(leaves)


def _of_event(event: Event | None, leaf: Leaf) -> Iterator[Wrong]:
    if event is None:
        yield Wrong("event_removed", str(leaf.event_id))
        return
    if leaf_digest(event=event, words=bytes(leaf.words)) != bytes(leaf.digest):
        yield Wrong("event_changed", str(event.pk))
    elif leaf.salt is None:
        if event.reason:
            yield Wrong("reason_changed", str(event.pk))
    elif words_digest(salt=bytes(leaf.salt), reason=event.reason) != bytes(leaf.words):
        yield Wrong("reason_changed", str(event.pk))


def newest_block() -> tuple[int, str] | None:
    """Number and digest (hexadecimal) of the newest block."""
    row = Block.objects.order_by("-number").values_list("number", "digest").first()
    return (row[0], bytes(row[1]).hex()) if row is not None else None
