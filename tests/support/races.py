"""Acts that really collide: operating-system processes, or threads, that wait for each other before every round.

A `function(*, worker, round, given)` is called by every worker in every round with the same `given[round]`; what it
returns (anything that can be pickled) and what it raises are collected. A function for processes must be importable: a
plain function at the top of a test module. Every worker has its own database connections.

A race test asserts two things: that with our locks nothing is ever wrong, and that its control, the same race with the
lock or the constraint removed, does go wrong. Without the second the first may only mean that nothing collided.
"""

import importlib
import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

PATIENCE_SECONDS = 180
CONTROL_ROUNDS = 60
"""How often without the lock: in these it must go wrong."""
MEETING_ROUNDS = 15
"""The same, where the workers of the control wait until all have read (`workers.read_together`)."""
ROUNDS = int(os.environ.get("NUANLIU_RACE_ROUNDS", str(CONTROL_ROUNDS)))
"""How often a collision is tried: as often as its control needs to go wrong; far more often by `make races`."""


@dataclass(frozen=True)
class Outcome:
    """What one worker got in one round: a value, or the name and words of the exception."""

    worker: int
    round: int
    value: Any = None
    error: str = ""
    code: str = ""
    """`code` of an `Unable`, else empty."""
    words: str = ""

    @property
    def is_ok(self) -> bool:
        return not self.error


Rounds = list[list[Outcome]]
"""For every round the outcomes of all workers, in the order of the workers."""


def current_database_url() -> str:
    """DATABASE_URL of the test database of this run and worker, with what the test has committed in it."""
    from django.db import connection  # noqa: PLC0415 (this module is imported before Django is set up)

    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


def _outcome(function: Callable[..., Any], worker: int, number: int, given: Any) -> Outcome:
    try:
        return Outcome(worker, number, value=function(worker=worker, round=number, given=given))
    except Exception as failure:  # noqa: BLE001 (whatever it is, the test wants to see it)
        code = str(getattr(failure, "code", ""))
        return Outcome(worker, number, error=type(failure).__name__, code=code, words=str(failure))


def _by_round(outcomes: Sequence[Outcome], rounds: int) -> Rounds:
    table: Rounds = [[] for _ in range(rounds)]
    for outcome in sorted(outcomes, key=lambda each: each.worker):
        table[outcome.round].append(outcome)
    return table


def _process(address: str, worker: int, given: Sequence[Any], barrier: Barrier, answers: Connection) -> None:
    import django  # noqa: PLC0415 (only in the child)

    django.setup()
    from django.db import connections  # noqa: PLC0415

    module, name = address.split(":")
    function = getattr(importlib.import_module(module), name)
    outcomes = []
    for number, item in enumerate(given):
        barrier.wait(PATIENCE_SECONDS)
        outcomes.append(_outcome(function, worker, number, item))
    connections.close_all()
    answers.send(outcomes)
    answers.close()


def _environment(database_url: str) -> dict[str, str]:
    return {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "tests.support.settings"}


def _fresh_processes() -> Any:
    """Processes that begin with nothing: each loads Django anew, for whatever database it is told."""
    return multiprocessing.get_context("spawn")


def _ready_processes() -> Any:
    """Processes split off from one that has loaded Django for the test database and opened nothing: quicker."""
    multiprocessing.set_forkserver_preload(["tests.support.ready"])
    return multiprocessing.get_context("forkserver")


def run_in_processes(
    *,
    count: int,
    function: Callable[..., Any],
    rounds: int = 0,
    given: Sequence[Any] = (),
    database_url: str = "",
) -> Rounds:
    """Let `count` processes collide once per item of `given` (or `rounds` times, with the number as the item).

    They work on `database_url`, by default the test database of this run: the test must have committed what they need
    (`transaction=True`). Raises RuntimeError if a process dies.
    """
    items = list(given) or list(range(rounds))
    starting = _fresh_processes() if database_url else _ready_processes()
    barrier = starting.Barrier(count)
    before = {name: os.environ.get(name) for name in _environment("")}
    os.environ.update(_environment(database_url or current_database_url()))
    workers, ears = [], []
    try:
        for number in range(count):
            ear, mouth = starting.Pipe(duplex=False)
            arguments = (f"{function.__module__}:{function.__qualname__}", number, items, barrier, mouth)
            worker = starting.Process(target=_process, args=arguments, daemon=True)
            worker.start()
            mouth.close()
            workers.append(worker)
            ears.append(ear)
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
    outcomes: list[Outcome] = []
    for worker, ear in zip(workers, ears, strict=True):
        try:
            outcomes += ear.recv()
        except EOFError:
            barrier.abort()
            worker.join(PATIENCE_SECONDS)
            raise RuntimeError(f"a racing process died with exit code {worker.exitcode}") from None
        worker.join(PATIENCE_SECONDS)
    return _by_round(outcomes, len(items))


def run_in_threads(*, count: int, function: Callable[..., Any], rounds: int = 0, given: Sequence[Any] = ()) -> Rounds:
    """The same with threads of this process, on the test database of this run."""
    from django.db import connections  # noqa: PLC0415 (this module is imported before Django is set up)

    items = list(given) or list(range(rounds))
    barrier = threading.Barrier(count)
    outcomes: list[list[Outcome]] = [[] for _ in range(count)]

    def work(worker: int) -> None:
        try:
            for number, item in enumerate(items):
                barrier.wait(PATIENCE_SECONDS)
                outcomes[worker].append(_outcome(function, worker, number, item))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _by_round([outcome for each in outcomes for outcome in each], len(items))


def race(*, count: int, function: Callable[..., Any], rounds: int = 0, given: Sequence[Any] = ()) -> Rounds:
    """Processes on PostgreSQL, threads on SQLite: what the acceptance test of the two databases asks for."""
    from django.db import connection  # noqa: PLC0415 (this module is imported before Django is set up)

    if connection.vendor == "sqlite":
        return run_in_threads(count=count, function=function, rounds=rounds, given=given)
    return run_in_processes(count=count, function=function, rounds=rounds, given=given)
