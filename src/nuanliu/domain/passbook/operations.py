"""How minutes move between people: reserved when a need is published, paid when the visit is certified.

A helper's passbook gets exactly one line of TIME or COIN and one of HONOUR a visit, wherever the minutes came from.
The id of the paying line follows from the visit and not from the choice, so the same visit can never pay both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.ledger import operations as ledger
from nuanliu.domain.ledger.queries import LotLeft, balance_of, held_ever, held_open, transfers_about
from nuanliu.domain.ledger.types import AccountKind, AccountRef, Kind, Outcome, Phase, Request, Result, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.types import Purse
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import derived_id

OVERFLOW = "overflow"
"""Memo of what went on to the pool because a passbook was full."""


class UnableToPost(Unable):
    """The ledger refused; the act it belonged to is undone with it."""


_REFUSALS = {
    Outcome.NOT_ENOUGH: _("账户里的时间不够。"),
    Outcome.ABOVE_CEILING: _("账户已到存满的上限。"),
    Outcome.CLOSED: _("这个账户已经关闭。"),
    Outcome.ALREADY_REVERSED: _("这一笔已经冲正过了。"),
}


def insist(results: list[Result]) -> None:
    """Raise UnableToPost for the first request that does not stand."""
    for result in results:
        if not result.stands and result.outcome is not Outcome.SIBLING_REFUSED:
            words = _REFUSALS.get(result.outcome, _("账本没有接受这一笔，请重试或联系站点。"))
            raise UnableToPost(result.outcome, words)


def hold_id(*, need: UUID, slot: int) -> UUID:
    """Id of the hold for one helper's place of a need."""
    return derived_id(need, "hold", str(slot))


def hold_minutes(
    *,
    elder: Holder,
    purse: Purse,
    need: UUID,
    slots: int,
    minutes: int,
    at: datetime,
    expires_at: datetime,
    actor: UUID | None,
) -> None:
    """Reserve `minutes` for each helper's place, of a grant the oldest first. Raises UnableToPost(not_enough)."""
    giver = accounts.paying(purse=purse, holder=elder)
    service = accounts.system(site=elder.site, kind=AccountKind.SERVICE, unit=Unit.TIME, spread_by=giver.id)
    insist(
        ledger.post_many(
            [
                Request(
                    id=hold_id(need=need, slot=slot),
                    site=elder.site,
                    kind=Kind.SERVICE,
                    phase=Phase.HOLD,
                    debit=giver.id,
                    credit=service.id,
                    amount=minutes,
                    occurred_at=at,
                    expires_at=expires_at,
                    subject=need,
                    actor=actor,
                )
                for slot in range(1, slots + 1)
            ]
        )
    )


def release_minutes(*, site: UUID, need: UUID, slots: int, at: datetime, actor: UUID | None) -> None:
    """Give back whatever a need still reserves; nothing reserved is no error."""
    for slot in range(1, slots + 1):
        hold = hold_id(need=need, slot=slot)
        ledger.release(id=derived_id(hold, "given-back"), site=site, hold=hold, at=at, actor=actor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """One certified visit, as the passbook needs to know it. `coins` are hundredths, for the same minutes."""

    visit: UUID
    need: UUID
    slot: int
    site: UUID
    """Where the need was, whose book pays."""
    helper: Holder
    elder: Holder
    purse: Purse | None
    """Whose minutes were reserved; None where the site itself pays."""
    minutes: int
    coins: int
    occurred_at: datetime
    actor: UUID | None
    standard_version: UUID
    coins_until: date | None = None
    """First day on which these coins are gone; None if they do not run out."""
    honour: int | None = None
    """Minutes of honour, where they are not all that were counted."""
    to_pool: int = 0
    """What of the chosen unit goes on to the pool, being above the cap."""
    posted_as: UUID | None = None
    """From what the ids of the lines follow after a correction; the visit itself before that."""

    @property
    def root(self) -> UUID:
        """From what the ids of its lines follow."""
        return self.posted_as or self.visit


def credit_visit(earned: Earned, *, unit: Unit | None) -> None:
    """Add the minutes to the helper's honour, once, and pay the chosen unit, if it is known, in the same call.

    Honour is never chosen, spent or converted.
    """
    insist(ledger.post_many(_honour_legs(earned) + (_paying_legs(earned, unit) if unit else [])))


def _honour_legs(earned: Earned) -> list[Request]:
    honour = accounts.savings(holder=earned.helper, unit=Unit.HONOUR)
    source = accounts.system(
        site=honour.site, kind=AccountKind.ISSUANCE, unit=Unit.HONOUR, spread_by=earned.helper.person
    )
    minutes = earned.minutes if earned.honour is None else earned.honour
    return [_leg(earned, "honour", Kind.SERVICE, source, honour, minutes)] if minutes else []


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupHours:
    """Minutes of a group that is not made of persons: they go to the pool of the site."""

    id: UUID
    site: UUID
    minutes: int
    occurred_at: datetime
    actor: UUID | None
    standard_version: UUID


def credit_together(
    *, earned: Sequence[tuple[Earned, Unit | None]], groups: Sequence[GroupHours] = (), at: datetime
) -> None:
    """Add honour, and TIME or COIN where it is known, for many helpers, and groups' hours to the pool: all or none."""
    legs = [leg for one, unit in earned for leg in _honour_legs(one) + (_paying_legs(one, unit) if unit else [])]
    for site in {group.site for group in groups}:
        accounts.open_pool(site=site, unit=Unit.TIME, at=at)
    insist(ledger.post_many([*legs, *(_group_leg(group) for group in groups if group.minutes)]))


def _group_leg(group: GroupHours) -> Request:
    pool = accounts.pool(site=group.site, unit=Unit.TIME)
    source = accounts.system(site=group.site, kind=AccountKind.ISSUANCE, unit=Unit.TIME, spread_by=group.id)
    return Request(
        id=derived_id(group.id, "group"),
        group=group.id,
        site=group.site,
        kind=Kind.SERVICE,
        debit=source.id,
        credit=pool.id,
        amount=group.minutes,
        occurred_at=group.occurred_at,
        actor=group.actor,
        subject=group.id,
        standard_version=group.standard_version,
    )


def credit_choice(earned: Earned, *, unit: Unit) -> None:
    """Pay the helper in TIME or in COIN, once, and settle what the old person had reserved."""
    insist(ledger.post_many(_paying_legs(earned, unit)))


def _paying_legs(earned: Earned, unit: Unit) -> list[Request]:
    """The one line of the choice; what of it is above the cap goes on to the pool in the same call."""
    if not (earned.minutes if unit is Unit.TIME else earned.coins):
        return []
    legs = _time_legs(earned) if unit is Unit.TIME else _coin_legs(earned)
    if earned.to_pool:
        giver = accounts.savings(holder=earned.helper, unit=unit)
        pool = accounts.system(site=giver.site, kind=AccountKind.POOL, unit=unit, spread_by=giver.id)
        over = _leg(earned, "overflow", Kind.DONATION, giver, pool, earned.to_pool)
        until = earned.coins_until if unit is Unit.COIN else None
        legs.append(replace(over, lot=until, memo=OVERFLOW))
    return legs


def reverse_visit(
    *, visit: UUID, posted_as: UUID, sites: set[UUID], at: datetime, actor: UUID | None, memo: str
) -> None:
    """Reverse every line of a visit under `posted_as`. Raises UnableToPost(not_enough) if the helper has spent it.

    All in one call, as they were posted: whoever certifies at the same moment locks the same accounts in the same
    order. The arrival goes back before what it was fed from.
    """
    found = {row[0]: site for site in sites for row in transfers_about(site=site, subject=visit)}
    names = ("bonus", "overflow", "group", "honour", "credit", "clearing", "welfare", "own")
    made = [transfer for name in names if (transfer := derived_id(posted_as, name)) in found]
    back = [(derived_id(transfer, "reversal"), found[transfer], transfer) for transfer in made]
    insist(ledger.reverse_many(transfers=back, at=at, actor=actor, memo=memo))


def open_with_paper_line(
    *,
    id: UUID,  # noqa: A002 (the ledger's own word)
    holder: Holder,
    unit: Unit,
    amount: int,
    occurred_at: datetime,
    actor: UUID | None,
    standard_version: UUID,
    memo: str,
) -> bool:
    """Bring in one line of an old paper passbook (its minutes count as honour too). False if it was in already."""
    target = accounts.savings(holder=holder, unit=unit)
    honour = accounts.savings(holder=holder, unit=Unit.HONOUR)
    results = ledger.post_many(
        [
            Request(
                id=derived_id(id, part.unit),
                site=holder.site,
                kind=Kind.OPENING,
                debit=accounts.system(
                    site=holder.site, kind=AccountKind.ISSUANCE, unit=part.unit, spread_by=holder.person
                ).id,
                credit=part.account.id,
                amount=amount,
                occurred_at=occurred_at,
                actor=actor,
                subject=id,
                standard_version=standard_version,
                memo=memo,
            )
            for part in (_Part(unit, target), _Part(Unit.HONOUR, honour))
        ]
    )
    insist(results)
    return any(result.outcome is Outcome.POSTED for result in results)


@dataclass(frozen=True, slots=True)
class _Part:
    unit: Unit
    account: AccountRef


def _leg(  # noqa: PLR0917 (giver, receiver, amount: read like a line of the book)
    earned: Earned,
    name: str,
    kind: Kind,
    debit: AccountRef,
    credit: AccountRef,
    amount: int,
    hold: UUID | None = None,
) -> Request:
    return Request(
        id=derived_id(earned.root, name),
        group=earned.root,
        site=debit.site,
        kind=kind,
        phase=Phase.CAPTURE if hold else Phase.POST,
        hold=hold,
        debit=debit.id,
        credit=credit.id,
        amount=amount,
        occurred_at=earned.occurred_at,
        actor=earned.actor,
        subject=earned.visit,
        standard_version=earned.standard_version,
    )


def _sources(earned: Earned) -> tuple[UUID | None, int, int]:
    """(hold, minutes from what was reserved, minutes the site gives)."""
    if earned.purse is None:
        return None, 0, earned.minutes
    hold = hold_id(need=earned.need, slot=earned.slot)
    is_open = held_open(site=earned.site, hold=hold)
    if earned.posted_as is not None and not is_open:
        own = min(earned.minutes, _own_again(earned, hold))
        return None, own, earned.minutes - own
    own = min(earned.minutes, is_open)
    return hold, own, earned.minutes - own


def _own_again(earned: Earned, hold: UUID) -> int:
    """What a correction may take from whoever paid the first time: no more than was reserved then, and is there now."""
    account = accounts.paying(purse=earned.purse or Purse.OWN, holder=earned.elder)
    return max(0, min(held_ever(site=earned.site, hold=hold), balance_of(account=account).available))


def _time_legs(earned: Earned) -> list[Request]:
    """Own time and welfare → (clearing between sites) → the helper's TIME, arriving as one line."""
    target = accounts.savings(holder=earned.helper, unit=Unit.TIME)
    own_account = accounts.paying(purse=earned.purse or Purse.OWN, holder=earned.elder)
    issuance = accounts.system(
        site=earned.site, kind=AccountKind.ISSUANCE, unit=Unit.TIME, spread_by=earned.helper.person
    )
    hold, own, given = _sources(earned)
    is_one_step = target.site == earned.site and not (own and given)
    if is_one_step:
        source = own_account if own else issuance
        return [_leg(earned, "credit", Kind.SERVICE, source, target, earned.minutes, hold if own else None)]
    between = accounts.system(site=earned.site, kind=AccountKind.SERVICE, unit=Unit.TIME, spread_by=target.id)
    legs = []
    if own:
        legs.append(_leg(earned, "own", Kind.SERVICE, own_account, between, own, hold))
    if given:
        legs.append(_leg(earned, "welfare", Kind.SERVICE, issuance, between, given))
    return legs + _arrival(earned, Unit.TIME, between, target, earned.minutes)


def _coin_legs(earned: Earned) -> list[Request]:
    """The minutes are taken out of TIME through the conversion account; as many coins come out of it."""
    target = accounts.savings(holder=earned.helper, unit=Unit.COIN)
    spread = earned.helper.person
    sink = accounts.system(site=earned.site, kind=AccountKind.CONVERSION, unit=Unit.TIME, spread_by=spread)
    mint = accounts.system(site=earned.site, kind=AccountKind.CONVERSION, unit=Unit.COIN, spread_by=spread)
    issuance = accounts.system(site=earned.site, kind=AccountKind.ISSUANCE, unit=Unit.TIME, spread_by=spread)
    own_account = accounts.paying(purse=earned.purse or Purse.OWN, holder=earned.elder)
    hold, own, given = _sources(earned)
    legs = []
    if own:
        legs.append(_leg(earned, "own", Kind.CONVERSION, own_account, sink, own, hold))
    if given:
        legs.append(_leg(earned, "welfare", Kind.CONVERSION, issuance, sink, given))
    return legs + _arrival(earned, Unit.COIN, mint, target, earned.coins)


def _arrival(earned: Earned, unit: Unit, source: AccountRef, target: AccountRef, amount: int) -> list[Request]:
    """The one line in the helper's passbook, directly or over the two sites' clearing accounts."""
    until = earned.coins_until if unit is Unit.COIN else None
    if target.site == source.site:
        return [replace(_leg(earned, "credit", Kind.SERVICE, source, target, amount), lot=until)]
    at = earned.occurred_at
    ours = accounts.clearing(site=source.site, other=target.site, unit=unit, at=at)
    theirs = accounts.clearing(site=target.site, other=source.site, unit=unit, at=at)
    return [
        _leg(earned, "clearing", Kind.CLEARING, source, ours, amount),
        replace(_leg(earned, "credit", Kind.SERVICE, theirs, target, amount), lot=until),
    ]


def expire_lot(*, lot: LotLeft, to_pool: bool, at: datetime, day: date, standard_version: UUID) -> bool:
    """Take what is left of a lot out of its account, into the site's pool or out of the book: once a lot and day.

    False if it was spent or reserved meanwhile, or has gone already: the next day looks again.
    """
    kind = AccountKind.POOL if to_pool else AccountKind.EXPIRY
    sink = accounts.system(site=lot.account.site, kind=kind, unit=lot.unit, spread_by=lot.account.id)
    if not to_pool:
        accounts.open_expiry(site=lot.account.site, unit=lot.unit, at=at)
    result = ledger.post(
        Request(
            id=derived_id(lot.account.id, "expiry", lot.expires.isoformat(), day.isoformat()),
            site=lot.account.site,
            kind=Kind.EXPIRY,
            debit=lot.account.id,
            credit=sink.id,
            amount=lot.free,
            occurred_at=at,
            standard_version=standard_version,
            lot=lot.expires,
        )
    )
    return result.outcome is Outcome.POSTED
