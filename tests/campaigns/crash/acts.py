"""What the clients ask, and the log in which each notes what it sent and what was acknowledged.

Every act stands whatever else happened (accounts may owe without end), so that after a crash each account can be
counted from the logs alone.
"""

import base64
import os
import pickle
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from uuid import UUID

from nuanliu.domain.ledger.operations import account_id, open_account, set_bounds
from nuanliu.domain.ledger.types import AccountKind, AccountRef, Kind, Phase, Request, Unit
from nuanliu.platform.ids import new_id

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
LOT = date(2027, 5, 1)
OWES_AT_MOST = 10**12


@dataclass(frozen=True)
class Place:
    """A site with people who pay each other."""

    site: UUID
    people: list[UUID]
    coins: list[UUID]
    service: UUID


def open_place(*, people: int = 4) -> Place:
    """A fresh site; its people may owe as much as they like."""
    site = new_id()
    for unit in (Unit.TIME, Unit.COIN):
        open_account(site=site, unit=unit, kind=AccountKind.ISSUANCE, owner=site, opened_at=AT)
    service = open_account(site=site, unit=Unit.TIME, kind=AccountKind.SERVICE, owner=site, opened_at=AT)
    found: dict[Unit, list[UUID]] = {}
    for unit in (Unit.TIME, Unit.COIN):
        facts = {"site": site, "unit": unit, "kind": AccountKind.SAVINGS, "opened_at": AT}
        found[unit] = [open_account(owner=new_id(), **facts) for _n in range(people)]
    for account in found[Unit.TIME]:
        ref = AccountRef(site, account)
        set_bounds(account=ref, floor=-OWES_AT_MOST, ceiling=None, at=AT, actor=None, reason="试")
    return Place(site, found[Unit.TIME], found[Unit.COIN], service)


def draw(place: Place, lot: Random) -> list[Request]:
    """One act: a posting, a batch of three, coins with a date, or a hold of which a part is captured."""
    name = lot.choice([_issue, _pay, _pay, _coins])
    fate = lot.random()
    if fate < 0.2:
        return [_pay(place, lot), _issue(place, lot), _coins(place, lot)]
    if fate < 0.4:
        return _hold(place, lot)
    return [name(place, lot)]


def _ask(place: Place, kind: Kind, debit: UUID, credit: UUID, amount: int, **more: object) -> Request:
    return Request(
        id=new_id(), site=place.site, kind=kind, debit=debit, credit=credit, amount=amount, occurred_at=AT, **more
    )


def _from_issuance(place: Place, unit: Unit, account: UUID, amount: int, **more: object) -> Request:
    source = account_id(site=place.site, unit=unit, kind=AccountKind.ISSUANCE, owner=place.site, spread_by=account)
    return _ask(place, Kind.SERVICE, source, account, amount, **more)


def _issue(place: Place, lot: Random) -> Request:
    return _from_issuance(place, Unit.TIME, lot.choice(place.people), lot.randint(1, 60))


def _coins(place: Place, lot: Random) -> Request:
    return _from_issuance(place, Unit.COIN, lot.choice(place.coins), lot.randint(1, 60), lot=lot.choice([None, LOT]))


def _pay(place: Place, lot: Random) -> Request:
    giver, taker = lot.sample(place.people, 2)
    return _ask(place, Kind.SERVICE, giver, taker, lot.randint(1, 60))


def _hold(place: Place, lot: Random) -> list[Request]:
    giver, taker = lot.sample(place.people, 2)
    hold = _ask(place, Kind.SERVICE, giver, place.service, 60, phase=Phase.HOLD)
    taken = _ask(place, Kind.SERVICE, giver, taker, lot.randint(1, 60), phase=Phase.CAPTURE, hold=hold.id)
    return [hold, taken]


# -- the log


class Log:
    """A client's own file: what it is about to send, and then, forced to the disk, that it was acknowledged."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def sent(self, requests: list[Request]) -> None:
        os.write(self._file, b"sent " + base64.b64encode(pickle.dumps(requests)) + b"\n")

    def acknowledged(self) -> None:
        os.write(self._file, b"done\n")
        os.fsync(self._file)


@dataclass(frozen=True)
class Sent:
    """One act out of a log."""

    requests: list[Request]
    is_acknowledged: bool


def read(path: Path) -> list[Sent]:
    """The acts of one client, in order. A last line that was cut off was never sent."""
    acts: list[Sent] = []
    if not path.exists():
        return acts
    for line in path.read_bytes().split(b"\n")[:-1]:
        if line == b"done":
            acts[-1] = Sent(acts[-1].requests, is_acknowledged=True)
        else:
            requests = pickle.loads(base64.b64decode(line.removeprefix(b"sent ")))  # noqa: S301 (our own log)
            acts.append(Sent(requests, is_acknowledged=False))
    return acts
