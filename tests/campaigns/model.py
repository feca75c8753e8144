"""The book as plain dicts: what every public operation should do, written down a second time and independently.

It shares no code with the product but the words (`types`) and the ids. Everything is done one request after the other
on dicts; a call that is refused is undone by putting the dicts back as they were.
"""

import pickle
from datetime import date, datetime
from typing import Any
from uuid import UUID

from nuanliu.domain.ledger.types import ALLOWED, NEVER, AccountKind, Outcome, Request, Unit

Row = dict[str, Any]
Lots = dict[date, int]

KEPT_IN_LOTS = {("savings", "coin"), ("grant", "time")}
MOVES = ("post", "capture")


class RefusedError(Exception):
    """A request that does not stand."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


class Model:
    """Accounts, transfers and holds by (site, id)."""

    def __init__(self) -> None:
        self.accounts: dict[tuple[UUID, UUID], Row] = {}
        self.transfers: dict[tuple[UUID, UUID], Row] = {}
        self.holds: dict[tuple[UUID, UUID], Row] = {}

    # -- accounts

    def open(self, *, site: UUID, id: UUID, unit: Unit, kind: AccountKind, floor: int | None, ceiling: int | None):
        """Open an account, or leave it alone if it is open already."""
        lots: dict[date, Row] | None = {} if (kind, unit) in KEPT_IN_LOTS else None
        row = {"unit": unit, "kind": kind, "floor": floor, "ceiling": ceiling, "closed": False}
        self.accounts.setdefault((site, id), {**row, "posted": 0, "held": 0, "lines": [], "lots": lots, "terms": 1})

    def set_bounds(self, *, site: UUID, id: UUID, floor: int, ceiling: int | None) -> Outcome:
        account = self.accounts.get((site, id))
        if account is None:
            return Outcome.NO_ACCOUNT
        if floor < 0 and account["lots"] is not None:
            return Outcome.KIND_NOT_ALLOWED
        if account["closed"]:
            return Outcome.CLOSED
        if account["posted"] - account["held"] < floor:
            return Outcome.NOT_ENOUGH
        if ceiling is not None and account["posted"] > ceiling:
            return Outcome.ABOVE_CEILING
        account.update(floor=floor, ceiling=ceiling, terms=account["terms"] + 1)
        return Outcome.POSTED

    def close(self, *, site: UUID, id: UUID) -> Outcome:
        account = self.accounts.get((site, id))
        if account is None:
            return Outcome.NO_ACCOUNT
        if account["closed"]:
            return Outcome.REPLAY
        if account["posted"] or account["held"]:
            return Outcome.NOT_ENOUGH
        account.update(floor=0, ceiling=0, closed=True, terms=account["terms"] + 1)
        return Outcome.POSTED

    # -- postings

    def post_many(self, requests: list[Request], rest_ids: dict[UUID, UUID]) -> list[tuple[Outcome, int]]:
        """Outcome and amount of every request. `rest_ids`: under which id the rest of a capture's hold goes back."""
        several = len(requests) > 1  # a single one that is refused has changed nothing
        before = pickle.dumps((self.accounts, self.transfers, self.holds), pickle.HIGHEST_PROTOCOL) if several else b""
        answers = []
        for place, request in enumerate(requests):
            try:
                answers.append(self._post(request, rest_ids.get(request.id)))
            except RefusedError as refused:
                if several:
                    self.accounts, self.transfers, self.holds = pickle.loads(before)  # noqa: S301 (our own, just now)
                refusals = [(Outcome.SIBLING_REFUSED, 0)] * len(requests)
                refusals[place] = (refused.outcome, 0)
                return refusals
        return answers

    def release_all(self, *, id: UUID, site: UUID, hold: UUID) -> tuple[Outcome, int]:
        known, row = self.transfers.get((site, id)), self.holds.get((site, hold))
        if known is not None:
            same = known["phase"] == "release" and known["hold"] == hold
            return (Outcome.REPLAY, known["amount"]) if same else (Outcome.KEY_REUSED, 0)
        if row is None:
            return Outcome.NO_HOLD, 0
        rest = open_part(row)
        if not rest:
            return Outcome.HOLD_SPENT, 0
        made = self.transfers[site, hold]
        self._release(id, site, hold, rest, made["request"])
        return Outcome.POSTED, rest

    def _post(self, request: Request, rest_id: UUID | None) -> tuple[Outcome, int]:
        known = self.transfers.get((request.site, request.id))
        if known is not None:
            if known["asked"] != asked(request):
                raise RefusedError(Outcome.KEY_REUSED)
            return Outcome.REPLAY, known["amount"]
        debit = self.accounts.get((request.site, request.debit))
        credit = self.accounts.get((request.site, request.credit))
        if debit is None or credit is None:
            raise RefusedError(Outcome.NO_ACCOUNT)
        self._must_be_allowed(request, debit, credit)
        self._must_have_room(request, debit, credit)
        self._move(request, debit, credit)
        if request.phase == "capture" and request.hold and rest_id:
            rest = open_part(self.holds[request.site, request.hold])
            if rest:
                self._release(rest_id, request.site, request.hold, rest, request)
        return Outcome.POSTED, request.amount

    def _must_be_allowed(self, request: Request, debit: Row, credit: Row) -> None:
        if debit["unit"] != credit["unit"]:
            raise RefusedError(Outcome.WRONG_UNIT)
        if request.phase != "release" and (debit["closed"] or credit["closed"]):
            raise RefusedError(Outcome.CLOSED)
        if request.reverses is None:
            if (request.kind, debit["kind"], credit["kind"], debit["unit"]) not in ALLOWED:
                raise RefusedError(Outcome.KIND_NOT_ALLOWED)
            return
        original = self.transfers.get((request.site, request.reverses))
        mirror = (request.credit, request.debit, request.amount, request.kind)
        if (
            original is None
            or original["phase"] not in MOVES
            or original["reverses"]
            or (original["debit"], original["credit"], original["amount"], original["kind"]) != mirror
        ):
            raise RefusedError(Outcome.NO_TRANSFER)
        if original["is_reversed"]:
            raise RefusedError(Outcome.ALREADY_REVERSED)

    def _must_have_room(self, request: Request, debit: Row, credit: Row) -> None:
        if request.phase in ("capture", "release"):
            hold = self.holds.get((request.site, request.hold)) if request.hold else None
            if hold is None or hold["account"] != request.debit:
                raise RefusedError(Outcome.NO_HOLD)
            if open_part(hold) < request.amount:
                raise RefusedError(Outcome.HOLD_SPENT)
        else:
            if debit["floor"] is not None and debit["posted"] - debit["held"] - request.amount < debit["floor"]:
                raise RefusedError(Outcome.NOT_ENOUGH)
            if debit["lots"] is not None and request.lot is not None:
                lot = debit["lots"].get(request.lot, {"remaining": 0, "held": 0})
                if lot["remaining"] - lot["held"] < request.amount:
                    raise RefusedError(Outcome.NOT_ENOUGH)
        ceiling = credit["ceiling"]
        if request.phase in MOVES and ceiling is not None and credit["posted"] + request.amount > ceiling:
            raise RefusedError(Outcome.ABOVE_CEILING)

    def _move(self, request: Request, debit: Row, credit: Row) -> None:
        site, amount = request.site, request.amount
        drawn = self._draw(request, debit)
        arrived: Lots = {}
        if request.phase == "hold":
            debit["held"] += amount
            self.holds[site, request.id] = {
                "account": request.debit,
                "amount": amount,
                "captured": 0,
                "released": 0,
                "reserved": drawn,
                "expires_at": request.expires_at,
            }
        elif request.phase == "release":
            debit["held"] -= amount
            self.holds[site, request.hold]["released"] += amount
        else:
            if request.phase == "capture":
                debit["held"] -= amount
                self.holds[site, request.hold]["captured"] += amount
            for account, signed in ((debit, -amount), (credit, amount)):
                account["posted"] += signed
                account["lines"].append((signed, account["posted"], request.id))
            arrived = self._arrive(request, credit, drawn if debit["lots"] is not None else None)
        if request.reverses is not None:
            self.transfers[site, request.reverses]["is_reversed"] = True
        self._write(request.id, request, amount, request.phase, request.hold, drawn, arrived)

    def _write(
        self, id: UUID, request: Request, amount: int, phase: str, hold: UUID | None, drawn: Lots, arrived: Lots
    ) -> None:
        self.transfers[request.site, id] = {
            "asked": asked(request),
            "request": request,
            "kind": request.kind,
            "phase": phase,
            "debit": request.debit,
            "credit": request.credit,
            "amount": amount,
            "hold": hold,
            "reverses": request.reverses,
            "is_reversed": False,
            "drawn": drawn,
            "arrived": arrived,
        }

    def _release(self, id: UUID, site: UUID, hold: UUID, rest: int, like: Request) -> None:
        row = self.holds[site, hold]
        account = self.accounts[site, row["account"]]
        account["held"] -= rest
        row["released"] += rest
        given_back = self._free(account, row, rest, newest_first=True)
        self._write(id, like, rest, "release", hold, given_back, {})

    # -- lots: a dict of days, each with what ever came, what is left and what of it is held

    def _draw(self, request: Request, debit: Row) -> Lots:
        lots = debit["lots"]
        if lots is None:
            return {}
        amount = request.amount
        if request.phase == "release":
            return self._free(debit, self.holds[request.site, request.hold], amount, newest_first=True)
        if request.phase == "capture":
            drawn = self._free(debit, self.holds[request.site, request.hold], amount, newest_first=False)
        else:
            drawn = {}
            for day, most in self._order_of_drawing(request, lots):
                part = min(amount - sum(drawn.values()), most)
                if part > 0:
                    drawn[day] = part
            assert sum(drawn.values()) == amount, "the lots of the model do not cover its balance"
        for day, part in drawn.items():
            lots[day]["held" if request.phase == "hold" else "remaining"] += part if request.phase == "hold" else -part
        return drawn

    def _order_of_drawing(self, request: Request, lots: dict[date, Row]) -> list[tuple[date, int]]:
        """Days and how much may be taken: oldest first, or the one lot named.

        To undo: exactly what the original brought while all of it is there, else those lots before the others.
        """
        free = {day: lot["remaining"] - lot["held"] for day, lot in lots.items() if request.lot in (None, day)}
        if request.reverses is None:
            return sorted(free.items())
        brought = self.transfers[request.site, request.reverses]["arrived"]
        if all(free.get(day, 0) >= part for day, part in brought.items()):
            return sorted(brought.items())
        first = sorted(day for day in free if day in brought)
        return [(day, free[day]) for day in (*first, *sorted(set(free) - set(first)))]

    def _free(self, account: Row, hold: Row, amount: int, *, newest_first: bool) -> Lots:
        """Take `amount` out of what a hold has reserved."""
        freed: Lots = {}
        if account["lots"] is None:
            return freed
        for day in sorted(hold["reserved"], reverse=newest_first):
            part = min(amount - sum(freed.values()), hold["reserved"][day])
            if part > 0:
                freed[day] = part
                hold["reserved"][day] -= part
                account["lots"][day]["held"] -= part
        assert sum(freed.values()) == amount, "the model's hold does not cover what is taken from it"
        return freed

    def _arrive(self, request: Request, credit: Row, sent: Lots | None) -> Lots:
        """Dates go back as they left (a reversal), travel along (from lots to lots), or are the one that was asked."""
        if credit["lots"] is None:
            return {}
        if request.reverses is not None:
            arrived = dict(self.transfers[request.site, request.reverses]["drawn"])
        elif sent is not None:
            arrived = dict(sent)
        else:
            arrived = {request.lot or NEVER: request.amount}
        for day, part in arrived.items():
            lot = credit["lots"].setdefault(day, {"amount": 0, "held": 0, "remaining": 0})
            lot["amount"] += part
            lot["remaining"] += part
        return arrived

    # -- what should stand in the tables

    def due(self, moment: datetime) -> list[tuple[UUID, UUID]]:
        """Open holds whose time is over, in the order in which they ran out."""
        found = [
            (hold["expires_at"], made, site)
            for (site, made), hold in self.holds.items()
            if hold["expires_at"] is not None and hold["expires_at"] < moment and open_part(hold)
        ]
        return [(site, made) for _at, made, site in sorted(found, key=lambda one: (one[0], one[1]))]

    def total(self, unit: Unit) -> int:
        return sum(account["posted"] for account in self.accounts.values() if account["unit"] == unit)


def open_part(hold: Row) -> int:
    """What a hold still reserves."""
    return int(hold["amount"] - hold["captured"] - hold["released"])


def asked(request: Request) -> tuple[Any, ...]:
    """What makes two requests with one id the same request: all that moves value, and what it is about."""
    return (
        request.kind,
        request.phase,
        request.debit,
        request.credit,
        request.amount,
        request.hold,
        request.reverses,
        request.subject,
        request.lot,
    )
