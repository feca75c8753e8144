"""What an installation needs before it can serve; each step looks first and does only what is missing."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation

from nuanliu.domain.network.models import Node
from nuanliu.jobs.demo.city import is_unfinished
from nuanliu.platform.i18n import compile_catalogues, is_stale


def prepare(*, say: Callable[[str], None]) -> None:
    """Catalogues, tables, cache table, static files: up to date when this returns. `say` hears what takes time."""
    _catalogues()
    _tables(say)
    _static_files(say)


def load_demo_city(*, say: Callable[[str], None]) -> None:
    """Load the demo city into an installation that has no site yet, or go on where that was interrupted."""
    if Node.objects.exists() and not is_unfinished():
        return
    say("载入示范城市…… Loading the demo city ...")
    call_command("load_demo")


def _catalogues() -> None:
    if is_stale():
        compile_catalogues()
        translation.trans_real._translations.clear()  # type: ignore[attr-defined]  # noqa: SLF001 (there is no public way)


def _tables(say: Callable[[str], None]) -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("准备数据库…… Preparing the database ...")
        call_command("migrate", verbosity=0, interactive=False)
    if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
        call_command("createcachetable", verbosity=0)


def _static_state() -> str:
    state = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            state.update(f"{path}\0{facts.st_mtime_ns}\0{facts.st_size}\n".encode())
    return state.hexdigest()


def _static_files(say: Callable[[str], None]) -> None:
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    state = _static_state()
    if stamp.exists() and stamp.read_text() == state:
        return
    say("准备页面文件…… Collecting static files ...")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(state)
