"""What somebody has, by day of expiry, as the tally keeps it: written without a look at the ledger's own lots."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date

Parts = dict[date, int]


@dataclass
class Purse:
    """Amounts by the first day on which they are gone; what is promised lies apart, under its key."""

    free: Parts = field(default_factory=dict)
    promised: dict[Hashable, Parts] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All of it, promised or not."""
        return self.available + sum(sum(parts.values()) for parts in self.promised.values())

    @property
    def available(self) -> int:
        """What is not promised."""
        return sum(self.free.values())

    def by_day(self) -> Parts:
        """All of it by day, without empty days."""
        found: Parts = {}
        for parts in (self.free, *self.promised.values()):
            for day, amount in parts.items():
                found[day] = found.get(day, 0) + amount
        return {day: amount for day, amount in found.items() if amount}

    def put(self, parts: Parts) -> None:
        """Add what comes in."""
        for day, amount in parts.items():
            self.free[day] = self.free.get(day, 0) + amount

    def take(self, amount: int, *, first: Parts | None = None) -> Parts:
        """Out of the oldest; the days of `first` before all others. A last day of its own may go below zero."""
        taken: Parts = {}
        order = sorted(self.free, key=lambda day: (day not in (first or {}), day))
        for day in order:
            part = min(max(self.free[day], 0), amount)
            if part:
                taken[day], amount = part, amount - part
        if amount:
            last = date.max if date.max in self.free or not order else order[-1]
            taken[last] = taken.get(last, 0) + amount
        for day, part in taken.items():
            self.free[day] = self.free.get(day, 0) - part
        return taken

    def promise(self, key: Hashable, amount: int) -> None:
        """Lay `amount` apart."""
        self.promised[key] = self.take(amount)

    def pay(self, key: Hashable, amount: int) -> Parts:
        """Out of what was laid apart, the oldest first; the rest of it is free again."""
        held = Purse(self.promised.pop(key, {}))
        paid = held.take(min(amount, held.available))
        self.put(held.free)
        return {day: part for day, part in paid.items() if part}

    def expire(self, today: date) -> int:
        """Take out what is gone by `today` and was not promised. How much."""
        gone = sum(amount for day, amount in self.free.items() if day <= today)
        self.free = {day: amount for day, amount in self.free.items() if day > today}
        return gone
