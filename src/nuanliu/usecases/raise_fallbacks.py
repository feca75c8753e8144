"""Needs that start soon and have nobody become tasks; what has settled itself is closed."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.models import Need
from nuanliu.domain.care.series.models import FallbackTask
from nuanliu.domain.care.series.types import TaskState, TaskTo
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import SYSTEM, NodeKind
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.answer_fallback import HELD, lock_task, mark_answered, note_task


def raise_tasks(*, now: datetime, limit: int = 200) -> int:
    """Raise a task for every need that starts soon, or did, without anybody, and close what has settled itself.

    Returns how many rose. A helper who steps back, or does not come, leaves a need with nobody: that is a task again.
    """
    soon = now + standard_in_force(at=now).span("fallback_hours_before")
    known = _standing(site_id=OuterRef("site_id"), need_id=OuterRef("id"), starts_at=OuterRef("starts_at"))
    held = Need.objects.filter(state__in=[state.value for state in HELD], starts_at__lt=soon)
    waiting = held.filter(~Exists(known)).order_by("starts_at", "id")
    raised = sum(_raise_one(need_id=need_id, now=now) for need_id in waiting.values_list("id", flat=True)[:limit])
    still = FallbackTask.objects.filter(state=TaskState.OPEN.value)
    gone = still.exclude(need__state__in=[state.value for state in HELD]).order_by("raised_at", "id")
    for task_id in gone.values_list("id", flat=True)[:limit]:
        _close_one(task_id=task_id, now=now)
    return raised


def _standing(**about: object) -> QuerySet[FallbackTask]:
    """Tasks after which there is nothing to raise: somebody has still to answer, or has said why nobody goes."""
    return FallbackTask.objects.filter(state__in=[TaskState.OPEN.value, TaskState.UNSERVED.value], **about)


@repeated
def _raise_one(*, need_id: UUID, now: datetime) -> bool:
    with durable():
        need = care.lock_need(need_id=need_id)
        standard = standard_in_force(at=now, site=need.site_id)
        about = {"site_id": need.site_id, "need_id": need.id, "starts_at": need.starts_at}
        is_soon = need.starts_at < now + standard.span("fallback_hours_before")
        if need.state not in HELD or not is_soon or _standing(**about).exists():
            return False
        before = FallbackTask.objects.filter(**about).count()
        to = TaskTo(standard.codes("fallback_to")[0])
        branch = _branch_of(need) if to is TaskTo.BRANCH else None
        task = FallbackTask.objects.create(
            id=derived_id(need.id, "fallback", need.starts_at.isoformat(), *([str(before)] if before else [])),
            **about,
            to=TaskTo.SITE_STAFF if branch is None else to,
            branch=branch,
            raised_at=now,
        )
        note_task(action="fallback.raised", task=task, actor=SYSTEM, now=now)
        return True


def _branch_of(need: Need) -> Node | None:
    rows = Node.objects.filter(kind=NodeKind.BRANCH.value, path__startswith=need.site.path, closed_at=None)
    return rows.order_by("path").first()


@repeated
def _close_one(*, task_id: UUID, now: datetime) -> None:
    with durable():
        task, need = lock_task(task_id=task_id)
        if task.state != TaskState.OPEN or need.state in HELD:
            return
        is_over = need.state in {NeedState.CANCELLED, NeedState.RETURNED, NeedState.VOIDED}
        mark_answered(task=task, actor=SYSTEM, state=TaskState.DROPPED if is_over else TaskState.TAKEN, now=now)
