"""What the workers of every race share: who acts, and how a control's locks are taken away."""

import multiprocessing
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from functools import cache, wraps
from typing import Any, TypeVar
from uuid import UUID

from nuanliu.domain.network.models import Login
from nuanliu.domain.people.queries import actor_for

T = TypeVar("T")
UNTIL_ALL_HAVE_READ = 0.03
"""Seconds. All begin a round together, and a read takes a tenth of it."""
_entered: dict[tuple[Any, ...], ExitStack] = {}


@cache
def actor_of(person: UUID, now: Any) -> Any:
    """Who acts is read once a worker: it is the acts that collide, a thousand times."""
    return actor_for(login=Login.objects.get(pk=person), now=now)


def read_together(read: Callable[..., T]) -> Callable[..., T]:
    """What a control reads without a lock: nobody writes before everybody has had the time to read.

    So they do meet, on a machine that has much else to do as on an idle one; a control needs few rounds
    (`MEETING_ROUNDS`), and cannot pass by luck.
    """

    @wraps(read)
    def read_and_waited(*args: Any, **named: Any) -> T:
        found = read(*args, **named)
        time.sleep(UNTIL_ALL_HAVE_READ)
        return found

    return read_and_waited


def for_good(weakened: Callable[..., AbstractContextManager[None]], *about: str) -> None:
    """A process of its own enters the block once and stays in it; threads share the one around the test."""
    key = (weakened, *about)
    if multiprocessing.parent_process() is not None and key not in _entered:
        _entered[key] = ExitStack()
        _entered[key].enter_context(weakened(*about))
