"""The migrated database, made once for each state of the migrations; every worker of every run starts from a copy.

Applying all migrations takes as long as a few hundred tests. What is made lies in the virtual environment under a name
that follows from the migrations and all they import, so it is never older than they are: a file of SQLite, and a
PostgreSQL cluster that was shut down in order.
"""

import ast
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, connections

from tests.support import postgres

TEMPLATE = "nuanliu_migrated"
"""The database within the cluster that is copied and never opened."""
SPARED = 3
"""How many states of the migrations are kept: a branch, the one it came from, and one more."""
_PLACE = Path(sys.prefix) / "test-databases"
_ROOT = Path(__file__).parents[2]


def _imported_by(source: str) -> set[str]:
    """Every name of ours that is imported: of `from a import b` both `a` and `a.b`, which may be a module."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.startswith("nuanliu.")}


def _path_of(module: str) -> Path | None:
    path = _ROOT / "src" / Path(*module.split("."))
    return next((one for one in (path.with_suffix(".py"), path / "__init__.py") if one.exists()), None)


def _sources() -> Iterator[Path]:
    """The migrations, what is done around them, what both import however far, our SQL, and the locked libraries."""
    source = _ROOT / "src"
    yield Path(__file__).resolve()
    waiting = [source / "nuanliu/config/settings.py", *source.glob("**/apps.py"), *source.glob("**/migrations/*.py")]
    seen = set(waiting)
    while waiting:
        path = waiting.pop()
        yield path
        found = {one for name in _imported_by(path.read_text()) if (one := _path_of(name))}
        waiting += found - seen
        seen |= found
    yield from source.glob("**/*.sql")
    yield from (_ROOT / "requirements").glob("*.txt")


def _digest() -> str:
    facts = hashlib.sha256(sys.version.encode())
    for path in sorted(_sources()):
        facts.update(hashlib.sha256(str(path.relative_to(_ROOT)).encode() + path.read_bytes()).digest())
    return facts.hexdigest()[:20]


def _migrate(url: str) -> None:
    with tempfile.TemporaryDirectory() as state:
        ours = {"DATABASE_URL": url, "NUANLIU_STATE": state, "DJANGO_SETTINGS_MODULE": "nuanliu.config.settings"}
        path = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        for verb in ("migrate", "createcachetable"):
            command = [sys.executable, "-m", "nuanliu", verb, "--verbosity", "0"]
            subprocess.run(command, check=True, env=os.environ | ours | path)


@contextmanager
def _place() -> Iterator[Path]:
    """The folder of this state of the migrations, for one process at a time; the oldest others go."""
    place = _PLACE / _digest()
    place.mkdir(parents=True, exist_ok=True)
    os.utime(place)
    with (_PLACE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for old in sorted(_PLACE.glob("*/"), key=lambda one: one.stat().st_mtime)[:-SPARED]:
            shutil.rmtree(old)
        yield place


def sqlite_file() -> Path:
    """A migrated file of SQLite, to be copied."""
    with _place() as place:
        made = place / "migrated.sqlite3"
        if not made.exists():
            making = place / "making.sqlite3"
            making.unlink(missing_ok=True)
            _migrate(f"sqlite:///{making}")
            making.rename(made)
    return made


def server() -> postgres.Server:
    """A PostgreSQL of this run that has the template."""
    with _place() as place:
        kept = place / "cluster"
        if not kept.exists():
            first = postgres.start()
            template_on(first.url)
            making = place / "making"
            shutil.rmtree(making, ignore_errors=True)
            first.stop(keep=making)
            making.rename(kept)
        return postgres.start(kept)


def template_on(url: str) -> None:
    """Make the template on the server whose database `url` names."""
    with psycopg.connect(url, autocommit=True) as session:
        session.execute(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")
        session.execute(f"CREATE DATABASE {TEMPLATE}")
    _migrate(f"{url.rpartition('/')[0]}/{TEMPLATE}")


def open_database() -> None:
    """Make this worker's database, a copy of the migrated one, and lead Django's connection to it."""
    name = connection.creation._get_test_db_name()
    connections.close_all()
    if connection.vendor == "sqlite":
        shutil.copyfile(sqlite_file(), name)
    else:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        # The plug is pulled in servers of their own, and who races has processes of his own: here nobody waits for it.
        connection.settings_dict["OPTIONS"]["options"] += " -c synchronous_commit=off"
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def remove_database() -> None:
    """Remove what `open_database` made."""
    name = connection.settings_dict["NAME"]
    connections.close_all()
    if connection.vendor == "sqlite":
        Path(name).unlink()
    else:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
