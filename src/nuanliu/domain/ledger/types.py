"""The ledger's words. Nothing here knows what an hour of service is; see LEDGER in ARCHITECTURE.md."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Unit(StrEnum):
    """What an account counts, always in whole smallest units."""

    TIME = "time"
    """Minutes that can be spent."""
    COIN = "coin"
    """Hundredths of a service coin."""
    HONOUR = "honour"
    """Minutes served; never spent."""


class AccountKind(StrEnum):
    """Whose account it is: a person's (savings, grant) or one of a site's own."""

    SAVINGS = "savings"
    GRANT = "grant"
    ISSUANCE = "issuance"
    SERVICE = "service"
    POOL = "pool"
    BONUS = "bonus"
    """Funded first, never below zero: a site's bonus pool, or a sponsor's fund (the owner is the fund)."""
    CONVERSION = "conversion"
    EXPIRY = "expiry"
    REDEMPTION = "redemption"
    """What a shop has taken; its owner is the shop."""
    CLEARING = "clearing"


STRIPES = 16
"""Rows an unbounded system account is spread over, so that many postings at one site do not queue on one."""

STRIPED = frozenset({AccountKind.ISSUANCE, AccountKind.CONVERSION, AccountKind.EXPIRY, AccountKind.REDEMPTION})
"""System accounts that are both unbounded and busy."""


LOTTED = frozenset({(AccountKind.SAVINGS, Unit.COIN), (AccountKind.GRANT, Unit.TIME)})
"""(kind, unit) of accounts whose balance runs out in lots. `ledger_has_lots` says the same in the database."""

NEVER = date(9999, 12, 31)
"""The date of a lot that does not run out."""


class Kind(StrEnum):
    """What a transfer is for. A kind that is not in `ALLOWED` between its accounts is refused."""

    SERVICE = "service"
    """An hour served: from the one who was helped, or from issuance, to the one who helped."""
    OPENING = "opening"
    """A line of an old paper passbook, brought in once."""
    CONVERSION = "conversion"
    CLEARING = "clearing"
    """One site's side of an act between two sites."""
    GIFT = "gift"
    DONATION = "donation"
    GRANT = "grant"
    REDEMPTION = "redemption"
    BONUS = "bonus"
    EXPIRY = "expiry"


class Phase(StrEnum):
    """A transfer moves value at once, or reserves it and later captures or releases what was reserved."""

    POST = "post"
    HOLD = "hold"
    CAPTURE = "capture"
    RELEASE = "release"


MOVING = frozenset({Phase.POST, Phase.CAPTURE})
"""Phases that write entries."""


class Outcome(StrEnum):
    """What became of a request. Everything but POSTED and REPLAY has written nothing."""

    POSTED = "posted"
    REPLAY = "replay"
    KEY_REUSED = "key_reused"
    NO_ACCOUNT = "no_account"
    WRONG_UNIT = "wrong_unit"
    KIND_NOT_ALLOWED = "kind_not_allowed"
    NOT_ENOUGH = "not_enough"
    ABOVE_CEILING = "above_ceiling"
    CLOSED = "closed"
    NO_HOLD = "no_hold"
    HOLD_SPENT = "hold_spent"
    NO_TRANSFER = "no_transfer"
    ALREADY_REVERSED = "already_reversed"
    SIBLING_REFUSED = "sibling_refused"
    """Fine by itself, but another request of the same call was refused, and a call is all or nothing."""


_A, _U = AccountKind, Unit
ALLOWED: frozenset[tuple[Kind, AccountKind, AccountKind, Unit]] = frozenset(
    {
        *((Kind.SERVICE, _A.ISSUANCE, _A.SAVINGS, unit) for unit in Unit),
        (Kind.SERVICE, _A.SAVINGS, _A.SAVINGS, _U.TIME),
        (Kind.SERVICE, _A.SAVINGS, _A.SERVICE, _U.TIME),
        (Kind.SERVICE, _A.ISSUANCE, _A.SERVICE, _U.TIME),
        (Kind.SERVICE, _A.SERVICE, _A.SAVINGS, _U.TIME),
        (Kind.SERVICE, _A.CONVERSION, _A.SAVINGS, _U.COIN),
        (Kind.SERVICE, _A.GRANT, _A.SERVICE, _U.TIME),
        (Kind.SERVICE, _A.GRANT, _A.SAVINGS, _U.TIME),
        (Kind.SERVICE, _A.POOL, _A.SAVINGS, _U.TIME),
        (Kind.SERVICE, _A.POOL, _A.SERVICE, _U.TIME),
        (Kind.SERVICE, _A.ISSUANCE, _A.POOL, _U.TIME),
        (Kind.SERVICE, _A.SAVINGS, _A.POOL, _U.TIME),
        *((Kind.OPENING, _A.ISSUANCE, _A.SAVINGS, unit) for unit in Unit),
        (Kind.CONVERSION, _A.SAVINGS, _A.CONVERSION, _U.TIME),
        (Kind.CONVERSION, _A.ISSUANCE, _A.CONVERSION, _U.TIME),
        (Kind.CONVERSION, _A.GRANT, _A.CONVERSION, _U.TIME),
        (Kind.CONVERSION, _A.POOL, _A.CONVERSION, _U.TIME),
        (Kind.CONVERSION, _A.CONVERSION, _A.SAVINGS, _U.COIN),
        *((Kind.CLEARING, _A.SAVINGS, _A.CLEARING, unit) for unit in Unit),
        *((Kind.CLEARING, _A.ISSUANCE, _A.CLEARING, unit) for unit in Unit),
        *((Kind.CLEARING, _A.CLEARING, _A.SAVINGS, unit) for unit in Unit),
        *((Kind.CLEARING, _A.SAVINGS, _A.SAVINGS, unit) for unit in Unit),
        *((Kind.SERVICE, _A.CLEARING, _A.SAVINGS, unit) for unit in Unit),
        (Kind.CLEARING, _A.SERVICE, _A.CLEARING, _U.TIME),
        (Kind.CLEARING, _A.GRANT, _A.GRANT, _U.TIME),
        (Kind.CLEARING, _A.GRANT, _A.CLEARING, _U.TIME),
        (Kind.CLEARING, _A.CLEARING, _A.GRANT, _U.TIME),
        *((Kind.CLEARING, _A.POOL, _A.CLEARING, unit) for unit in (_U.TIME, _U.COIN)),
        *((Kind.CLEARING, _A.CLEARING, _A.POOL, unit) for unit in (_U.TIME, _U.COIN)),
        (Kind.CLEARING, _A.CONVERSION, _A.CLEARING, _U.COIN),
        (Kind.GIFT, _A.SAVINGS, _A.SAVINGS, _U.TIME),
        (Kind.GIFT, _A.SAVINGS, _A.SAVINGS, _U.COIN),
        (Kind.GIFT, _A.SAVINGS, _A.CLEARING, _U.TIME),
        (Kind.GIFT, _A.CLEARING, _A.SAVINGS, _U.TIME),
        (Kind.DONATION, _A.SAVINGS, _A.POOL, _U.TIME),
        (Kind.DONATION, _A.SAVINGS, _A.POOL, _U.COIN),
        *((Kind.DONATION, _A.SAVINGS, _A.CLEARING, unit) for unit in (_U.TIME, _U.COIN)),
        *((Kind.DONATION, _A.CLEARING, _A.POOL, unit) for unit in (_U.TIME, _U.COIN)),
        (Kind.GRANT, _A.ISSUANCE, _A.GRANT, _U.TIME),
        (Kind.GRANT, _A.POOL, _A.GRANT, _U.TIME),
        (Kind.GRANT, _A.POOL, _A.SAVINGS, _U.TIME),
        (Kind.GRANT, _A.ISSUANCE, _A.POOL, _U.TIME),
        (Kind.GRANT, _A.ISSUANCE, _A.POOL, _U.COIN),
        (Kind.REDEMPTION, _A.SAVINGS, _A.REDEMPTION, _U.COIN),
        (Kind.REDEMPTION, _A.SAVINGS, _A.CLEARING, _U.COIN),
        (Kind.CLEARING, _A.CLEARING, _A.REDEMPTION, _U.COIN),
        (Kind.REDEMPTION, _A.BONUS, _A.ISSUANCE, _U.COIN),
        (Kind.DONATION, _A.BONUS, _A.POOL, _U.COIN),
        (Kind.DONATION, _A.REDEMPTION, _A.POOL, _U.COIN),
        (Kind.BONUS, _A.ISSUANCE, _A.BONUS, _U.COIN),
        (Kind.BONUS, _A.BONUS, _A.SAVINGS, _U.COIN),
        (Kind.EXPIRY, _A.SAVINGS, _A.EXPIRY, _U.COIN),
        (Kind.EXPIRY, _A.GRANT, _A.EXPIRY, _U.TIME),
        (Kind.EXPIRY, _A.SAVINGS, _A.POOL, _U.COIN),
        (Kind.EXPIRY, _A.GRANT, _A.POOL, _U.TIME),
    }
)
"""(kind, from, to, unit): later areas add their rows here, and a migration with `AllowKinds`."""


@dataclass(frozen=True, slots=True)
class AccountRef:
    """Which account, and the site whose rows hold it."""

    site: UUID
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One movement asked for. `id` is the caller's, chosen before asking: it is the idempotency key."""

    id: UUID
    site: UUID
    kind: Kind
    debit: UUID
    """Account that gives."""
    credit: UUID
    """Account that receives."""
    amount: int
    """In the unit's smallest parts, > 0."""
    occurred_at: datetime
    group: UUID | None = None
    phase: Phase = Phase.POST
    hold: UUID | None = None
    """The hold that a capture or release draws on."""
    reverses: UUID | None = None
    lot: date | None = None
    """First day on which what arrives is no longer there (None: never); on the way out, the only lot to take from."""
    release_rest: bool = True
    """A capture also gives back what it leaves of its hold."""
    expires_at: datetime | None = None
    actor: UUID | None = None
    subject: UUID | None = None
    standard_version: UUID | None = None
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """A request ready to be posted: with its fingerprint and, for a capture, the id under which the rest goes back."""

    request: Request
    fingerprint: bytes
    rest: UUID | None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the request with this id; `amount` is what stands in the journal under it (0 if refused)."""

    id: UUID
    outcome: Outcome
    amount: int = 0

    @property
    def stands(self) -> bool:
        """Whether the journal holds the transfer, from now or from before."""
        return self.outcome in {Outcome.POSTED, Outcome.REPLAY}


@dataclass(frozen=True, slots=True)
class BalanceNow:
    """An account's counters. `available` is what may be spent."""

    account: UUID
    posted: int
    held: int

    @property
    def available(self) -> int:
        """What is posted less what is held."""
        return self.posted - self.held


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered line of an account, as a passbook prints it."""

    seq: int
    amount: int
    balance: int
    transfer: UUID
    kind: Kind
    occurred_at: datetime
    recorded_at: datetime
    subject: UUID | None
    standard_version: UUID | None
    memo: str
    reverses: UUID | None
