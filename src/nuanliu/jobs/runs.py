"""Running what is due, once a slot however many schedulers there are, and again after a failure."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Protocol

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from nuanliu.jobs.models import JobRun, RunState

MOST_ATTEMPTS = 5
LEASE = timedelta(minutes=15)
"""A run that has not ended after this long belonged to a process that is gone; another may take it over."""
KEPT = timedelta(days=30)
_log = logging.getLogger(__name__)


class Scheduled(Protocol):
    """What `run_due` needs to know of a job."""

    @property
    def name(self) -> str:
        """Its name in the memory of runs."""

    @property
    def sweep(self) -> Callable[..., int]:
        """What it does, given `now`."""

    def slot(self, *, now: datetime) -> datetime:
        """The beginning of the slot that `now` is in."""


def wait_before(*, attempt: int) -> timedelta:
    """How long after attempt number `attempt` (from 1) the next may follow: 1, 4, 16, 64 ... minutes, a day at most."""
    return min(timedelta(minutes=4 ** (attempt - 1)), timedelta(days=1))


def claim(*, name: str, slot: datetime, now: datetime) -> JobRun | None:
    """The run that is ours to do, or None: done, under way elsewhere, given up, or not yet to be tried again."""
    try:
        with transaction.atomic():
            return JobRun.objects.create(name=name, slot=slot, started_at=now)
    except IntegrityError:
        return _take_over(name=name, slot=slot, now=now)


def _take_over(*, name: str, slot: datetime, now: datetime) -> JobRun | None:
    left = Q(state=RunState.RUNNING, started_at__lt=now - LEASE)
    failed = Q(state=RunState.FAILED, attempts__lt=MOST_ATTEMPTS, retry_at__lte=now)
    ours = JobRun.objects.filter(left | failed, name=name, slot=slot).update(
        state=RunState.RUNNING, started_at=now, attempts=F("attempts") + 1, retry_at=None
    )
    return JobRun.objects.get(name=name, slot=slot) if ours else None


def run_due(*, jobs: Iterable[Scheduled], now: datetime, clock: Callable[[], datetime]) -> list[JobRun]:
    """Do every job whose slot nobody has done; the runs made. A job that fails is noted and the others still run."""
    made = []
    for job in jobs:
        run = claim(name=job.name, slot=job.slot(now=now), now=now)
        if run is not None:
            _do(job, run, now, clock)
            made.append(run)
    return made


def _do(job: Scheduled, run: JobRun, now: datetime, clock: Callable[[], datetime]) -> None:
    try:
        done = job.sweep(now=now)
    except Exception as failure:  # noqa: BLE001 (the one place: the schedule outlives each of its jobs)
        _log.exception("job %s failed", job.name)
        run.state, run.outcome = RunState.FAILED, f"{type(failure).__name__}: {failure}"[:300]
        run.retry_at = now + wait_before(attempt=run.attempts)
    else:
        run.state, run.outcome = RunState.DONE, str(done)
    run.finished_at = clock()
    run.save(update_fields=["state", "outcome", "retry_at", "finished_at"])


def forget_old_runs(*, now: datetime) -> int:
    """Delete runs older than thirty days. Returns how many."""
    deleted, _each = JobRun.objects.filter(started_at__lt=now - KEPT).delete()
    return deleted
