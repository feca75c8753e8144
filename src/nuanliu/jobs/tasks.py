"""Trying again: notices that could not leave the house are put in the queue once more, later each time."""

from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce
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

    The wait counts from when the person was told, or the quiet hours were over: 1, 4, 16, 64 minutes after the first,
    second ... attempt.
    """
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING).exclude(channel=Channel.CALL_SHEET)
    waiting = waiting.filter(Q(leaves_at=None) | Q(leaves_at__lte=now))
    told = Coalesce("leaves_at", "notice__created_at")
    rows = waiting.order_by("id").values_list("id", "attempts", told, "leaves_at")[:limit]
    queued, done = _queued(), 0
    for row_id, attempts, told_at, waits_for in rows:
        wait = timedelta() if waits_for and not attempts else wait_before(attempt=max(attempts, 1))
        if now >= told_at + wait and not queued[str(row_id)]:
            deliver.enqueue(str(row_id))
            done += 1
    return done
