"""The memory of the schedule: which job ran for which slot of time, and how it went."""

from enum import StrEnum

from django.db import models

from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class RunState(StrEnum):
    """Under way, done, or failed (and tried again while attempts are left)."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobRun(models.Model):
    """One job in one slot. The row is the lock: two schedulers cannot both make it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=64)
    slot = models.DateTimeField()
    state = models.CharField(max_length=8, default=RunState.RUNNING)
    attempts = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "slot"], name="job_run_once_a_slot"),
            one_of("state", RunState, table="job_run"),
        ]
        indexes = [models.Index(fields=["started_at"], name="job_run_by_age")]

    def __str__(self) -> str:
        return f"{self.name} {self.slot:%Y-%m-%d %H:%M} {self.state}"
