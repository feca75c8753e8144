"""What the workers of the races about weekly help do, and how the locks are taken away in the controls."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import connection

from nuanliu.domain.care.series.models import Series
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases import accept_need
from nuanliu.usecases.series import make
from tests.support.workers import actor_of, for_good, read_together

Given = dict[str, Any]


def make_days(*, worker: int, round: int, given: Given) -> str:
    """Every worker is the night's job for the same series."""
    _enter(given)
    return str(make._swept(series_id=given["series"], now=given["now"]))


def take_or_wait(*, worker: int, round: int, given: Given) -> str:
    """The first worker is the helper of the pair, the others are everybody."""
    _enter(given)
    actor = actor_of(given["people"][worker], given["now"])
    try:
        accept_need.accept_need(actor=actor, need_id=given["need"], now=given["now"])
    except Unable as refused:
        return refused.code
    return "took it"


def _enter(given: Given) -> None:
    if given["control"]:
        for_good(weakened, given["control"])


@read_together
def _unlocked(*, series_id: UUID) -> Series:
    return Series.objects.select_related("site", "service", "elder__elder").get(id=series_id)


def _any_id(**_about: Any) -> UUID:
    return new_id()


@contextmanager
def weakened(control: str) -> Iterator[None]:
    """The lock and the derived ids of making are gone; or nobody asks whether a need is kept for somebody."""
    patches: list[Any] = []
    if control == "make":
        patches += [
            mock.patch("nuanliu.usecases.series.make.lock_series", _unlocked),
            mock.patch("nuanliu.usecases.series.make.occurrence_id", _any_id),
            mock.patch("nuanliu.domain.care.series.operations.occurrence_id", _any_id),
        ]
        if connection.vendor == "sqlite":
            patches.append(mock.patch("nuanliu.usecases.series.make.durable", nullcontext))
    if control == "first":
        patches.append(mock.patch("nuanliu.usecases.accept_need.kept_for", return_value=None))
    with ExitStack() as stack:
        for patch in patches:
            stack.enter_context(patch)
        yield
