"""Two clerks take the same call: one rings, the other is told who does."""

from collections import Counter
from contextlib import nullcontext

import pytest
from django.db import connection

from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.calls.models import Call
from nuanliu.domain.notices.calls.types import CallKind, CallState
from nuanliu.platform.clock import local_date
from nuanliu.platform.ids import new_id
from tests.concurrency import ringers
from tests.support.races import MEETING_ROUNDS, ROUNDS, race
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
WORKERS = 2


def race_for_calls(count: int, *, control: bool = False) -> list[str]:
    """The rounds in which not exactly one clerk had the call."""
    town = Town.found()
    clerks = [town.staff(Role.HOTLINE, f"接线{n}").id for n in range(WORKERS)]
    row = {"site": town.site, "kind": CallKind.MISSED, "state": CallState.OPEN, "ring_on": local_date(town.now)}
    calls = Call.objects.bulk_create(
        [Call(id=new_id(), heard_at=town.now, noted_by=clerks[0], **row) for _one in range(count)]
    )
    given = [{"call": call.pk, "clerks": clerks, "now": town.now, "control": control} for call in calls]
    with ringers.weakened() if control and connection.vendor == "sqlite" else nullcontext():
        outcomes = race(count=WORKERS, function=ringers.ring, given=given)
    told = [[outcome.value or outcome.error for outcome in one] for one in outcomes]
    return [str(one) for one in told if Counter(one) != {"mine": 1, "taken": WORKERS - 1}]


def test_one_clerk_has_a_call() -> None:
    assert race_for_calls(ROUNDS) == []


def test_control_whoever_looks_and_then_writes_rings_twice() -> None:
    assert race_for_calls(MEETING_ROUNDS, control=True)
