"""An act is sent again while the database cannot say whether it was done.

A deadlock, a lock that did not come free, a connection that broke between COMMIT and its answer: each leaves the
caller with nothing, or with not knowing. The ids of an act come from its caller or follow from what they are for, so
sending it again finds the first result or makes it. What sending again cannot mend (a full disk, a database that only
reads) is said to the person at once, in a sentence.
"""

import logging
import random
import sqlite3
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from time import monotonic, sleep
from typing import NoReturn, ParamSpec, TypeVar

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connection
from django.utils.translation import gettext_lazy as _

from nuanliu.platform.errors import Unable

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 4
LONGEST_SECONDS = 10.0
"""Whoever has waited this long is told, and not made to wait for one more try."""
FIRST_WAIT = 0.05
"""Seconds before the second try; twice as long before each further one, less up to half by lot."""

_log = logging.getLogger(__name__)


class Decision(StrEnum):
    """What to do about an error of the database."""

    REPEAT = "repeat"
    """Nothing of the act was done, or nobody knows: the same again finds out."""
    LOOK_AGAIN = "look again"
    """A row with that key stands already: somebody was faster, and the same again finds that row. If not, a fault."""
    BUSY = "busy"
    """Nothing was done, and the same again would only add to the load."""
    CANNOT_WRITE = "cannot write"
    """Nothing was done, and nothing will be until somebody makes room or lets it write."""
    FAULT = "fault"
    """An error of ours."""


_BY_SQLSTATE = {
    "40001": Decision.REPEAT,  # serialization_failure
    "40003": Decision.REPEAT,  # statement_completion_unknown
    "40P01": Decision.REPEAT,  # deadlock_detected
    "55P03": Decision.REPEAT,  # lock_not_available: our lock_timeout
    "25P03": Decision.REPEAT,  # idle_in_transaction_session_timeout
    "25P04": Decision.REPEAT,  # transaction_timeout
    "53300": Decision.REPEAT,  # too_many_connections
    "57P01": Decision.REPEAT,  # admin_shutdown: the backend was ended
    "57P02": Decision.REPEAT,  # crash_shutdown
    "57P03": Decision.REPEAT,  # cannot_connect_now: starting or stopping
    "57P05": Decision.REPEAT,  # idle_session_timeout
    "23505": Decision.LOOK_AGAIN,  # unique_violation
    "57014": Decision.BUSY,  # query_canceled: too slow, or ended by somebody who meant it
    "25006": Decision.CANNOT_WRITE,  # read_only_sql_transaction
    "58030": Decision.CANNOT_WRITE,  # io_error
}
_BY_CLASS = {"08": Decision.REPEAT, "53": Decision.CANNOT_WRITE}
"""By the first two characters: connection exceptions; insufficient resources (53100 is a full disk)."""

_BY_SQLITE_CODE = {
    sqlite3.SQLITE_BUSY: Decision.REPEAT,
    sqlite3.SQLITE_LOCKED: Decision.REPEAT,
    sqlite3.SQLITE_PROTOCOL: Decision.REPEAT,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: Decision.LOOK_AGAIN,
    sqlite3.SQLITE_CONSTRAINT_UNIQUE: Decision.LOOK_AGAIN,
    sqlite3.SQLITE_FULL: Decision.CANNOT_WRITE,
    sqlite3.SQLITE_READONLY: Decision.CANNOT_WRITE,
    sqlite3.SQLITE_IOERR: Decision.CANNOT_WRITE,
    sqlite3.SQLITE_CANTOPEN: Decision.CANNOT_WRITE,
}
_PRIMARY_CODE = 0xFF
"""SQLite's extended codes keep the primary one in the lowest byte."""


class UnableNow(Unable):
    """The database is busy or cannot be written: nothing is half done, and pressing again is safe."""


def decision_on(failure: Error) -> Decision:
    """What to do about `failure`, judged by the code that the database gave and never by its words."""
    cause = failure.__cause__ or failure
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None) or sqlite3.SQLITE_ERROR
        return _BY_SQLITE_CODE.get(code) or _BY_SQLITE_CODE.get(code & _PRIMARY_CODE, Decision.FAULT)
    sqlstate = getattr(cause, "sqlstate", None)
    if sqlstate is not None:
        return _BY_SQLSTATE.get(sqlstate) or _BY_CLASS.get(sqlstate[:2], Decision.FAULT)
    is_connection = isinstance(failure, OperationalError | InterfaceError)
    return Decision.REPEAT if is_connection else Decision.FAULT


def refusal_of(failure: Error) -> UnableNow | None:
    """What to tell a person whom `failure` has met; None if it is a fault of ours."""
    match decision_on(failure):
        case Decision.REPEAT | Decision.BUSY:
            words = _("系统正忙，还没有回音。您写的没有丢，请再按一次。按几次也只算一次。还不行，请打 %(phone)s。")
            return UnableNow("busy", words % {"phone": settings.HOTLINE})
        case Decision.CANNOT_WRITE:
            words = _("系统现在写不进去。您写的没有丢，过几分钟再按一次。急事请打 %(phone)s。")
            return UnableNow("cannot_write", words % {"phone": settings.HOTLINE})
        case _:
            return None


def wait_before(*, attempt: int) -> float:
    """Seconds between `attempt` (from 1) and the next: doubling, and drawn by lot so that two do not meet again."""
    return FIRST_WAIT * 2.0 ** (attempt - 1) * random.uniform(0.5, 1.0)  # noqa: S311 (nothing to guess)


def repeated(act: Callable[P, T]) -> Callable[P, T]:
    """Do the act, and again with the same arguments while the database cannot say whether it was done.

    The act opens its own outermost transaction and is safe to send again. Inside somebody else's transaction it is done
    once and its errors go through: only the outermost act can be repeated. Raises UnableNow.
    """

    @wraps(act)
    def until_known(*args: P.args, **kwargs: P.kwargs) -> T:
        if connection.in_atomic_block:
            return act(*args, **kwargs)
        began, attempt = monotonic(), 1
        while True:
            try:
                return act(*args, **kwargs)
            except Error as failure:
                decision = decision_on(failure)
                _log.warning("%s, attempt %d: %s, %s", act.__qualname__, attempt, type(failure).__name__, decision)
                is_last = attempt == TRIES or monotonic() - began > LONGEST_SECONDS
                if is_last or decision not in {Decision.REPEAT, Decision.LOOK_AGAIN}:
                    _give_up(failure)
                connection.close_if_unusable_or_obsolete()
            sleep(wait_before(attempt=attempt))
            attempt += 1

    return until_known


def _give_up(failure: Error) -> NoReturn:
    """Raise what the person is told; the next act begins on a new connection, perhaps to another server."""
    refusal = refusal_of(failure)
    if refusal is None:
        raise failure
    connection.close()
    raise refusal from failure


class Once:
    """A number that the first try settles.

    An act that counts (a wrong code) is given one of these from outside: sent again, it counts to the same number and
    not one further.
    """

    def __init__(self) -> None:
        self._settled: int | None = None

    def settle(self, number: int) -> int:
        """`number` at the first call; that same number at every later one."""
        if self._settled is None:
            self._settled = number
        return self._settled
