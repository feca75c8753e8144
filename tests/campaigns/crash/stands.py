"""A database of its own for each campaign, that can be cut off in the middle and started again."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, Protocol

import environ
from django.core.management import call_command
from django.db import connection, connections

from tests.support import postgres

# What a file that is forced to the disk never is: written when the machine likes, and never moved into the main file.
NOT_FORCED = "PRAGMA synchronous=OFF;PRAGMA wal_autocheckpoint=0"


class Stand(Protocol):
    """One database, its folder, and what a crash is to it."""

    url: str
    folder: Path
    pragmas: str

    def note_length(self) -> None:
        """Half of the postings are done."""

    def crash(self, clients: list[int], lot: Random) -> None:
        """Cut everything off at once, and bring the database back."""

    def close(self) -> None:
        """Gone, with all files."""


class SqliteStand:
    """The writing processes are killed. `is_forced=False`: and what was not forced to the disk is lost with them."""

    def __init__(self, *, is_forced: bool = True) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="nuanliu-crash-"))
        self.file = self.folder / "book.sqlite3"
        self.url = f"sqlite:///{self.file}"
        self.is_forced = is_forced
        self.pragmas = "" if is_forced else NOT_FORCED
        self._length = 0

    @property
    def _tail(self) -> Path:
        return Path(f"{self.file}-wal")

    def note_length(self) -> None:
        self._length = self._tail.stat().st_size if self._tail.exists() else 0

    def crash(self, clients: list[int], lot: Random) -> None:
        for client in lot.sample(clients, len(clients)):
            os.kill(client, signal.SIGKILL)
            if lot.random() < 0.3:
                time.sleep(lot.random() / 20)  # now and then the others go on for a moment beside the dead one
        _until_gone(clients)
        if not self.is_forced:
            os.truncate(self._tail, self._length)

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgresStand:
    """The whole server is killed, postmaster and all, and started again on the same folder.

    `is_forced=False`: it acknowledges what is only in its memory.
    """

    def __init__(self, *, is_forced: bool = True) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="nuanliu-crash-"))
        loose = {} if is_forced else {"synchronous_commit": "off", "wal_writer_delay": "10s"}
        self._server = postgres.start(**loose)
        self.url, self.pragmas = self._server.url, ""

    def note_length(self) -> None:
        """The server itself loses what it has not written."""

    def crash(self, clients: list[int], lot: Random) -> None:  # noqa: ARG002 (the moment is the campaign's)
        self._server.kill()
        _until_gone(clients)
        self._server.restart()

    def close(self) -> None:
        self._server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


STANDS = {"sqlite": SqliteStand, "postgres": PostgresStand}


def must_be_alive(clients: list[int]) -> None:
    """A client that has ended by itself would make the crash look better than it is."""
    ended = [client for client in clients if not _is_alive(client)]
    if ended:
        raise RuntimeError(f"clients {ended} have ended before the crash")


def _until_gone(clients: list[int]) -> None:
    last = time.monotonic() + 60
    for client in clients:
        while _is_alive(client):
            if time.monotonic() > last:
                raise RuntimeError(f"client {client} does not end")
            time.sleep(0.005)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def pointed_at(stand: Stand) -> Iterator[None]:
    """Django's connections lead to the stand's database, as the product would open it, with the ledger's tables."""
    connections.close_all()
    facts: dict[str, Any] = connection.settings_dict
    before = {name: facts[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    found = environ.Env.db_url_config(stand.url)
    facts.update({name: found.get(name, "") for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
    options = dict(before["OPTIONS"])
    if "init_command" in options:
        options["init_command"] = options["init_command"].replace("PRAGMA synchronous=OFF;", "")
    facts["OPTIONS"] = options
    try:
        call_command("migrate", "ledger", verbosity=0)
        if connection.vendor == "postgresql":  # the tables are on the disk whatever becomes of the postings
            with connection.cursor() as cursor:
                cursor.execute("CHECKPOINT")
        yield
    finally:
        connections.close_all()
        facts.update(before)


@contextmanager
def nursery(stand: Stand) -> Iterator[subprocess.Popen[str]]:
    """The process that forks clients, with the product's own settings on the stand's database."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("NUANLIU_")},
        "DATABASE_URL": stand.url,
        "DJANGO_SETTINGS_MODULE": "nuanliu.config.settings",
        "NUANLIU_STATE": str(stand.folder),
        "NUANLIU_CRASH_PRAGMAS": stand.pragmas,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.campaigns.crash.nursery"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    if process.stdout.readline() != "ready\n":
        raise RuntimeError("the nursery did not start")
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait(20)
        process.stdout.close()
