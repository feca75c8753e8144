"""The account of a pool as anybody may read it: what stands there, where it came from, what it was used for."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from nuanliu.domain.ledger.flows import Flow, accounts_of, flows_of, posted_in
from nuanliu.domain.ledger.types import AccountKind, Kind, Unit
from nuanliu.domain.passbook.operations import OVERFLOW

HELP, SPONSOR, LEFT = "help", "sponsor", "left"
"""Memos by which two postings of one kind are told apart."""


class Source(StrEnum):
    """Where a pool's time and coins come from."""

    DONATIONS = "donations"
    OVERFLOW = "overflow"
    EXPIRY = "expiry"
    ABSENCE = "absence"
    """Of who was not at home again when somebody came."""
    GROUP_HOURS = "group_hours"
    LEFT = "left"
    """What somebody who died, or was gone for good, had."""
    SPONSORS = "sponsors"
    GOVERNMENT = "government"
    SITES = "sites"
    """From the pool, or from people, of another site."""


class Use(StrEnum):
    """What a pool's time is used for."""

    GRANTS = "grants"
    VISITS = "visits"
    HELP = "help"
    GUARANTEE = "guarantee"
    SITES = "sites"
    """To another pool."""
    OTHER = "other"


@dataclass(slots=True)
class PoolMonth:
    """One month: amounts by source and by use."""

    month: date
    came: dict[Source, int] = field(default_factory=dict)
    went: dict[Use, int] = field(default_factory=dict)

    @property
    def came_in(self) -> int:
        """All that came in."""
        return sum(self.came.values())

    @property
    def went_out(self) -> int:
        """All that went out."""
        return sum(self.went.values())


@dataclass(frozen=True, slots=True)
class PoolAccount:
    """A pool of one unit. What came in less what went out is what stands there, to the unit."""

    unit: Unit
    posted: int
    held: int
    by_code: dict[str, int]
    """What stands in the parts that donors meant for something, by code."""
    months: list[PoolMonth]
    """The newest first."""


def pool_account(*, site: UUID, unit: Unit) -> PoolAccount:
    """The whole account of a site's pool, with the parts that are meant for something; four queries."""
    codes = accounts_of(site=site, kind=AccountKind.POOL, unit=unit)
    stand = posted_in(site=site, accounts=codes)
    months: dict[date, PoolMonth] = {}
    for flow in flows_of(site=site, accounts=codes):
        _add(months.setdefault(flow.month, PoolMonth(flow.month)), flow)
    return PoolAccount(
        unit=unit,
        posted=sum(posted for posted, _held in stand.values()),
        held=sum(held for _posted, held in stand.values()),
        by_code={code: stand[account][0] for account, code in codes.items() if code and account in stand},
        months=[months[month] for month in sorted(months, reverse=True)],
    )


def _add(month: PoolMonth, flow: Flow) -> None:
    if flow.is_in:
        source = source_of(flow)
        month.came[source] = month.came.get(source, 0) + flow.amount
    else:
        use = use_of(flow)
        month.went[use] = month.went.get(use, 0) + flow.amount


ABSENT = "absent"
"""Memo of what went from who was not at home when somebody came."""
_BY_MEMO = {ABSENT: Source.ABSENCE, OVERFLOW: Source.OVERFLOW, LEFT: Source.LEFT}


def source_of(flow: Flow) -> Source:
    """Which source a posting into the pool came from."""
    if flow.kind is Kind.EXPIRY:
        return Source.EXPIRY
    if flow.memo in _BY_MEMO:
        return _BY_MEMO[flow.memo]
    if flow.kind is Kind.GRANT:
        return Source.SPONSORS if flow.memo == SPONSOR else Source.GOVERNMENT
    if flow.kind is Kind.SERVICE:
        return Source.GROUP_HOURS
    if flow.other in {AccountKind.BONUS, AccountKind.REDEMPTION}:
        return Source.SPONSORS
    return Source.SITES if flow.kind is Kind.CLEARING else Source.DONATIONS


def use_of(flow: Flow) -> Use:
    """What a posting out of the pool was used for."""
    if flow.kind is Kind.GRANT:
        if flow.other is AccountKind.SAVINGS:
            return Use.GUARANTEE
        return Use.HELP if flow.memo == HELP else Use.GRANTS
    if flow.kind in {Kind.SERVICE, Kind.CONVERSION}:
        return Use.VISITS
    return Use.SITES if flow.kind is Kind.CLEARING else Use.OTHER
