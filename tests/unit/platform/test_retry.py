"""Which errors of the database are sent again, how often, after how long, and what a person is told."""

import sqlite3

import psycopg
import pytest
from django.db import DatabaseError, DataError, Error, IntegrityError, InterfaceError, InternalError, OperationalError
from django.utils import translation

from nuanliu.platform import retry
from nuanliu.platform.retry import Decision, Once, UnableNow, decision_on, refusal_of, repeated, wait_before


def raised(kind: type[Error], cause: Exception | None) -> Error:
    """The error as Django raises it: its own class, the driver's error as the cause."""
    failure = kind("the words are never looked at")
    failure.__cause__ = cause
    return failure


def postgres(sqlstate: str, kind: type[Error] = OperationalError) -> Error:
    return raised(kind, psycopg.errors.lookup(sqlstate)("words"))


def sqlite(code: int, kind: type[Error] = OperationalError) -> Error:
    cause = sqlite3.OperationalError("words")
    cause.sqlite_errorcode = code
    return raised(kind, cause)


POSTGRES = [
    ("40P01", OperationalError, Decision.REPEAT),
    ("40001", OperationalError, Decision.REPEAT),
    ("40003", OperationalError, Decision.REPEAT),
    ("55P03", OperationalError, Decision.REPEAT),
    ("57P01", OperationalError, Decision.REPEAT),
    ("57P02", OperationalError, Decision.REPEAT),
    ("57P03", OperationalError, Decision.REPEAT),
    ("57P05", OperationalError, Decision.REPEAT),
    ("25P03", InternalError, Decision.REPEAT),
    ("08000", OperationalError, Decision.REPEAT),
    ("08003", OperationalError, Decision.REPEAT),
    ("08006", OperationalError, Decision.REPEAT),
    ("08P01", OperationalError, Decision.REPEAT),
    ("53300", OperationalError, Decision.REPEAT),
    ("23505", IntegrityError, Decision.LOOK_AGAIN),
    ("57014", OperationalError, Decision.BUSY),
    ("53100", OperationalError, Decision.CANNOT_WRITE),
    ("53000", OperationalError, Decision.CANNOT_WRITE),
    ("53200", OperationalError, Decision.CANNOT_WRITE),
    ("25006", InternalError, Decision.CANNOT_WRITE),
    ("58030", OperationalError, Decision.CANNOT_WRITE),
    ("23514", IntegrityError, Decision.FAULT),
    ("23503", IntegrityError, Decision.FAULT),
    ("23001", IntegrityError, Decision.FAULT),
    ("22003", DataError, Decision.FAULT),
    ("42P01", DatabaseError, Decision.FAULT),
    ("25P02", InternalError, Decision.FAULT),
    ("XX001", InternalError, Decision.FAULT),
]


@pytest.mark.parametrize(("sqlstate", "kind", "decision"), POSTGRES)
def test_an_error_of_postgresql_is_judged_by_its_sqlstate(sqlstate, kind, decision):
    assert decision_on(postgres(sqlstate, kind)) is decision


SQLITE = [
    (sqlite3.SQLITE_BUSY, Decision.REPEAT),
    (sqlite3.SQLITE_BUSY_SNAPSHOT, Decision.REPEAT),
    (sqlite3.SQLITE_BUSY_RECOVERY, Decision.REPEAT),
    (sqlite3.SQLITE_LOCKED_SHAREDCACHE, Decision.REPEAT),
    (sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, Decision.LOOK_AGAIN),
    (sqlite3.SQLITE_CONSTRAINT_UNIQUE, Decision.LOOK_AGAIN),
    (sqlite3.SQLITE_FULL, Decision.CANNOT_WRITE),
    (sqlite3.SQLITE_READONLY, Decision.CANNOT_WRITE),
    (sqlite3.SQLITE_READONLY_DBMOVED, Decision.CANNOT_WRITE),
    (sqlite3.SQLITE_IOERR_FSYNC, Decision.CANNOT_WRITE),
    (sqlite3.SQLITE_CANTOPEN, Decision.CANNOT_WRITE),
    (sqlite3.SQLITE_CONSTRAINT_CHECK, Decision.FAULT),
    (sqlite3.SQLITE_CONSTRAINT_TRIGGER, Decision.FAULT),
    (sqlite3.SQLITE_CORRUPT, Decision.FAULT),
    (sqlite3.SQLITE_ERROR, Decision.FAULT),
]


@pytest.mark.parametrize(("code", "decision"), SQLITE)
def test_an_error_of_sqlite_is_judged_by_its_extended_code(code, decision):
    assert decision_on(sqlite(code)) is decision


@pytest.mark.parametrize(
    ("failure", "decision"),
    [
        (raised(OperationalError, psycopg.OperationalError("the connection is closed")), Decision.REPEAT),
        (raised(InterfaceError, psycopg.InterfaceError("the cursor is closed")), Decision.REPEAT),
        (raised(InterfaceError, None), Decision.REPEAT),
        (raised(DatabaseError, psycopg.ProgrammingError("ours")), Decision.FAULT),
        (raised(OperationalError, sqlite3.ProgrammingError("Cannot operate on a closed database.")), Decision.FAULT),
    ],
)
def test_an_error_without_a_code_is_the_connections_or_ours(failure, decision):
    assert decision_on(failure) is decision


# -- sending again ---------------------------------------------------------------------------------


class Act:
    """An act that fails so and so often, and remembers what it was called with."""

    def __init__(self, *failures: Exception) -> None:
        self.failures, self.calls = list(failures), []

    def do(self, *, number: int) -> str:
        self.calls.append(number)
        if self.failures:
            raise self.failures.pop(0)
        return "done"


class Closing:
    """A connection of which only its closing matters."""

    in_atomic_block = False

    def close(self) -> None:
        """Nothing is open."""

    close_if_unusable_or_obsolete = close


@pytest.fixture
def waits(monkeypatch) -> list[float]:
    """Nobody sleeps and no database is asked; how long everybody would have slept."""
    slept: list[float] = []
    monkeypatch.setattr(retry, "sleep", slept.append)
    monkeypatch.setattr(retry, "connection", Closing())
    return slept


DEADLOCK, LOST, FULL, TAKEN = "40P01", "57P01", "53100", "23505"


def test_what_succeeds_is_done_once(waits):
    act = Act()
    assert (repeated(act.do)(number=7), act.calls, waits) == ("done", [7], [])


def test_what_may_not_have_been_done_is_sent_again_with_the_same_arguments(waits):
    act = Act(postgres(DEADLOCK), postgres(LOST))
    assert (repeated(act.do)(number=7), act.calls) == ("done", [7, 7, 7])
    assert len(waits) == 2


def test_after_four_tries_the_person_is_told_and_the_cause_is_kept(waits):
    failures = [postgres(DEADLOCK) for _ in range(9)]
    act = Act(*failures)
    with pytest.raises(UnableNow) as told:
        repeated(act.do)(number=7)
    assert (told.value.code, told.value.__cause__, len(act.calls), len(waits)) == ("busy", failures[3], 4, 3)


def test_whoever_has_waited_long_is_told_at_once(waits, monkeypatch):
    hours = iter([0.0, 30.0])
    monkeypatch.setattr(retry, "monotonic", lambda: next(hours))
    act = Act(sqlite(sqlite3.SQLITE_BUSY))
    with pytest.raises(UnableNow) as told:
        repeated(act.do)(number=7)
    assert (told.value.code, len(act.calls), waits) == ("busy", 1, [])


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (postgres(FULL), "cannot_write"),
        (postgres("25006", InternalError), "cannot_write"),
        (sqlite(sqlite3.SQLITE_FULL), "cannot_write"),
        (postgres("57014"), "busy"),
    ],
)
def test_what_sending_again_cannot_mend_is_said_at_once(failure, code, waits):
    act = Act(failure)
    with pytest.raises(UnableNow) as told:
        repeated(act.do)(number=7)
    assert (told.value.code, len(act.calls), waits) == (code, 1, [])


def test_a_key_that_stands_already_is_looked_for_again(waits):
    act = Act(postgres(TAKEN, IntegrityError))
    assert (repeated(act.do)(number=7), len(act.calls)) == ("done", 2)


def test_a_key_that_stands_every_time_is_our_fault(waits):
    failures = [postgres(TAKEN, IntegrityError) for _ in range(4)]
    act = Act(*failures)
    with pytest.raises(IntegrityError) as fault:
        repeated(act.do)(number=7)
    assert (fault.value, len(act.calls)) == (failures[3], 4)


def test_our_own_errors_and_refusals_are_not_sent_again(waits):
    for failure in (postgres("23514", IntegrityError), UnableNow("busy", "忙"), ValueError("ours")):
        act = Act(failure)
        with pytest.raises(type(failure)) as seen:
            repeated(act.do)(number=7)
        assert (seen.value, len(act.calls)) == (failure, 1)


@pytest.mark.django_db
def test_inside_somebody_elses_transaction_errors_go_through(waits, monkeypatch):
    monkeypatch.setattr(Closing, "in_atomic_block", True)
    act = Act(postgres(DEADLOCK))
    with pytest.raises(OperationalError):
        repeated(act.do)(number=7)
    assert (len(act.calls), waits) == (1, [])


def test_waits_double_and_are_drawn_by_lot():
    for attempt, most in ((1, 0.05), (2, 0.1), (3, 0.2)):
        drawn = {wait_before(attempt=attempt) for _ in range(50)}
        assert len(drawn) > 1
        assert all(most / 2 <= wait <= most for wait in drawn)


def test_all_waiting_together_is_less_than_a_blink():
    assert sum(wait_before(attempt=attempt) for attempt in range(1, retry.TRIES)) < 0.4


def test_a_count_is_settled_by_the_first_try():
    count = Once()
    assert [count.settle(3), count.settle(4), Once().settle(4)] == [3, 3, 4]


# -- the words -------------------------------------------------------------------------------------


@pytest.mark.parametrize("sqlstate", [DEADLOCK, FULL])
def test_the_words_are_plain_short_and_name_the_telephone(sqlstate, settings):
    settings.HOTLINE = "0858-8220000"
    refusal = refusal_of(postgres(sqlstate))
    assert refusal is not None
    words = str(refusal.words)
    assert "0858-8220000" in words
    assert "没有丢" in words
    assert [sentence for sentence in words.split("。") if len(sentence) > 20] == []


def test_the_words_have_their_english(settings):
    with translation.override("en"):
        told = [str(refusal_of(postgres(sqlstate)).words) for sqlstate in (DEADLOCK, FULL)]
    assert all(words.isascii() and settings.HOTLINE in words for words in told)


def test_a_fault_has_no_words():
    assert refusal_of(postgres("23514", IntegrityError)) is None
