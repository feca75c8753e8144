"""The sealer: gives every row of the journal its leaf and every batch of leaves a signed block, behind the writers.

It never asks how long ago something was written. PostgreSQL says which transactions have certainly ended
(`journal.low_water`, read before the rows are); each block stores that number, and the next sealing looks at rows of
transactions from there on that have no leaf. A transaction that began before and committed after a sealing is thus
found by the next one, however late. Writers are not locked and do not wait.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import IntegrityError, connection

from nuanliu.domain.ledger.seals import codes
from nuanliu.domain.ledger.seals.canonical import term_leaf, transfer_leaf
from nuanliu.domain.ledger.seals.heads import BlockHead
from nuanliu.domain.ledger.seals.journal import (
    Key,
    on_postgres,
    read_terms,
    read_transfers,
    sites_with_accounts,
)
from nuanliu.domain.ledger.seals.models import Block, Node
from nuanliu.domain.ledger.seals.pending import UNKNOWN_SYSTEM, Pending, newest_block, pending
from nuanliu.domain.ledger.seals.tiles import LogBroken, Tiles
from nuanliu.domain.ledger.types import Phase, Unit
from nuanliu.platform.db import durable
from nuanliu.platform.digests import NOTHING, Profile, hash_of
from nuanliu.platform.merkle import Frontier, frontier_of
from nuanliu.platform.seal_keys import ALGORITHM, seal_keys

BATCH = 5000
"""Leaves of one block at most: one transaction each."""
LOOK = 200_000
"""Rows looked for at once."""
MOST_TRIES = 5

LeafRow = tuple[bytes, int, bytes]
"""(subject, number, digest)."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one sealing did. `was_busy`: somebody else was sealing this site, who takes the rest."""

    lines: int
    blocks: int
    was_busy: bool = False


@dataclass(slots=True)
class _Log:
    """One site's log as far as it is sealed, in memory while batches are added to it."""

    site: UUID
    profile: Profile
    frontier: Frontier
    number: int = 0
    previous: bytes = NOTHING
    moved: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Unit, 0))
    watermark: int = 0
    system: int = UNKNOWN_SYSTEM

    @classmethod
    def open(cls, site: UUID, block: Block | None) -> "_Log":
        """From the newest block. Raises LogBroken if what is stored does not have its head."""
        profile = Profile(block.profile if block is not None else settings.DIGEST)
        h = hash_of(profile)
        if block is None:
            return cls(site, profile, Frontier(h))
        frontier = frontier_of(h, block.size, Tiles(h, site).subtree)
        if frontier.root() != bytes(block.root):
            raise LogBroken(f"site {site}: the stored leaves do not have the head of block {block.number}")
        moved = {"time": block.moved_time, "coin": block.moved_coin, "honour": block.moved_honour}
        return cls(site, profile, frontier, block.number, bytes(block.digest), moved, block.watermark, block.system)


def seal_all(*, now: datetime) -> int:
    """Seal every site's new lines. Returns how many. Raises LogBroken after the other sites were sealed."""
    lines, broken = 0, []
    for site in sites_with_accounts():
        try:
            lines += seal_site(site=site, now=now).lines
        except LogBroken as damage:
            broken.append(str(damage))
    if broken:
        raise LogBroken("; ".join(broken))
    return lines


def seal_site(*, site: UUID, now: datetime, look_through: bool = False) -> Sealed:
    """Seal all that is committed and has no leaf, in as many blocks as it takes.

    `look_through` looks at the whole journal instead of what is new. Raises LogBroken.
    """
    lines = blocks = tries = 0
    while tries < MOST_TRIES:
        found = pending(site=site, limit=LOOK, look_through=look_through)
        if not found.keys:
            return Sealed(lines, blocks)
        log, is_all = _Log.open(site, found.block), len(found.keys) < LOOK
        for batch, is_last in _batches(found.keys):
            _advance(log, found, batch, is_end=is_all and is_last)
            outcome = _seal_batch(log, batch, now)
            if outcome is None:
                return Sealed(lines, blocks, was_busy=True)
            if not outcome:
                tries += 1
                break
            lines, blocks = lines + len(batch), blocks + 1
        else:
            if is_all:
                return Sealed(lines, blocks)
    return Sealed(lines, blocks, was_busy=True)


def _batches(keys: Sequence[Key]) -> Iterator[tuple[Sequence[Key], bool]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH], start + BATCH >= len(keys)


def _advance(log: _Log, found: Pending, batch: Sequence[Key], *, is_end: bool) -> None:
    """Set from where the sealing after this batch must look."""
    newest, low = batch[-1].xact, found.low.xact
    if is_end:
        log.watermark = low if on_postgres() else max((newest or 0) + 1, log.watermark)
        log.system = found.low.system
    elif found.is_full:
        log.system = UNKNOWN_SYSTEM
    elif newest is not None:
        log.watermark = max(log.watermark, min(newest, low) if on_postgres() else newest)


def _seal_batch(log: _Log, batch: Sequence[Key], now: datetime) -> bool | None:
    """One block in one transaction. False: another sealer was first, look again. None: another is at it now."""
    try:
        with durable():
            if not _is_ours(log.site):
                return None
            newest = newest_block(site=log.site)
            if (newest.number if newest is not None else 0) != log.number:
                return False
            _write(log, _leaves(log, batch), now)
    except IntegrityError:
        return False
    return True


def _is_ours(site: UUID) -> bool:
    """Whether this transaction may seal the site; on SQLite the transaction itself is the lock."""
    if not on_postgres():
        return True
    lock = int.from_bytes(hashlib.sha256(b"seal" + site.bytes).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock])
        return bool(cursor.fetchone()[0])


def _leaves(log: _Log, batch: Sequence[Key]) -> list[LeafRow]:
    h = hash_of(log.profile)
    transfers = read_transfers(site=log.site, ids=[key.id for key in batch if key.is_transfer])
    accounts = {key.id for key in batch if not key.is_transfer}
    terms = read_terms(site=log.site, accounts=accounts) if accounts else {}
    moving, leaves = {Phase.POST.value, Phase.CAPTURE.value}, []
    for key in batch:
        if key.is_transfer:
            facts = transfers[key.id]
            leaves.append((key.id, 0, transfer_leaf(h, facts)))
            if facts.phase in moving:
                log.moved[facts.unit] += facts.amount
        else:
            leaves.append((key.id, key.number, term_leaf(h, terms[key.id, key.number])))
    return leaves


def _write(log: _Log, leaves: Sequence[LeafRow], now: datetime) -> None:
    start = log.frontier.size
    for _subject, _number, digest in leaves:
        log.frontier.append(digest)
    _write_leaves(log.site, start, leaves)
    Node.objects.bulk_create(
        [
            Node(site_id=log.site, level=level, position=position, digest=digest)
            for level, position, digest in log.frontier.tiles
        ]
    )
    log.frontier.tiles.clear()
    head = BlockHead(
        profile=log.profile,
        site=log.site,
        number=log.number + 1,
        previous=log.previous,
        size=log.frontier.size,
        root=log.frontier.root(),
        count=len(leaves),
        moved_time=log.moved[Unit.TIME],
        moved_coin=log.moved[Unit.COIN],
        moved_honour=log.moved[Unit.HONOUR],
        sealed_at=now,
        watermark=log.watermark,
        system=log.system,
    )
    digest, keys = head.digest(), seal_keys()
    Block.objects.create(
        site_id=log.site,
        number=head.number,
        profile=head.profile,
        previous=head.previous,
        size=head.size,
        root=head.root,
        count=head.count,
        moved_time=head.moved_time,
        moved_coin=head.moved_coin,
        moved_honour=head.moved_honour,
        sealed_at=head.sealed_at,
        watermark=head.watermark,
        system=head.system,
        digest=digest,
        signature=keys.sign(digest),
        algorithm=ALGORITHM,
        key_id=keys.key_id,
    )
    log.number, log.previous = head.number, digest


def _write_leaves(site: UUID, start: int, leaves: Sequence[LeafRow]) -> None:
    """All leaves of a batch at once: COPY on PostgreSQL, one prepared statement on SQLite."""
    here = site.hex
    rows = [
        (position, subject.hex(), number, digest, None if number else codes.number_of_bytes(subject))
        for position, (subject, number, digest) in enumerate(leaves, start)
    ]
    columns = "site_id, position, subject, number, digest, code"
    if not on_postgres():
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO ledger_leaf ({columns}) VALUES (%s, %s, %s, %s, %s, %s)",
                [(here, *row) for row in rows],
            )
        return
    text = "".join(
        f"{here}\t{position}\t{subject}\t{number}\t\\\\x{digest.hex()}\t{chr(92) + 'N' if code is None else code}\n"
        for position, subject, number, digest, code in rows
    )
    with (
        connection.wrap_database_errors,
        psycopg.Cursor(connection.connection) as binary,
        binary.copy(f"COPY ledger_leaf ({columns}) FROM STDIN") as copy,
    ):
        copy.write(text)
