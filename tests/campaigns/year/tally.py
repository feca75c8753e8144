"""The tally: what everybody must have, worked out from what was done. It is held against the book at the end."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from nuanliu.domain.standards.types import Standard
from tests.campaigns.year.purse import Parts, Purse

NEVER = date.max


@dataclass
class Paid:
    """What one visit did, so that it can be taken back."""

    helper: UUID
    coins: bool
    put: Parts
    over: int
    bonus: int
    payer: Purse | None
    drawn: Parts
    honour: int


@dataclass
class Tally:
    """Every purse, pool, fund and shop, and how often what was done or refused."""

    time: dict[UUID, Purse] = field(default_factory=lambda: defaultdict(Purse))
    coin: dict[UUID, Purse] = field(default_factory=lambda: defaultdict(Purse))
    grant: dict[UUID, Purse] = field(default_factory=lambda: defaultdict(Purse))
    honour: Counter[UUID] = field(default_factory=Counter)
    pool_time: dict[UUID, Purse] = field(default_factory=lambda: defaultdict(Purse))
    pool_coin: Counter[UUID] = field(default_factory=Counter)
    fund: Counter[UUID] = field(default_factory=Counter)
    shop: Counter[UUID] = field(default_factory=Counter)
    pieces: Counter[UUID] = field(default_factory=Counter)
    """What stands on the shelves, by kind of goods."""
    home: dict[UUID, UUID] = field(default_factory=dict)
    says: dict[UUID, bool] = field(default_factory=dict)
    bonus_year: Counter[tuple[UUID, int]] = field(default_factory=Counter)
    paid: dict[UUID, Paid] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    def purse(self, need: Any) -> Purse | None:
        """Where the minutes of a need are promised; None where the site pays."""
        elder = need.elder_id
        match need.payer:
            case "own_time":
                return self.time[elder]
            case "family":
                return self.time[UUID(need.purse_code)]
            case "grant":
                return self.grant[elder]
            case "pool":
                return self.pool_time[self.home[elder]]
        return None

    def credit(self, *, visit: Any, need: Any, standard: Standard, campaign: int, until: date | None) -> None:
        """One visit's TIME or COIN: up to the cap, above it by consent to the pool, and the bonus on coins."""
        helper, counted = visit.volunteer_id, visit.counted_minutes
        coins = visit.choice == "coin"
        purse = (self.coin if coins else self.time)[helper]
        cap = standard.hundredths("coin_cap") if coins else standard.minutes("time_cap_min")
        amount = counted * 100 // 60 if coins else counted
        kept = min(amount, max(cap - purse.total, 0))
        over = amount - kept if self.says.get(helper) else 0
        day = (until or NEVER) if coins else NEVER
        paid = Paid(helper, coins, {day: kept}, over, 0, None, {}, 0)
        purse.put({day: kept})
        pool = self.pool_coin if coins else None
        if pool is not None:
            pool[self.home[helper]] += over
        else:
            self.pool_time[self.home[helper]].put({NEVER: over})
        minutes = -(-counted * (kept + over) // amount) if amount else 0
        source = self.purse(need)
        if source is not None:
            paid.payer = source
            paid.drawn = source.pay((need.id, visit.slot), minutes)
        if coins and kept:
            paid.bonus = self._bonus(helper, kept, purse, cap, visit.ended_at, standard, campaign)
            purse.put({day: paid.bonus})
        self.paid[visit.id] = paid

    def _bonus(self, helper, base, purse, cap, ended_at, standard, campaign) -> int:
        hours = self.honour[helper] // 60
        star = sum(hours >= step for step in standard.steps("star_hours"))
        percent = standard.integer(f"bonus_star{star}_percent") if star >= 3 else 0
        percent += min(campaign, standard.integer("bonus_campaign_max_percent"))
        year, site = (helper, ended_at.year), self.home[helper]
        limits = (standard.hundredths("bonus_yearly_cap") - self.bonus_year[year], self.fund[site], cap - purse.total)
        paid = max(min(base * percent // 100, *limits), 0)
        self.bonus_year[year] += paid
        self.fund[site] -= paid
        return paid

    def void(self, *, visit: Any) -> None:
        """Everything the visit did is taken back."""
        self.honour[visit.volunteer_id] -= visit.counted_minutes
        paid = self.paid.pop(visit.id, None)
        if paid is None:
            return
        site = self.home[paid.helper]
        purse = (self.coin if paid.coins else self.time)[paid.helper]
        [(day, kept)] = paid.put.items()
        if paid.coins:
            self.pool_coin[site] -= paid.over
        else:
            self.pool_time[site].take(paid.over)
        purse.take(kept + paid.bonus, first={day: kept})
        self.fund[site] += paid.bonus
        if paid.bonus:
            self.bonus_year[paid.helper, visit.ended_at.year] -= paid.bonus
        if paid.payer is not None:
            paid.payer.put(paid.drawn)

    def expire(self, today: date) -> int:
        """What runs out by `today` goes to the pools. How many lots with something in them."""
        lots = 0
        for purses, pool_of_site in ((self.coin, self.pool_coin), (self.grant, None)):
            for owner, purse in purses.items():
                lots += sum(day <= today and amount > 0 for day, amount in purse.free.items())
                gone = purse.expire(today)
                if pool_of_site is None:
                    self.pool_time[self.home[owner]].put({NEVER: gone})
                else:
                    pool_of_site[self.home[owner]] += gone
        return lots
