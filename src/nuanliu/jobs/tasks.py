"""Trying again: notices that could not leave the house are put in the queue once more, later each time."""

from collections import Counter
from datetime import datetime

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nuanliu.domain.notices.delivery import deliver
from nuanliu.domain.notices.models import Delivery
from nuanliu.domain.notices.types import Channel, DeliveryState
from nuanliu.jobs.runs import wait_before

_UNDER_WAY = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def _queued() -> Counter[str]:
    waiting = DBTaskResult.objects.filter(task_path=deliver.module_path, status__in=_UNDER_WAY)
    return Counter(str(row["args"][0]) for row in waiting.values_list("args_kwargs", flat=True) if row["args"])


def send_what_waits(*, now: datetime, limit: int = 200) -> int:
    """Queue again each waiting delivery whose wait is over and which is not in the queue. Returns how many.

    The wait counts from when the person was told: 1, 4, 16, 64 minutes after the first, second ... attempt.
    """
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING).exclude(channel=Channel.CALL_SHEET)
    rows = waiting.order_by("id").values_list("id", "attempts", "notice__created_at")[:limit]
    queued, done = _queued(), 0
    for row_id, attempts, told_at in rows:
        if now >= told_at + wait_before(attempt=max(attempts, 1)) and not queued[str(row_id)]:
            deliver.enqueue(str(row_id))
            done += 1
    return done
