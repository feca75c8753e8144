"""Two acts that stand in each other's way: locks in a circle, a lock that does not come free. Nobody sees an error.

Each is shown beside its control, the same without being sent again, in which somebody does.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import OperationalError, connection

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.models import Need, Visit
from nuanliu.platform import retry
from nuanliu.platform.db import durable
from nuanliu.platform.ids import new_id
from nuanliu.platform.retry import TRIES, UnableNow, repeated
from nuanliu.usecases import place_need, placing
from nuanliu.usecases.accept_need import accept_need
from tests.support.faults import on_every_connection
from tests.support.races import current_database_url, run_in_threads
from tests.support.town import Town

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3
PATIENCE_SECONDS = 30


def on_postgres() -> bool:
    return connection.vendor == "postgresql"


def both(needs: list[UUID], meet: Callable[[], object]) -> str:
    """Change two needs, the first of `needs` first; once the first is locked, wait for the other act to be as far."""
    with durable():
        first = care.lock_need(need_id=needs[0])
        meet()
        second = care.lock_need(need_id=needs[1])
        for need in (first, second):
            care.change(need, note=f"{need.note}x")
    return "done"


class Crossing:
    """Two acts that lock the same two needs in opposite orders; on PostgreSQL they meet in the middle, once."""

    def __init__(self, needs: list[UUID], act: Callable[..., str]) -> None:
        self.needs, self.act = needs, act
        self.middle = threading.Barrier(2)

    def __call__(self, worker: int) -> str:
        first = iter([on_postgres()])
        needs = self.needs if worker == 0 else self.needs[::-1]
        return self.act(needs, lambda: next(first, False) and self.middle.wait(PATIENCE_SECONDS))


def cross(*, worker: int, round: int, given: Crossing) -> str:
    return given(worker)


def crossings(act: Callable[..., str]) -> tuple[list[str], list[str]]:
    """(errors that somebody saw, what became of the needs' notes: one x an act)."""
    town = Town.found()
    pairs = [[town.need(town.elder(f"老人{one}")).id for one in "甲乙"] for _ in range(ROUNDS)]
    outcomes = run_in_threads(count=2, function=cross, given=[Crossing(pair, act) for pair in pairs])
    errors = [outcome.error for one in outcomes for outcome in one if not outcome.is_ok]
    return errors, list(Need.objects.values_list("note", flat=True))


def test_locks_in_a_circle_are_seen_by_nobody() -> None:
    assert crossings(repeated(both)) == ([], ["xx"] * 2 * ROUNDS)


def test_control_without_being_sent_again_one_of_two_sees_the_deadlock() -> None:
    """SQLite lets one writer in at a time, so there locks never stand in a circle."""
    lost = (["OperationalError"] * ROUNDS, ["x"] * 2 * ROUNDS)
    assert crossings(both) == (lost if on_postgres() else ([], ["xx"] * 2 * ROUNDS))


# -- a lock that does not come free


class Holder:
    """Somebody else's transaction that holds the need (on SQLite the whole file) until it is let go."""

    def __init__(self, need_id: UUID) -> None:
        self.waits = 0
        if connection.vendor == "sqlite":
            self.other: Any = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
            self.other.execute("BEGIN IMMEDIATE")
        else:
            self.other = psycopg.connect(current_database_url())
            self.other.execute("SELECT 1 FROM care_need WHERE id = %s FOR UPDATE", [need_id])

    def let_go(self) -> None:
        self.other.rollback() if connection.vendor != "sqlite" else self.other.execute("ROLLBACK")

    def wait(self, *, go_after: int) -> Callable[[float], None]:
        """What stands for sleeping: nobody sleeps, and after so many waits the lock is let go."""

        def waited(_seconds: float) -> None:
            self.waits += 1
            if self.waits == go_after:
                self.let_go()

        return waited


def impatient() -> Any:
    """Every connection waits for a lock only a moment."""
    if connection.vendor == "sqlite":
        return on_every_connection("PRAGMA busy_timeout = 20", back="PRAGMA busy_timeout = 30000")
    return on_every_connection("SET lock_timeout = '20ms'", back="SET lock_timeout = '2s'")


@contextmanager
def held(need_id: UUID) -> Iterator[Holder]:
    holder = Holder(need_id)
    try:
        with impatient():
            yield holder
    finally:
        holder.other.close()


def taking(town: Town) -> tuple[UUID, Callable[[], Visit], Callable[[], Visit]]:
    """(the need, taking it, taking it without being sent again)."""
    need, actor = town.need(town.elder()), town.actor(town.volunteer())
    facts = {"actor": actor, "need_id": need.id, "now": town.now}
    return need.id, lambda: accept_need(**facts), lambda: accept_need.__wrapped__(**facts)


@pytest.mark.parametrize("waits", [1, 2, 3])
def test_a_lock_that_comes_free_in_time_is_seen_by_nobody(waits: int, monkeypatch) -> None:
    need_id, take, _bare = taking(Town.found())
    with held(need_id) as holder:
        monkeypatch.setattr(retry, "sleep", holder.wait(go_after=waits))
        visit = take()
        assert holder.waits == waits
    assert list(Visit.objects.values_list("id", flat=True)) == [visit.id]


def test_a_lock_that_stays_is_said_after_four_tries_and_pressing_again_does_it_once(monkeypatch) -> None:
    need_id, take, _bare = taking(Town.found())
    with held(need_id) as holder:
        monkeypatch.setattr(retry, "sleep", holder.wait(go_after=TRIES))
        with pytest.raises(UnableNow) as told:
            take()
        assert (told.value.code, holder.waits) == ("busy", TRIES - 1)
        assert not Visit.objects.exists()
        holder.let_go()
    assert take().id == take().id
    assert Visit.objects.count() == 1


def test_control_without_being_sent_again_the_lock_is_an_error() -> None:
    need_id, _take, bare = taking(Town.found())
    with held(need_id), pytest.raises(OperationalError):
        bare()


# -- the same form sent twice at once


def place(*, worker: int, round: int, given: dict[str, Any]) -> str:
    return str(given["act"]().id)


def both_have_looked(number: Callable[..., int]) -> Callable[..., int]:
    """Numbers are given once both acts have looked for the need and found none."""
    looked = threading.Barrier(2)

    def next_number(**where: Any) -> int:
        looked.wait(PATIENCE_SECONDS)
        return number(**where)

    return next_number


@pytest.mark.parametrize("is_sent_again", [True, False])
def test_one_form_sent_twice_at_once_is_one_need(is_sent_again, monkeypatch) -> None:
    """The slower one meets the key, and sent again finds the need; its control sees the constraint.

    On SQLite the second one waits at the door, so there is nothing to see even in the control.
    """
    if on_postgres():
        monkeypatch.setattr(placing, "next_number", both_have_looked(placing.next_number))
    act = place_need.place_need if is_sent_again else place_need.place_need.__wrapped__
    town = Town.found()
    facts = {
        "actor": town.clerk(),
        "elder_id": town.elder().pk,
        "service_code": "S101",
        "starts_at": town.now + timedelta(days=2),
        "minutes": 60,
        "token": new_id(),
        "now": town.now,
    }
    (outcomes,) = run_in_threads(count=2, function=place, given=[{"act": lambda: act(**facts)}])
    assert Need.objects.count() == 1
    seen = sorted(outcome.error for outcome in outcomes)
    assert seen == (["", ""] if is_sent_again or not on_postgres() else ["", "IntegrityError"])
