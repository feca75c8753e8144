"""The bytes a row of the journal is sealed as: different rows give different bytes, the same row always the same.

Every field is its length (4 bytes, big-endian) and its bytes; a field that is absent has the length 0xFFFFFFFF. A leaf
has an open part, which a proof shows to anybody, and a closed part, of which the leaf holds only the digest: one line's
code is printed in two people's passbooks, so a proof may show neither the other's balance nor whose account it is.
Identifiers enter as 16 bytes, numbers as 8 bytes big-endian signed, times as microseconds since 1970 in UTC.

    leaf   = H(00 ‖ open fields ‖ H(02 ‖ closed fields))
    words  = H(id ‖ text), or empty for no text
"""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from nuanliu.domain.ledger.seals.digests import Hash

TRANSFER = b"nuanliu/transfer/1"
TERM = b"nuanliu/term/1"
LEAF, CLOSED = b"\x00", b"\x02"
_ABSENT = b"\xff\xff\xff\xff"
_LENGTHS = [size.to_bytes(4, "big") for size in range(256)]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class EntryFacts(NamedTuple):
    """One leg: a numbered line of an account."""

    account: bytes
    seq: int
    amount: int
    balance: int
    recorded_at: int


class MoveFacts(NamedTuple):
    """What the transfer did to one lot; `expires` is the day's number (`date.toordinal`)."""

    account: bytes
    expires: int
    amount: int
    reserved: int


class TransferFacts(NamedTuple):
    """A transfer with all that was written beside it. Ids as 16 bytes, times in microseconds."""

    site: bytes
    id: bytes
    group: bytes | None
    kind: str
    phase: str
    unit: str
    debit: bytes
    credit: bytes
    amount: int
    hold: bytes | None
    reverses: bytes | None
    occurred_at: int
    recorded_at: int
    actor: bytes | None
    subject: bytes | None
    standard_version: bytes | None
    memo: str
    fingerprint: bytes
    expires_at: int | None
    """When a hold runs out."""
    entries: tuple[EntryFacts, ...] = ()
    moves: tuple[MoveFacts, ...] = ()


class TermFacts(NamedTuple):
    """A term with the facts of the account it is about."""

    site: bytes
    account: bytes
    number: int
    floor: int | None
    ceiling: int | None
    is_open: int
    recorded_at: int
    actor: bytes | None
    reason: str
    unit: str
    kind: str
    owner: bytes
    code: str
    stripe: int
    opened_at: int


def microseconds(moment: datetime) -> int:
    """`moment` (aware) as whole microseconds since 1970 in UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(microseconds: int) -> datetime:
    """The moment so many microseconds after 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)


def day_number(day: date) -> int:
    """The day as a number."""
    return day.toordinal()


def pack(*fields: bytes | None) -> bytes:
    """The fields, each with its length before it: nothing else packs to the same bytes."""
    return b"".join(
        [
            _ABSENT
            if field is None
            else (_LENGTHS[len(field)] if len(field) < 256 else len(field).to_bytes(4, "big")) + field
            for field in fields
        ]
    )


def number(value: int) -> bytes:
    """8 bytes, big-endian, signed."""
    return value.to_bytes(8, "big", signed=True)


def number_or_none(value: int | None) -> bytes | None:
    """As `number`; None stays None."""
    return None if value is None else value.to_bytes(8, "big", signed=True)


def words(h: Hash, row: bytes, text: str) -> bytes:
    """A text as it is sealed: checkable by who has it, unreadable for who has not."""
    return h(row + text.encode()) if text else b""


def transfer_closed(h: Hash, facts: TransferFacts) -> bytes:
    """The closed part of a transfer's leaf, as fields."""
    legs: list[bytes | None] = [number(len(facts.entries))]
    for entry in facts.entries:
        legs += (entry[0], number(entry[1]), number(entry[2]), number(entry[3]), number(entry[4]))
    legs.append(number(len(facts.moves)))
    for move in facts.moves:
        legs += (move[0], number(move[1]), number(move[2]), number(move[3]))
    return pack(
        facts.group,
        facts.debit,
        facts.credit,
        facts.hold,
        facts.actor,
        facts.subject,
        facts.standard_version,
        words(h, facts.id, facts.memo),
        facts.fingerprint,
        number_or_none(facts.expires_at),
        *legs,
    )


def transfer_open(facts: TransferFacts) -> tuple[bytes | None, ...]:
    """The open part of a transfer's leaf: what a proof shows."""
    return (
        TRANSFER,
        facts.site,
        facts.id,
        facts.kind.encode(),
        facts.phase.encode(),
        facts.unit.encode(),
        number(facts.amount),
        facts.reverses,
        number(facts.occurred_at),
        number(facts.recorded_at),
    )


def transfer_leaf(h: Hash, facts: TransferFacts) -> bytes:
    """The digest of a transfer's leaf."""
    return h(LEAF + pack(*transfer_open(facts), h(CLOSED + transfer_closed(h, facts))))


def term_leaf(h: Hash, facts: TermFacts) -> bytes:
    """The digest of a term's leaf."""
    closed = pack(
        number_or_none(facts.floor),
        number_or_none(facts.ceiling),
        facts.actor,
        words(h, facts.account, facts.reason),
        facts.unit.encode(),
        facts.kind.encode(),
        facts.owner,
        facts.code.encode(),
        number(facts.stripe),
        number(facts.opened_at),
    )
    opened = (TERM, facts.site, facts.account, number(facts.number), number(facts.is_open), number(facts.recorded_at))
    return h(LEAF + pack(*opened, h(CLOSED + closed)))
