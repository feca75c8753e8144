"""The bytes a row of the journal is sealed as: different rows give different bytes, the same row always the same.

Every field is its length (4 bytes, big-endian) and its bytes; a field that is absent has the length 0xFFFFFFFF. A leaf
has an open part, which a proof shows to anybody, and a closed part, of which the leaf holds only the digest: one line's
code is printed in two people's passbooks, so a proof may show neither the other's balance nor whose account it is.
Identifiers enter as 16 bytes, numbers as 8 bytes big-endian signed, times as microseconds since 1970 in UTC.

    leaf   = H(00 ‖ open fields ‖ H(02 ‖ closed fields))
    words  = H(id ‖ text), or empty for no text
"""

import struct
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from nuanliu.platform.digests import Hash

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
    """What the transfer did to one lot; `expires` is the day's number (1 is 1 January of year 1)."""

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


_ID = _LENGTHS[16]
_FIXED = struct.Struct(">I16sI16s").pack
_AMOUNT = struct.Struct(">Iq").pack
_TIMES = struct.Struct(">IqIq").pack
_LEG = struct.Struct(">I16sIqIqIqIq").pack
_MOVE = struct.Struct(">I16sIqIqIq").pack


class _Codes(dict[str, bytes]):
    """Codes of kinds, phases and units, packed: there are a few dozen of them."""

    def __missing__(self, code: str) -> bytes:
        self[code] = made = pack(code.encode())
        return made


_codes = _Codes()


def transfer_closed(h: Hash, facts: TransferFacts) -> bytes:
    """The closed part of a transfer's leaf, as fields: what `pack` makes of them, in fewer steps."""
    group, debit, credit, hold = facts[2], facts[6], facts[7], facts[9]
    actor, subject, version = facts[13], facts[14], facts[15]
    parts = [
        _ABSENT if group is None else _ID + group,
        _FIXED(16, debit, 16, credit),
        _ABSENT if hold is None else _ID + hold,
        _ABSENT if actor is None else _ID + actor,
        _ABSENT if subject is None else _ID + subject,
        _ABSENT if version is None else _ID + version,
        pack(words(h, facts[1], facts[16]), facts[17]),
        _ABSENT if facts[18] is None else _AMOUNT(8, facts[18]),
        _AMOUNT(8, len(facts[19])),
    ]
    parts += [_LEG(16, leg[0], 8, leg[1], 8, leg[2], 8, leg[3], 8, leg[4]) for leg in facts[19]]
    parts.append(_AMOUNT(8, len(facts[20])))
    parts += [_MOVE(16, move[0], 8, move[1], 8, move[2], 8, move[3]) for move in facts[20]]
    return b"".join(parts)


_OPENING = pack(TRANSFER)


def transfer_open(facts: TransferFacts) -> bytes:
    """The open part of a transfer's leaf, as fields: what a proof shows."""
    reverses = facts[10]
    return b"".join(
        [
            _OPENING,
            _FIXED(16, facts[0], 16, facts[1]),
            _codes[facts[3]],
            _codes[facts[4]],
            _codes[facts[5]],
            _AMOUNT(8, facts[8]),
            _ABSENT if reverses is None else _ID + reverses,
            _TIMES(8, facts[11], 8, facts[12]),
        ]
    )


def transfer_leaf(h: Hash, facts: TransferFacts) -> bytes:
    """The digest of a transfer's leaf."""
    return h(LEAF + transfer_open(facts) + pack(h(CLOSED + transfer_closed(h, facts))))


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
