"""The harness itself: workers meet, an update is lost where nothing locks, and errors come back with their codes."""

import pytest
from django.db import connection, transaction

from nuanliu.domain.network.models import Login
from nuanliu.platform import clock
from nuanliu.platform.errors import Unable
from tests.support.races import race, run_in_processes, run_in_threads
from tests.support.workers import read_together

ROUNDS = 30


def add_one_unlocked(*, worker, round, given):
    """Reads, then writes what it read plus one: the classic lost update."""
    seen = read_together(Login.objects.get)(username="counter").stamp
    Login.objects.filter(username="counter").update(stamp=seen + 1)


def add_one_locked(*, worker, round, given):
    with transaction.atomic():
        row = Login.objects.select_for_update().get(username="counter")
        Login.objects.filter(pk=row.pk).update(stamp=row.stamp + 1)


def refuse(*, worker, round, given):
    raise Unable("already_taken", f"{worker} of {given}")


def echo(*, worker, round, given):
    return given


@pytest.fixture
def counter(transactional_db):
    Login.objects.create(username="counter", created_at=clock.now())
    return lambda: Login.objects.get(username="counter").stamp


def test_the_control_loses_updates(counter):
    race(count=4, function=add_one_unlocked, rounds=ROUNDS)
    assert counter() < 4 * ROUNDS


def test_locked_updates_are_all_there(counter):
    outcomes = race(count=4, function=add_one_locked, rounds=ROUNDS)
    assert [outcome for row in outcomes for outcome in row if not outcome.is_ok] == []
    assert counter() == 4 * ROUNDS


@pytest.mark.parametrize("run", [run_in_processes, run_in_threads])
def test_a_refusal_comes_back_with_its_code(run, transactional_db):
    [row] = run(count=2, function=refuse, given=["tea"])
    assert [(each.worker, each.error, each.code) for each in row] == [
        (0, "Unable", "already_taken"),
        (1, "Unable", "already_taken"),
    ]


@pytest.mark.parametrize("run", [run_in_processes, run_in_threads])
def test_every_worker_is_given_the_same_in_every_round(run, transactional_db):
    rows = run(count=3, function=echo, given=["a", "b"])
    assert [[each.value for each in row] for row in rows] == [["a"] * 3, ["b"] * 3]


def test_racing_happens_on_the_database_of_this_run(on_postgres):
    assert connection.vendor == ("postgresql" if on_postgres else "sqlite")
