"""What the workers of the race for a call do, and how the claim is weakened in its control."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from typing import Any
from unittest import mock
from uuid import UUID

from nuanliu.domain.network.types import Actor
from nuanliu.domain.notices.calls.models import Claim
from nuanliu.platform.errors import Unable
from nuanliu.usecases.calling import ringing
from tests.support.workers import actor_of, for_good, read_together

Given = dict[str, Any]


def ring(*, worker: int, round: int, given: Given) -> str:
    """Every worker is a clerk who takes the same call."""
    if given["control"]:
        for_good(weakened)
    actor = actor_of(given["clerks"][worker], given["now"])
    try:
        ringing.take_call(actor=actor, call_id=given["call"], now=given["now"])
    except Unable as refused:
        return refused.code
    return "mine"


def _looked_and_wrote(*, actor: Actor, subject: UUID, site_id: UUID, now: datetime) -> bool:
    """Looks whether somebody is ringing, and then writes."""
    others = Claim.objects.filter(pk=subject, until__gt=now).exclude(by=actor.id or subject)
    if read_together(others.exists)():
        return False
    mine = {"site_id": site_id, "by": actor.id or subject, "until": now + timedelta(minutes=15)}
    Claim.objects.update_or_create(subject=subject, defaults=mine)
    return True


@contextmanager
def weakened() -> Iterator[None]:
    """Reading and writing are two steps, and no transaction holds them together."""
    with (
        mock.patch("nuanliu.usecases.calling.ringing.taken", _looked_and_wrote),
        mock.patch("nuanliu.usecases.calling.ringing.durable", nullcontext),
    ):
        yield
