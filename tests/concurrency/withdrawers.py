"""A version of a service is withdrawn, comes into force and is followed by another, all at once; and the control."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import date
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import connection

from nuanliu.domain.care.menu import queries
from nuanliu.domain.care.models import Service
from nuanliu.platform.errors import Unable
from nuanliu.usecases import keep_catalogue
from tests.support.workers import actor_of, for_good, read_together

Given = dict[str, Any]


@read_together
def _service_unlocked(*, service_id: UUID) -> Service:
    return Service.objects.get(pk=service_id)


@contextmanager
def nobody_waits() -> Iterator[None]:
    """No service is locked, and all have read its versions before one writes; on SQLite the transaction goes too."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(keep_catalogue, "lock_service", _service_unlocked))
        for name in ("versions_of", "history_of"):
            stack.enter_context(mock.patch.object(keep_catalogue, name, read_together(getattr(queries, name))))
        if connection.vendor == "sqlite":
            stack.enter_context(mock.patch.object(keep_catalogue, "durable", nullcontext))
        yield


def acts(*, worker: int, round: int, given: Given) -> str:
    """The first withdraws, the second brings in what is due at midnight, the third publishes for the same day."""
    if given["control"]:
        for_good(nobody_waits)
    try:
        if worker == 1:
            return str(keep_catalogue._brought(service_id=given["service"], now=given["midnight"]))
        facts = {"actor": actor_of(given["officers"][worker // 2], given["now"]), "now": given["now"]}
        if worker == 0:
            keep_catalogue.withdraw_version(version_id=given["version"], reason="写错了", **facts)
            return "withdrawn"
        day = date.fromisoformat(given["day"])
        keep_catalogue.publish_draft(draft_id=given["draft"], reason="改对", day=day, **facts)
    except Unable as refused:
        return refused.code
    return "published"
