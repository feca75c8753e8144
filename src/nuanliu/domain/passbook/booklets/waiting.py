"""How far a booklet is printed, and which lines of the book are on no paper yet."""

from dataclasses import dataclass

from django.db.models import Max

from nuanliu.domain.ledger.queries import lines_after, lines_of, newest_seq
from nuanliu.domain.ledger.types import Line, Unit
from nuanliu.domain.passbook import accounts
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.booklets.models import Booklet, PrintedLine
from nuanliu.domain.passbook.booklets.types import ORDER


@dataclass(frozen=True, slots=True)
class Reached:
    """The number of the last line of each account that is on paper."""

    time: int
    coin: int
    honour: int

    def of(self, unit: Unit) -> int:
        """Of one unit."""
        return {Unit.TIME: self.time, Unit.COIN: self.coin, Unit.HONOUR: self.honour}[unit]


def reached(*, booklet: Booklet) -> Reached:
    """How far the booklet is printed; where it begins, if nothing is printed yet."""
    rows = PrintedLine.objects.filter(site_id=booklet.site_id, booklet_id=booklet.id, undone_at=None)
    last = dict(rows.order_by().values_list("unit").annotate(last=Max("seq")))
    return Reached(
        time=last.get(Unit.TIME.value, booklet.after_time),
        coin=last.get(Unit.COIN.value, booklet.after_coin),
        honour=last.get(Unit.HONOUR.value, booklet.after_honour),
    )


def lines_waiting(*, booklet: Booklet, count: int) -> list[tuple[Unit, Line]]:
    """The next lines of all three accounts that are on no paper yet, in the order in which they were recorded."""
    after, holder = reached(booklet=booklet), Holder(booklet.person_id, booklet.site_id)
    found = [
        (unit, line)
        for unit in ORDER
        for line in lines_after(account=accounts.savings(holder=holder, unit=unit), after=after.of(unit), count=count)
    ]
    return sorted(found, key=lambda one: (one[1].recorded_at, ORDER.index(one[0]), one[1].seq))[:count]


def waiting_count(*, booklet: Booklet) -> int:
    """How many lines are on no paper yet: numbers have no gap, so it is a difference."""
    after, holder = reached(booklet=booklet), Holder(booklet.person_id, booklet.site_id)
    refs = {unit: accounts.savings(holder=holder, unit=unit) for unit in ORDER}
    newest = newest_seq(accounts=refs.values())
    return sum(max(newest.get(refs[unit].id, 0) - after.of(unit), 0) for unit in ORDER)


def carried(*, booklet: Booklet) -> dict[Unit, int]:
    """What stood in each account where this booklet begins; empty for a first one."""
    holder = Holder(booklet.person_id, booklet.site_id)
    begins = Reached(booklet.after_time, booklet.after_coin, booklet.after_honour)
    found = {}
    for unit in ORDER:
        if begins.of(unit):
            account = accounts.savings(holder=holder, unit=unit)
            found[unit] = lines_of(account=account, before=begins.of(unit) + 1, count=1)[0].balance
    return found
