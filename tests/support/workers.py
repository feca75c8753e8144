"""What the workers of every race share: who acts, and how a control's locks are taken away."""

import multiprocessing
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from functools import cache
from typing import Any
from uuid import UUID

from nuanliu.domain.network.models import Login
from nuanliu.domain.people.queries import actor_for

_entered: dict[tuple[Any, ...], ExitStack] = {}


@cache
def actor_of(person: UUID, now: Any) -> Any:
    """Who acts is read once a worker: it is the acts that collide, a thousand times."""
    return actor_for(login=Login.objects.get(pk=person), now=now)


def for_good(weakened: Callable[..., AbstractContextManager[None]], *about: str) -> None:
    """A process of its own enters the block once and stays in it; threads share the one around the test."""
    key = (weakened, *about)
    if multiprocessing.parent_process() is not None and key not in _entered:
        _entered[key] = ExitStack()
        _entered[key].enter_context(weakened(*about))
