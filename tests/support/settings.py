"""The product's settings, on a database and a folder of this run alone.

`NUANLIU_TEST_DATABASE` says which: `sqlite` (the default; one file a worker) or `postgres` (started here unless
`DATABASE_URL` names one). What the first process of a run makes is handed to its workers in the environment.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.support import migrated

_RUN = "NUANLIU_TEST_RUN"


def _begin_run() -> None:
    folder = Path(tempfile.mkdtemp(prefix="nuanliu-test-"))
    starter = os.getpid()

    def end_run() -> None:
        if os.getpid() == starter:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end_run)
    (folder / "static").mkdir()
    os.environ[_RUN] = os.environ["NUANLIU_STATE"] = str(folder)
    if os.environ.get("NUANLIU_TEST_DATABASE", "sqlite") == "sqlite":
        os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'unused.sqlite3'}"
    elif "DATABASE_URL" in os.environ:
        migrated.template_on(os.environ["DATABASE_URL"])
    else:
        os.environ["DATABASE_URL"] = migrated.server().url


if _RUN not in os.environ:
    _begin_run()
for _name in ("NUANLIU_DEMO", "NUANLIU_DEBUG", "NUANLIU_HTTPS"):
    os.environ.pop(_name, None)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver keeps an event loop in the thread of the test

from nuanliu.config.settings import *  # noqa: E402, F403
from nuanliu.config.settings import DATABASES, STATE, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(STATE / "test.sqlite3")}
    # No test pulls the plug, so none waits for the disk; everything else is as the product has it.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 is slow on purpose; tests sign in a lot
KEYS_FILE = None  # tests that change keys say so in the settings
