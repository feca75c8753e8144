"""What the processes of a crowd do: writers post all kinds of things at once, readers look like a bank's auditors.

Each brings back what it did as transactions for `isolation.py`, and whatever was wrong in its eyes.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from django.db import Error, connection

from nuanliu.domain.ledger.models import Balance, Entry
from nuanliu.domain.ledger.operations import post_many, release
from nuanliu.domain.ledger.types import MOVING, AccountKind, Kind, Outcome, Phase, Request, Unit
from nuanliu.platform.db import durable
from nuanliu.platform.ids import new_id
from nuanliu.platform.retry import UnableNow, repeated
from tests.campaigns.crowd.town import AT, Town
from tests.campaigns.isolation import Seen, Transaction
from tests.support import weak_ledger

TAIL = 4
"""Last lines of an account that a reader takes with it."""


@dataclass
class Report:
    """What one process brings back."""

    transactions: list[Transaction] = field(default_factory=list)
    readings: int = 0
    busy: int = 0
    """Calls that were given up after being sent again: nobody knows whether they were done."""
    wrong: list[str] = field(default_factory=list)


def take_part(*, worker: int, round: int, given: dict[str, Any]) -> Report:
    """The first processes write, the others read, until the time is over and enough is done."""
    with ExitStack() as stack:
        if given["control"]:
            stack.enter_context(weak_ledger.no_transaction())
        lot = Random(given["seed"] * 100 + worker)
        if worker < given["writers"]:
            return Writer(worker, given, lot).work()
        return Reader(worker, given, lot).work()


def _until(given: dict[str, Any], count: Callable[[], int], least: int) -> Iterator[None]:
    end = time.monotonic() + given["seconds"]
    while time.monotonic() < end or count() < least:
        yield


class Writer:
    """Posts, one call after the other."""

    def __init__(self, worker: int, given: dict[str, Any], lot: Random) -> None:
        self.worker, self.given, self.lot = worker, given, lot
        self.town = Town(**given["town"])
        self.report = Report()
        self.holds: deque[Request] = deque(maxlen=20)
        self.posted: deque[Request] = deque(maxlen=50)
        self.send = post_many if given["control"] else repeated(_durably)

    def work(self) -> Report:
        acts = [self.pay] * 5 + [self.issue] * 3 + [self.coins] * 2 + [self.batch] * 3
        acts += [self.reserve, self.capture, self.give_back, self.undo, self.again, self.too_much, self.across]
        for _turn in _until(self.given, lambda: len(self.report.transactions), self.given["least"]):
            requests = self.lot.choice(acts)()
            if requests:
                self.call(requests)
        return self.report

    def call(self, requests: list[Request]) -> None:
        began = time.monotonic()
        try:
            results = self.send(requests)
        except UnableNow:
            self.report.busy += 1
            self._note(requests, began, is_acknowledged=False)
            return
        except Error as failure:
            self.report.wrong.append(f"{type(failure).__name__}: {str(failure)[:100]}")
            self._note(requests, began, is_acknowledged=False)
            return
        outcomes = {result.outcome for result in results}
        if outcomes == {Outcome.POSTED}:
            self._note(requests, began, is_acknowledged=True)
            self._remember(requests)
        elif Outcome.REPLAY not in outcomes:
            self._note(requests, began, is_acknowledged=True, is_refused=True)

    def _note(self, requests: list[Request], began: float, **told: bool) -> None:
        appends: dict[UUID, tuple[UUID, ...]] = {}
        for request in requests:
            for account in (request.debit, request.credit) if request.phase in MOVING else ():
                appends[account] = (*appends.get(account, ()), request.id)
        name = f"{self.worker}/{len(self.report.transactions)}"
        self.report.transactions.append(Transaction(name, appends, {}, began=began, ended=time.monotonic(), **told))

    def _remember(self, requests: list[Request]) -> None:
        for request in requests:
            if request.phase is Phase.HOLD:
                self.holds.append(request)
            elif request.kind is Kind.SERVICE and request.phase is Phase.POST and request.reverses is None:
                self.posted.append(request)

    # -- acts

    def _ask(self, kind: Kind, debit: UUID, credit: UUID, amount: int, **more: Any) -> Request:
        facts = {"id": new_id(), "site": self.town.site, "occurred_at": AT, **more}
        return Request(kind=kind, debit=debit, credit=credit, amount=amount, **facts)

    def _two(self) -> tuple[UUID, UUID]:
        """Hot ones half of the time, and always in either direction."""
        pool = self.town.hot if self.lot.random() < 0.5 else self.town.hot + self.town.spread
        giver, taker = self.lot.sample(pool, 2)
        return giver, taker

    def pay(self) -> list[Request]:
        return [self._ask(Kind.SERVICE, *self._two(), self.lot.randint(1, 9))]

    def issue(self) -> list[Request]:
        account = self.lot.choice(self.town.hot + self.town.spread)
        source = self.town.system(AccountKind.ISSUANCE, Unit.TIME, account)
        return [self._ask(Kind.SERVICE, source, account, self.lot.randint(1, 60))]

    def coins(self) -> list[Request]:
        giver, taker = self.lot.sample(self.town.coins, 2)
        if self.lot.random() < 0.4:
            source = self.town.system(AccountKind.ISSUANCE, Unit.COIN, taker)
            return [
                self._ask(Kind.SERVICE, source, taker, self.lot.randint(1, 60), lot=self.lot.choice(self.town.days))
            ]
        return [self._ask(Kind.GIFT, giver, taker, self.lot.randint(1, 9))]

    def batch(self) -> list[Request]:
        """In no order of keys, hot ones several times."""
        return [
            request for _n in range(self.lot.randint(2, 6)) for request in self.lot.choice([self.pay, self.issue])()
        ]

    def reserve(self) -> list[Request]:
        giver = self.lot.choice(self.town.hot + self.town.spread)
        return [self._ask(Kind.SERVICE, giver, self.town.service, self.lot.randint(5, 30), phase=Phase.HOLD)]

    def capture(self) -> list[Request]:
        if not self.holds:
            return self.reserve()
        hold = self.holds.popleft()
        taker = self.lot.choice([each for each in self.town.spread if each != hold.debit])
        facts = {"phase": Phase.CAPTURE, "hold": hold.id, "release_rest": self.lot.random() < 0.5}
        return [self._ask(Kind.SERVICE, hold.debit, taker, self.lot.randint(1, hold.amount), **facts)]

    def give_back(self) -> list[Request]:
        if self.holds:
            hold = self.holds.popleft()
            try:
                release(id=new_id(), site=self.town.site, hold=hold.id, at=AT, actor=None)
            except Error as failure:
                self.report.wrong.append(f"{type(failure).__name__}: {str(failure)[:100]}")
        return []

    def undo(self) -> list[Request]:
        if not self.posted:
            return self.pay()
        made = self.posted.popleft()
        return [self._ask(made.kind, made.credit, made.debit, made.amount, reverses=made.id)]

    def again(self) -> list[Request]:
        return [self.lot.choice(self.posted)] if self.posted else self.pay()

    def too_much(self) -> list[Request]:
        """Refused, with others that would stand."""
        giver, taker = self._two()
        return [*self.pay(), self._ask(Kind.SERVICE, giver, taker, 10**12)]

    def across(self) -> list[Request]:
        giver, taker = self.lot.choice(self.town.spread), self.lot.choice(self.town.abroad)
        amount, group = self.lot.randint(1, 9), new_id()
        out = self._ask(Kind.CLEARING, giver, self.town.clearing, amount, group=group)
        facts = {"site": self.town.other, "group": group}
        return [out, self._ask(Kind.SERVICE, self.town.clearing_abroad, taker, amount, **facts)]


def _durably(requests: list[Request]) -> Any:
    with durable():
        return post_many(requests)


class Reader:
    """Looks at the whole book in one statement, and at many accounts in one snapshot."""

    def __init__(self, worker: int, given: dict[str, Any], lot: Random) -> None:
        self.worker, self.lot = worker, lot
        self.given = {**given, "least": 0}
        self.town = Town(**given["town"])
        self.report = Report()

    def work(self) -> Report:
        accounts = self.town.accounts()
        for _turn in _until(self.given, lambda: 0, 0):
            self._look_at_once()
            self._look_in_a_snapshot(accounts)
            self.report.readings += 1
        return self.report

    def _look_at_once(self) -> None:
        """One statement each: units sum to zero, every balance is its last line."""
        with connection.cursor() as cursor:
            cursor.execute(_TOTALS)
            wrong = [f"one statement: {unit} sums to {total}" for unit, total in cursor.fetchall() if total]
            cursor.execute(_APART)
            (apart,) = cursor.fetchone()
        self.report.wrong += wrong + ([f"one statement: {apart} balances are not their last line"] if apart else [])

    def _look_in_a_snapshot(self, accounts: list[UUID]) -> None:
        began, total, reads = time.monotonic(), 0, {}
        with _snapshot():
            for account in self.lot.sample(accounts, len(accounts)):
                posted, seq = Balance.objects.values_list("posted", "seq").get(account_id=account)
                total += posted
                entries = Entry.objects.filter(account_id=account).order_by("-seq", "transfer_id")
                lines = list(entries.values_list("seq", "transfer_id", "balance")[:TAIL])
                if (lines and (lines[0][0], lines[0][2]) != (seq, posted)) or (not lines and seq):
                    self.report.wrong.append(f"snapshot: {account} has {posted} at {seq}, its last line {lines[:1]}")
                reads[account] = Seen(seq, tuple((number, transfer) for number, transfer, _balance in lines[::-1]))
        if total:
            self.report.wrong.append(f"snapshot: all accounts sum to {total}")
        name = f"reader {self.worker}/{len(self.report.transactions)}"
        self.report.transactions.append(Transaction(name, {}, reads, began=began, ended=time.monotonic()))


@contextmanager
def _snapshot() -> Iterator[None]:
    """Many statements that all see the same moment."""
    is_sqlite = connection.vendor == "sqlite"
    begin = "BEGIN" if is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("COMMIT")


_TOTALS = """
SELECT a.unit, SUM(b.posted) FROM ledger_balance b
JOIN ledger_account a ON a.site_id = b.site_id AND a.id = b.account_id GROUP BY a.unit
"""
_APART = """
SELECT COUNT(*) FROM ledger_balance b WHERE b.posted <> COALESCE((
    SELECT e.balance FROM ledger_entry e
    WHERE e.site_id = b.site_id AND e.account_id = b.account_id AND e.seq = b.seq), 0)
"""
