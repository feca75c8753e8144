"""A slot is done once, a failure is tried again later, and a run that was left behind is taken over."""

from datetime import UTC, datetime, timedelta

import pytest

from nuanliu.jobs.models import JobRun
from nuanliu.jobs.runs import LEASE, MOST_ATTEMPTS, claim, forget_old_runs, run_due
from nuanliu.jobs.schedule import Job

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Sweep:
    """Counts its calls; fails while it is told to."""

    def __init__(self, *, failing=0):
        self.calls, self.failing = [], failing

    def __call__(self, *, now):
        self.calls.append(now)
        if len(self.calls) <= self.failing:
            raise RuntimeError("no line")
        return 7


def do(sweep, now, *, every=timedelta(hours=1)):
    return [
        (run.state, run.outcome) for run in run_due(jobs=[Job("x", sweep, every=every)], now=now, clock=lambda: now)
    ]


def test_a_slot_is_done_once():
    sweep = Sweep()
    assert do(sweep, NOON) == [("done", "7")]
    assert do(sweep, NOON + MINUTE) == []
    assert do(sweep, NOON + timedelta(hours=1)) == [("done", "7")]
    assert len(sweep.calls) == 2


def test_a_missed_stretch_is_made_up_for_once():
    sweep = Sweep()
    do(sweep, NOON)
    assert do(sweep, NOON + timedelta(days=3)) == [("done", "7")]
    assert len(sweep.calls) == 2


def test_a_failure_is_tried_again_after_its_wait_and_not_before():
    sweep = Sweep(failing=1)
    assert do(sweep, NOON) == [("failed", "RuntimeError: no line")]
    assert do(sweep, NOON + MINUTE - timedelta(seconds=1)) == []
    assert do(sweep, NOON + MINUTE) == [("done", "7")]
    assert JobRun.objects.get().attempts == 2


def test_a_job_that_always_fails_is_given_up_for_this_slot_only():
    sweep, day = Sweep(failing=99), timedelta(days=1)
    midnight = NOON - timedelta(hours=12)
    for hour in range(0, 24, 2):
        do(sweep, midnight + timedelta(hours=hour), every=day)
    assert len(sweep.calls) == MOST_ATTEMPTS
    assert do(sweep, midnight + day, every=day) == [("failed", "RuntimeError: no line")]


def test_one_failing_job_does_not_keep_the_others_from_running():
    jobs = [Job("bad", Sweep(failing=9), every=MINUTE), Job("good", Sweep(), every=MINUTE)]
    made = run_due(jobs=jobs, now=NOON, clock=lambda: NOON)
    assert [(run.name, run.state) for run in made] == [("bad", "failed"), ("good", "done")]


def test_a_run_left_behind_is_taken_over_after_the_lease_by_one():
    assert claim(name="x", slot=NOON, now=NOON) is not None
    assert claim(name="x", slot=NOON, now=NOON + LEASE) is None
    later = NOON + LEASE + MINUTE
    assert claim(name="x", slot=NOON, now=later).attempts == 2
    assert claim(name="x", slot=NOON, now=later) is None


def test_old_runs_are_forgotten_and_young_ones_kept():
    for days in (31, 29):
        claim(name="x", slot=NOON - timedelta(days=days), now=NOON - timedelta(days=days))
    assert forget_old_runs(now=NOON) == 1
    assert [run.slot for run in JobRun.objects.all()] == [NOON - timedelta(days=29)]
