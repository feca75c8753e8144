"""What is asked of the book next, drawn by lot: mostly what the product does, often enough what it must refuse."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from nuanliu.domain.ledger.operations import account_id
from nuanliu.domain.ledger.types import NEVER, STRIPED, AccountKind, Kind, Phase, Request, Unit
from nuanliu.platform.ids import new_id
from tests.campaigns.model import Model, open_part

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
DAYS = (None, date(2027, 5, 1), date(2027, 6, 1), date(2027, 7, 1), date(2028, 1, 1))
PERSONS = ((AccountKind.SAVINGS, Unit.TIME), (AccountKind.SAVINGS, Unit.COIN), (AccountKind.GRANT, Unit.TIME))
SYSTEM = (
    (AccountKind.ISSUANCE, Unit.TIME),
    (AccountKind.ISSUANCE, Unit.COIN),
    (AccountKind.SERVICE, Unit.TIME),
    (AccountKind.POOL, Unit.TIME),
    (AccountKind.POOL, Unit.COIN),
    (AccountKind.BONUS, Unit.COIN),
    (AccountKind.REDEMPTION, Unit.COIN),
    (AccountKind.EXPIRY, Unit.COIN),
    (AccountKind.EXPIRY, Unit.TIME),
)
COMMON = ("issue",) * 4 + ("pass_on", "reserve", "capture") * 3 + ("give",) * 2
RARE = ("give_back", "undo", "expire", "expire", "anything")


class Drawer:
    """Draws requests that fit the model as it stands."""

    def __init__(self, model: Model, sites: list[UUID], persons: list[tuple[UUID, UUID]]) -> None:
        self.model, self.sites, self.persons = model, sites, persons
        self.asked: list[Request] = []
        """Everything that was ever asked within one site, refused or not."""
        self.pairs: list[tuple[Request, Request]] = []
        """Acts between two sites that stand."""
        self.is_careful = False
        """Whether amounts are drawn so that several in a row are likely to stand."""

    def one(self, lot: Random) -> Request:
        """Any single request."""
        name = lot.choice(COMMON + RARE)
        return getattr(self, name)(lot)

    # -- accounts

    def system(self, site: UUID, kind: AccountKind, unit: Unit, other: UUID) -> UUID:
        by = other if kind in STRIPED else None
        return account_id(site=site, unit=unit, kind=kind, owner=site, spread_by=by)

    def clearing(self, site: UUID, unit: Unit) -> UUID:
        [other] = [each for each in self.sites if each != site]
        return account_id(site=site, unit=unit, kind=AccountKind.CLEARING, owner=site, code=str(other))

    def person(self, lot: Random, *, site: UUID | None = None, unit: Unit | None = None, kind: str = "") -> Any:
        """(site, account) of somebody who fits, most often of one who has something; of anybody if nobody does."""
        fitting = [
            key
            for key in self.persons
            if (site is None or key[0] == site)
            and (unit is None or self.model.accounts[key]["unit"] == unit)
            and (not kind or self.model.accounts[key]["kind"] == kind)
        ]
        has = [key for key in fitting if self._free(key) > 0]
        return lot.choice(has if has and (self.is_careful or lot.random() < 0.7) else fitting or self.persons)

    def _unit(self, key: tuple[UUID, UUID]) -> Unit:
        return self.model.accounts[key]["unit"]

    def _free(self, key: tuple[UUID, UUID]) -> int:
        return int(self.model.accounts[key]["posted"] - self.model.accounts[key]["held"])

    def _amount(self, lot: Random, key: tuple[UUID, UUID]) -> int:
        """A part; now and then all there is, or one more."""
        free = self._free(key)
        fate = 0.0 if self.is_careful else lot.random()
        if fate < 0.85 and free > 0:
            return lot.randint(1, max(1, free // (6 if self.is_careful else 2)))
        return max(1, free if fate < 0.93 else free + 1)

    def ask(self, site: UUID, kind: Kind, debit: UUID, credit: UUID, amount: int, **more: Any) -> Request:
        facts = {"id": new_id(), "occurred_at": AT, **more}
        return Request(site=site, kind=kind, debit=debit, credit=credit, amount=amount, **facts)

    # -- requests

    def issue(self, lot: Random) -> Request:
        site, account = key = self.person(lot)
        unit, is_grant = self._unit(key), self.model.accounts[key]["kind"] == AccountKind.GRANT
        kind = Kind.GRANT if is_grant else lot.choice([Kind.SERVICE, Kind.OPENING])
        giver = self.system(site, AccountKind.ISSUANCE, unit, account)
        return self.ask(site, kind, giver, account, lot.randint(1, 240), lot=lot.choice(DAYS))

    def pass_on(self, lot: Random) -> Request:
        site, giver = key = self.person(lot, kind=AccountKind.SAVINGS)
        _site, taker = self.person(lot, site=site, unit=self._unit(key), kind=AccountKind.SAVINGS)
        if giver == taker:
            return self.give(lot)
        kind = lot.choice([Kind.GIFT, Kind.GIFT, Kind.SERVICE])
        return self.ask(site, kind, giver, taker, self._amount(lot, key))

    def give(self, lot: Random) -> Request:
        """To or from one of the site's own accounts."""
        site, account = key = self.person(lot)
        unit, kind = self._unit(key), self.model.accounts[key]["kind"]
        if kind == AccountKind.GRANT:
            _site, taker = self.person(lot, site=site, unit=Unit.TIME, kind=AccountKind.SAVINGS)
            options = [(Kind.SERVICE, account, taker), (Kind.GRANT, self.system(site, AccountKind.POOL, unit, account))]
        elif unit == Unit.TIME:
            options = [(Kind.DONATION, account, self.system(site, AccountKind.POOL, unit, account))]
            options.append((Kind.SERVICE, self.system(site, AccountKind.POOL, unit, account), account))
        else:
            shop = self.system(site, AccountKind.REDEMPTION, unit, account)
            bonus, source = (
                self.system(site, which, unit, account) for which in (AccountKind.BONUS, AccountKind.ISSUANCE)
            )
            options = [(Kind.REDEMPTION, account, shop), (Kind.BONUS, bonus, account), (Kind.BONUS, source, bonus)]
        chosen = lot.choice(options)
        kind_, giver, taker = chosen if len(chosen) == 3 else (chosen[0], chosen[1], account)
        return self.ask(site, kind_, giver, taker, self._amount(lot, key))

    def reserve(self, lot: Random) -> Request:
        site, giver = key = self.person(lot)
        unit = self._unit(key)
        if unit == Unit.COIN:
            kind, taker = Kind.REDEMPTION, self.system(site, AccountKind.REDEMPTION, unit, giver)
        else:
            kind, taker = Kind.SERVICE, self.system(site, AccountKind.SERVICE, unit, giver)
            if lot.random() < 0.2:
                taker = self.person(lot, site=site, unit=unit, kind=AccountKind.SAVINGS)[1]
        if taker == giver:
            return self.issue(lot)
        until = lot.choice([None, AT + timedelta(hours=lot.randint(1, 400))])
        amount = self._amount(lot, key)
        return self.ask(site, kind, giver, taker, amount, phase=Phase.HOLD, expires_at=until)

    def _hold(self, lot: Random) -> tuple[UUID, UUID] | None:
        still = [key for key, hold in self.model.holds.items() if open_part(hold)]
        spent = list(self.model.holds)
        chosen = still if still and lot.random() < 0.9 else spent
        return lot.choice(chosen) if chosen else None

    def capture(self, lot: Random) -> Request:
        found = self._hold(lot)
        if found is None:
            return self.reserve(lot)
        return self.capture_of(
            lot, self.model.transfers[found]["request"], found[1], open_part(self.model.holds[found])
        )

    def capture_of(self, lot: Random, made: Request, hold: UUID, still: int) -> Request:
        """Part or all of what a hold reserved, to whom it was meant for or to somebody else."""
        taker = made.credit
        if made.kind == Kind.SERVICE and lot.random() < 0.6:
            taker = self.person(lot, site=made.site, unit=Unit.TIME, kind=AccountKind.SAVINGS)[1]
        giver = made.debit if lot.random() < 0.95 else self.person(lot, site=made.site)[1]
        if taker == giver:
            taker = made.credit
        if taker == giver:
            giver = made.debit
        amount = max(1, lot.choice([still, still + 1, lot.randint(1, max(1, still)), lot.randint(1, max(1, still))]))
        facts = {"phase": Phase.CAPTURE, "hold": hold, "release_rest": lot.random() < 0.5}
        return self.ask(made.site, made.kind, giver, taker, amount, **facts)

    def give_back(self, lot: Random) -> Request:
        found = self._hold(lot)
        if found is None:
            return self.issue(lot)
        made, still = self.model.transfers[found]["request"], open_part(self.model.holds[found])
        amount = max(1, lot.choice([still, still + 1, lot.randint(1, max(1, still))]))
        facts = {"phase": Phase.RELEASE, "hold": found[1]}
        return self.ask(made.site, made.kind, made.debit, made.credit, amount, **facts)

    def reversible(self, lot: Random) -> tuple[UUID, UUID] | None:
        """A transfer within one site, most often one that can be undone."""
        between = {request.id for pair in self.pairs for request in pair}
        inside = [
            key
            for key, made in self.model.transfers.items()
            if key[1] not in between and made["request"].reverses is None
        ]
        fresh = [
            key
            for key in inside
            if self.model.transfers[key]["phase"] in {"post", "capture"}
            and not self.model.transfers[key]["is_reversed"]
        ]
        chosen = fresh if fresh and lot.random() < 0.8 else inside
        return lot.choice(chosen) if chosen else None

    def undo(self, lot: Random) -> Request:
        found = self.reversible(lot)
        if found is None:
            return self.issue(lot)
        made = self.model.transfers[found]
        amount = made["amount"] + lot.choice([0, 0, 0, 1])
        return self.ask(found[0], made["kind"], made["credit"], made["debit"], amount, reverses=found[1])

    def expire(self, lot: Random) -> Request:
        """A named lot runs out."""
        lotted = [key for key in self.persons if self.model.accounts[key]["lots"]]
        if not lotted:
            return self.issue(lot)
        site, account = key = lot.choice(lotted)
        lots = self.model.accounts[key]["lots"]
        day = lot.choice(sorted(lots)) if lot.random() < 0.9 else NEVER
        free = lots[day]["remaining"] - lots[day]["held"] if day in lots else 0
        sink = self.system(site, AccountKind.EXPIRY, self._unit(key), account)
        return self.ask(site, Kind.EXPIRY, account, sink, max(1, free + lot.choice([0, 0, -1, 1])), lot=day)

    def anything(self, lot: Random) -> Request:
        """Any two accounts, for anything: nearly always refused. Never clearing, which only pairs may touch."""
        site, giver = self.person(lot)
        unit = lot.choice(list(Unit))
        kind = lot.choice([AccountKind.ISSUANCE, AccountKind.POOL, AccountKind.SERVICE])
        takers = [self.person(lot)[1], self.person(lot)[1], self.system(site, kind, unit, giver), new_id()]
        taker = lot.choice([each for each in takers if each != giver])
        kinds = [each for each in Kind if each is not Kind.CLEARING]
        phase = lot.choice([Phase.POST, Phase.POST, Phase.HOLD])
        return self.ask(site, lot.choice(kinds), giver, taker, lot.randint(1, 60), phase=phase)

    def across(self, lot: Random) -> tuple[Request, Request]:
        """One site pays into its clearing account, the other pays out of its own."""
        site, giver = key = self.person(lot, kind=AccountKind.SAVINGS)
        unit = self._unit(key)
        [other] = [each for each in self.sites if each != site]
        _other, taker = self.person(lot, site=other, unit=unit, kind=AccountKind.SAVINGS)
        amount = self._amount(lot, key)
        if lot.random() < 0.3:
            giver = self.system(site, AccountKind.ISSUANCE, unit, taker)
        group = new_id()
        out = self.ask(site, Kind.CLEARING, giver, self.clearing(site, unit), amount, group=group)
        return out, self.ask(other, Kind.SERVICE, self.clearing(other, unit), taker, amount, group=group)

    def batch(self, lot: Random) -> list[Request]:
        """Two to five requests; sometimes with a hold and its capture, an earlier request, or one twice."""
        self.is_careful = lot.random() < 0.8
        requests = [self.one(lot) for _n in range(lot.randint(2, 4))]
        self.is_careful = False
        fate = lot.random()
        if fate < 0.25:
            made = self.reserve(lot)
            requests.append(made)
            if made.phase is Phase.HOLD:
                requests.append(self.capture_of(lot, made, made.id, made.amount))
        elif fate < 0.35:
            requests.append(lot.choice(requests))
        elif fate < 0.45 and self.asked:
            again = lot.choice(self.asked)
            requests.append(again)
        elif fate < 0.6:
            requests += self._one_account_twice(lot)
        return requests

    def _one_account_twice(self, lot: Random) -> list[Request]:
        """Something leaves lots of which one is named a moment later."""
        first = self.expire(lot)
        if first.kind is not Kind.EXPIRY:
            return [first]
        again = replace(first, id=new_id(), amount=lot.randint(1, first.amount))
        return lot.choice([[again, first], [first, again], [replace(again, lot=None), first]])

    def changed(self, lot: Random, request: Request) -> Request:
        """The same id for something else."""
        other = [
            replace(request, amount=request.amount + 1),
            replace(request, subject=new_id()),
            replace(request, lot=date(2031, 1, 1)),
            replace(request, kind=Kind.GIFT if request.kind is not Kind.GIFT else Kind.SERVICE),
        ]
        return lot.choice(other)
