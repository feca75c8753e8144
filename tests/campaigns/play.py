"""One book played step by step on the real operations and on the model, which must agree after every one."""

import json
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.engine import rest_of_hold_id
from nuanliu.domain.ledger.models import Account, Balance, Entry, Hold, Lot, Term, Transfer
from nuanliu.domain.ledger.operations import (
    account_id,
    close_account,
    open_account,
    post,
    post_many,
    release,
    reverse,
    reverse_many,
    set_bounds,
)
from nuanliu.domain.ledger.queries import balance_of, held_open, holds_past, lines_of, total_posted
from nuanliu.domain.ledger.seals.proofs import UnableToProve, prove_line
from nuanliu.domain.ledger.seals.sealing import seal_site
from nuanliu.domain.ledger.seals.standalone.verify_proof import Check
from nuanliu.domain.ledger.seals.verify import verify_book
from nuanliu.domain.ledger.types import STRIPED, STRIPES, AccountKind, AccountRef, Outcome, Phase, Request, Unit
from nuanliu.platform.ids import derived_id, new_id
from nuanliu.usecases.time_out_holds import time_out_holds
from tests.campaigns.drawing import AT, PERSONS, SYSTEM, Drawer
from tests.campaigns.model import Model, open_part

UNBOUNDED = STRIPED | {AccountKind.CLEARING}
MOST_PERSONS = 14


class Play:
    """Two sites with their own accounts and a few people. Every `step_*` is one thing done to both books."""

    def __init__(self) -> None:
        self.model = Model()
        self.sites = [new_id(), new_id()]
        self.persons: list[tuple[UUID, UUID]] = []
        self.drawer = Drawer(self.model, self.sites, self.persons)
        self.seen: Counter[str] = Counter()
        """How often each operation met each outcome."""
        self.moment = AT
        self.sealed: Counter[UUID] = Counter()
        """Rows of each site that have their seal."""
        for site in self.sites:
            for kind, unit in SYSTEM:
                self._open(site, kind, unit, owner=site)
            for unit in (Unit.TIME, Unit.COIN):
                [other] = [each for each in self.sites if each != site]
                self._open(site, AccountKind.CLEARING, unit, owner=site, code=str(other))
            for kind, unit in (*PERSONS, *PERSONS[:2]):
                self.persons.append((site, self._open(site, kind, unit, owner=new_id())))

    # -- steps: each draws by lot, does it twice, and compares the answers

    def step_post(self, lot: Random) -> None:
        request = self.drawer.one(lot)
        self._post([request], alone=lot.random() < 0.7)

    def step_batch(self, lot: Random) -> None:
        self._post(self.drawer.batch(lot))

    def step_across(self, lot: Random) -> None:
        pair = self.drawer.across(lot)
        requests = [*pair] if lot.random() < 0.7 else [*pair, self.drawer.one(lot)]
        if all(self._post(requests, note=False, words="across")):
            self.drawer.pairs.append(pair)

    def step_again(self, lot: Random) -> None:
        if self.drawer.pairs and lot.random() < 0.2:
            self._post(list(lot.choice(self.drawer.pairs)), note=False, words="across")
        elif self.drawer.asked:
            self._post([lot.choice(self.drawer.asked)], alone=True)

    def step_same_id_for_something_else(self, lot: Random) -> None:
        known = [request for request in self.drawer.asked if (request.site, request.id) in self.model.transfers]
        if known:
            self._post([self.drawer.changed(lot, lot.choice(known))], note=False)

    def step_release(self, lot: Random) -> None:
        found = self.drawer._hold(lot)
        site, hold = found or (self.sites[0], new_id())
        earlier = [key[1] for key, made in self.model.transfers.items() if made["phase"] == "release"]
        new = lot.choice(earlier) if earlier and lot.random() < 0.15 else new_id()
        result = release(id=new, site=site, hold=hold, at=AT, actor=None)
        self._agree("release", (result.outcome, result.amount), self.model.release_all(id=new, site=site, hold=hold))

    def step_time_out(self, lot: Random) -> None:
        """Time goes on by some hours and the job gives back what nobody captured."""
        self.moment += timedelta(hours=lot.randint(1, 60))
        due = self.model.due(self.moment)
        mine = [each for each in holds_past(moment=self.moment, limit=10_000) if each[0] in self.sites]
        self._agree("due", mine, due)
        time_out_holds(now=self.moment, limit=10_000)
        for site, hold in due:
            self.model.release_all(id=derived_id(hold, "timed-out"), site=site, hold=hold)

    def step_reverse(self, lot: Random) -> None:
        if self.drawer.pairs and lot.random() < 0.3:
            self._reverse_pair(lot)
            return
        found = self.drawer.reversible(lot)
        site, transfer = found or (self.sites[0], new_id())
        made = self.model.transfers.get((site, transfer))
        new = new_id()
        result = reverse(id=new, site=site, transfer=transfer, at=AT, actor=None, memo="")
        if made is None:
            self._agree("reverse", (result.outcome, result.amount), (Outcome.NO_TRANSFER, 0))
            return
        [should] = self.model.post_many([self._mirror(new, site, transfer)], {})
        self._agree("reverse", (result.outcome, result.amount), should)

    def _reverse_pair(self, lot: Random) -> None:
        pair = lot.choice(self.drawer.pairs)
        three = [(new_id(), request.site, request.id) for request in reversed(pair)]
        results = reverse_many(transfers=three, at=AT, actor=None, memo="")
        should = self.model.post_many([self._mirror(*one) for one in three], {})
        self._agree("reverse two", [(result.outcome, result.amount) for result in results], should)

    def _mirror(self, id: UUID, site: UUID, transfer: UUID) -> Request:
        """A reversal as it is asked of the model."""
        row = Transfer.objects.get(site_id=site, id=transfer)
        made = self.model.transfers[site, transfer]
        return Request(
            id=id,
            site=site,
            kind=made["kind"],
            debit=row.credit,
            credit=row.debit,
            amount=made["amount"],
            occurred_at=AT,
            subject=row.subject,
            reverses=transfer,
        )

    def step_bounds(self, lot: Random) -> None:
        site, account = self._account(lot)
        floor = lot.choice([0, 0, -60, -300, lot.randint(-50, 50)])
        ceiling = lot.choice([None, None, lot.randint(0, 400)])
        outcome = set_bounds(
            account=AccountRef(site, account), floor=floor, ceiling=ceiling, at=AT, actor=None, reason="试"
        )
        should = self.model.set_bounds(site=site, id=account, floor=floor, ceiling=ceiling)
        self._agree("set_bounds", outcome, should)

    def step_close(self, lot: Random) -> None:
        site, account = self._account(lot)
        empty = [key for key in self.persons if not self.model.accounts[key]["posted"]]
        if empty and lot.random() < 0.4:
            site, account = lot.choice(empty)
        outcome = close_account(account=AccountRef(site, account), at=AT)
        self._agree("close", outcome, self.model.close(site=site, id=account))
        still = [key for key in self.persons if not self.model.accounts[key]["closed"]]
        if outcome is Outcome.POSTED and (len(still) < 6 or len(self.persons) >= MOST_PERSONS):
            self.persons.remove((site, account))
            kind, unit = self.model.accounts[site, account]["kind"], self.model.accounts[site, account]["unit"]
            self.persons.append((site, self._open(site, kind, unit, owner=new_id())))

    def step_open(self, lot: Random) -> None:
        if lot.random() < 0.3:
            kind, unit = lot.choice(SYSTEM)
            site = lot.choice(self.sites)
            self._open(site, kind, unit, owner=site)  # it is open already
        elif len(self.persons) < MOST_PERSONS:
            kind, unit = lot.choice(PERSONS)
            site = lot.choice(self.sites)
            ceiling = lot.choice([None, None, 60, 200])
            self.persons.append((site, self._open(site, kind, unit, owner=new_id(), ceiling=ceiling)))

    def step_seal(self, lot: Random) -> None:
        """Everything new is sealed, once; and a line that is sealed can be proved."""
        for site in self.sites:
            rows = sum(key[0] == site for key in self.model.transfers)
            rows += sum(row["terms"] for key, row in self.model.accounts.items() if key[0] == site)
            new = seal_site(site=site, now=AT).lines
            # Behind what other databases of one server are doing, rows may have to wait for the next seal.
            late = rows - self.sealed[site] - new
            assert late == 0 or (late > 0 and connection.vendor == "postgresql"), (rows, self.sealed[site], new)
            self.sealed[site] += new
            self.seen["seal: lines"] += new
        if self.model.transfers:
            site, transfer = lot.choice(list(self.model.transfers))
            with suppress(UnableToProve):
                Check().proof(json.loads(json.dumps(prove_line(site=site, transfer=transfer))))

    # -- comparing

    def compare(self) -> None:
        """Every row of these sites is what the model says, and the whole database's books are right."""
        self._agree("balances", self._balances(), self._should_balances())
        self._agree("lines", self._lines(), self._should_lines())
        self._agree("lots", self._lots(), self._should_lots())
        self._agree("holds", self._holds(), self._should_holds())
        transfers = Transfer.objects.filter(site_id__in=self.sites).values_list("site_id", "id", "phase", "amount")
        should = {(*key, row["phase"], row["amount"]) for key, row in self.model.transfers.items()}
        self._agree("transfers", set(transfers), should)

    def compare_queries(self, lot: Random) -> None:
        """What the product's own reading says about somebody, a hold, and a unit."""
        site, account = key = lot.choice(self.persons)
        row = self.model.accounts[key]
        now = balance_of(account=AccountRef(site, account))
        self._agree("balance_of", (now.posted, now.held), (row["posted"], row["held"]))
        lines = [(line.amount, line.balance, line.transfer) for line in lines_of(account=AccountRef(site, account))]
        self._agree("lines_of", lines, row["lines"][::-1][:20])
        for (at, hold), made in list(self.model.holds.items())[-3:]:
            self._agree("held_open", held_open(site=at, hold=hold), open_part(made))
        unit = lot.choice([Unit.TIME, Unit.COIN])
        total = sum(total_posted(unit=unit, site=each) for each in self.sites)
        self._agree("total_posted", (total, 0), (self.model.total(unit), 0))

    def check(self) -> None:
        findings = check_books().findings
        assert findings == [], findings

    def verify(self) -> None:
        """The books and their seals."""
        wrong = verify_book().wrong
        assert wrong == [], wrong

    def _balances(self) -> Any:
        accounts = Account.objects.filter(site_id__in=self.sites)
        closed = dict(accounts.values_list("id", "closed_at"))
        terms = Counter(Term.objects.filter(site_id__in=self.sites).values_list("account_id", flat=True))
        rows = Balance.objects.filter(site_id__in=self.sites).values_list(
            "site_id", "account_id", "posted", "held", "floor", "ceiling", "seq"
        )
        return {(row[0], row[1]): (*row[2:], terms[row[1]], closed[row[1]] is not None) for row in rows}

    def _should_balances(self) -> Any:
        return {
            key: (a["posted"], a["held"], a["floor"], a["ceiling"], len(a["lines"]), a["terms"], a["closed"])
            for key, a in self.model.accounts.items()
        }

    def _lines(self) -> Any:
        found = defaultdict(list)
        rows = Entry.objects.filter(site_id__in=self.sites).order_by("account_id", "seq")
        for row in rows.values_list("site_id", "account_id", "amount", "balance", "transfer_id"):
            found[row[0], row[1]].append(row[2:])
        return dict(found)

    def _should_lines(self) -> Any:
        return {key: account["lines"] for key, account in self.model.accounts.items() if account["lines"]}

    def _lots(self) -> Any:
        rows = Lot.objects.filter(site_id__in=self.sites)
        columns = ("site_id", "account_id", "expires", "amount", "held", "remaining")
        return {row[:3]: row[3:] for row in rows.values_list(*columns)}

    def _should_lots(self) -> Any:
        return {
            (*key, day): (lot["amount"], lot["held"], lot["remaining"])
            for key, account in self.model.accounts.items()
            for day, lot in (account["lots"] or {}).items()
        }

    def _holds(self) -> Any:
        rows = Hold.objects.filter(site_id__in=self.sites)
        columns = ("site_id", "transfer_id", "account_id", "amount", "captured", "released")
        return {row[:2]: row[2:] for row in rows.values_list(*columns)}

    def _should_holds(self) -> Any:
        return {
            key: (hold["account"], hold["amount"], hold["captured"], hold["released"])
            for key, hold in self.model.holds.items()
        }

    # -- doing

    def _post(self, requests: list[Request], *, alone: bool = False, note: bool = True, words: str = "") -> list[bool]:
        results = [post(requests[0])] if alone and len(requests) == 1 else post_many(requests)
        rests = {
            each.id: rest_of_hold_id(each.id)
            for each in requests
            if each.phase is Phase.CAPTURE and each.hold and each.release_rest
        }
        should = self.model.post_many(requests, rests)
        self._agree(
            words or (requests[0].phase if len(requests) == 1 else "batch"),
            [(result.outcome, result.amount) for result in results],
            should,
        )
        self._agree("ids", [result.id for result in results], [request.id for request in requests])
        if note:
            self.drawer.asked += requests
        return [result.stands for result in results]

    def _agree(self, what: str, real: Any, model: Any) -> None:
        assert real == model, (what, *_difference(real, model))
        if isinstance(real, Outcome):
            self.seen[f"{what}: {real}"] += 1
        elif isinstance(real, tuple) and isinstance(real[0], Outcome):
            self.seen[f"{what}: {real[0]}"] += 1
        elif isinstance(real, list) and real and isinstance(real[0], tuple) and isinstance(real[0][0], Outcome):
            told = [outcome for outcome, _amount in real if outcome is not Outcome.SIBLING_REFUSED]
            self.seen[f"{what}: {'all posted' if len(told) == len(real) > 1 else told[0]}"] += 1

    def _account(self, lot: Random) -> tuple[UUID, UUID]:
        if lot.random() < 0.1:
            return self.sites[0], new_id()
        return lot.choice(self.persons)

    def _open(
        self,
        site: UUID,
        kind: AccountKind,
        unit: Unit,
        *,
        owner: UUID,
        code: str = "",
        ceiling: int | None = None,
    ) -> UUID:
        facts = {"site": site, "unit": unit, "kind": kind, "owner": owner, "code": code}
        first = open_account(**facts, ceiling=ceiling, opened_at=AT)
        stripes = STRIPES if kind in STRIPED else 1
        for number in range(stripes):
            account = account_id(**facts, spread_by=UUID(int=number))
            floor = None if kind in UNBOUNDED else 0
            self.model.open(site=site, id=account, unit=unit, kind=kind, floor=floor, ceiling=ceiling)
        return first


def _difference(real: Any, model: Any) -> tuple[Any, Any]:
    """Only what is not the same on both sides."""
    if isinstance(real, dict) and isinstance(model, dict):
        real, model = set(map(repr, real.items())), set(map(repr, model.items()))
    if isinstance(real, set) and isinstance(model, set):
        return sorted(map(str, real - model)), sorted(map(str, model - real))
    return real, model
