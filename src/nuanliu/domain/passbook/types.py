"""What a person reads in the passbook."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from nuanliu.domain.ledger.types import Kind, Unit


class DealingKind(StrEnum):
    """What a person did with saved time of her own will."""

    CONVERSION = "conversion"
    """Time into coins; never back."""
    DONATION = "donation"
    """To the pool of the home site."""


CITY_POOL = "city"
"""Purpose of a donation to the whole city's pool; any other purpose is a special type, none is the site's pool."""


class GiftState(StrEnum):
    """How far a gift of time to a relative has come."""

    WAITING = "waiting"
    """Held in the giver's book until the receiver answers."""
    ACCEPTED = "accepted"
    REFUSED = "refused"
    EXPIRED = "expired"
    TAKEN_BACK = "taken_back"
    """By the giver, before the answer or within the minutes after it."""


GIVEN = frozenset({GiftState.WAITING, GiftState.ACCEPTED})
"""States that count towards the year's limit."""


class DeathPaper(StrEnum):
    """By which paper the desk knows that somebody has died."""

    CERTIFICATE = "certificate"
    CREMATION = "cremation"
    HOUSEHOLD = "household"


class EstateState(StrEnum):
    """What becomes of the time of somebody who died."""

    OPEN = "open"
    """A relative may still be named."""
    NAMED = "named"
    """One clerk has named a relative by her papers; another looks."""
    TRANSFERRED = "transferred"
    POOLED = "pooled"
    MISTAKE = "mistake"
    """She is alive: somebody else was meant."""


SETTLED = frozenset({EstateState.TRANSFERRED, EstateState.POOLED})


class AwayKind(StrEnum):
    """Why an account rests."""

    MOVED = "moved"
    """She moved away: kept for the Standard's months, may be given or donated."""
    DORMANT = "dormant"
    """Nothing was done for the Standard's months: nothing is lost."""


class MemberState(StrEnum):
    """How one person stands to a household that shares its time."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    LEFT = "left"


class SaidHow(StrEnum):
    """In what way somebody said what a clerk or a page has written down."""

    SELF = "self"
    """Signed in at her own pages."""
    CARD = "card"
    """With the digits of her card."""
    SIGNED = "signed"
    """With her signature on paper, before a clerk."""
    DESK = "desk"
    """By word of mouth, face to face with a clerk."""
    CALL = "call"
    """On the telephone, to a clerk who rang the registered number."""


class Purse(StrEnum):
    """Which account pays for a visit, where it is not the site itself."""

    OWN = "own"
    """The old person's own time."""
    GRANT = "grant"
    """What she was granted: runs out, and cannot be given away."""
    POOL = "pool"
    """The pool of her site."""


class PoolUseKind(StrEnum):
    """What is decided about a pool."""

    HELP = "help"
    """Minutes for one old person, to be used like a grant."""
    COVER = "cover"
    """What an old person still owes and will not pay back."""


class PoolUseState(StrEnum):
    """Asked, done, or refused."""

    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"


class OverdraftEnd(StrEnum):
    """How an overdraft ended."""

    PAID_BACK = "paid_back"
    UNUSED = "unused"


class FundTarget(StrEnum):
    """What is filled."""

    POOL = "pool"
    BONUS = "bonus"


class FundSource(StrEnum):
    """Who fills it."""

    GOVERNMENT = "government"
    SPONSOR = "sponsor"


@dataclass(frozen=True, slots=True)
class GrantLeft:
    """What an old person has left of what she was granted, in minutes."""

    free: int
    held: int
    parts: tuple[tuple[date, int], ...]
    """(last day on which it can be used, minutes, reserved ones too), the first to go first."""


@dataclass(frozen=True, slots=True)
class Savings:
    """What a person has: minutes of time, hundredths of coins, minutes of honour."""

    time: int
    time_held: int
    coin: int
    honour: int
    grant: int = 0
    grant_held: int = 0

    @property
    def time_free(self) -> int:
        """Minutes that are not reserved for a coming visit."""
        return self.time - self.time_held

    @property
    def time_owed(self) -> int:
        """Minutes used or promised that she does not have yet."""
        return max(self.time_held - self.time, 0)

    @property
    def grant_free(self) -> int:
        """Granted minutes that are not reserved for a coming visit."""
        return self.grant - self.grant_held


@dataclass(frozen=True, slots=True)
class PassbookLine:
    """One line of the passbook: `amount` in the unit's smallest parts, `subject` the visit or paper line it is for."""

    number: int
    unit: Unit
    amount: int
    balance: int
    kind: Kind
    occurred_at: datetime
    recorded_at: datetime
    subject: UUID | None
    memo: str
    transfer: UUID
    is_correction: bool
