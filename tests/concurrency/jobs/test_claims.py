"""Several schedulers at once: each slot is claimed by exactly one of them."""

from datetime import UTC, datetime, timedelta

from nuanliu.jobs.models import JobRun
from nuanliu.jobs.runs import claim
from tests.support.races import race

START = datetime(2026, 11, 2, tzinfo=UTC)
ROUNDS = 40


def claim_slot(*, worker, round, given):
    return claim(name="x", slot=START + timedelta(minutes=round), now=START) is not None


def look_then_make(*, worker, round, given):
    """The control: asks whether the slot is free, then takes it, with a name of its own in place of the constraint."""
    slot = START + timedelta(minutes=round)
    is_free = not JobRun.objects.filter(slot=slot).exists()
    if is_free:
        JobRun.objects.create(name=f"x{worker}", slot=slot, started_at=START)
    return is_free


def winners(rows):
    return [sum(outcome.value is True for outcome in row) for row in rows]


def test_each_slot_has_one_winner(transactional_db):
    rows = race(count=4, function=claim_slot, rounds=ROUNDS)
    assert [outcome.error for row in rows for outcome in row if outcome.error] == []
    assert winners(rows) == [1] * ROUNDS


def test_the_control_has_several(transactional_db):
    assert max(winners(race(count=4, function=look_then_make, rounds=ROUNDS))) > 1
