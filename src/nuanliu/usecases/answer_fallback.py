"""A need that nobody took becomes a task: somebody must say who goes, when else, or why nobody does."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.care import operations as care
from nuanliu.domain.care.invitations.types import InvitationState
from nuanliu.domain.care.models import Need
from nuanliu.domain.care.series.models import FallbackTask
from nuanliu.domain.care.series.tasks import may_answer
from nuanliu.domain.care.series.types import TaskState, TaskTo
from nuanliu.domain.care.types import NeedState, Payer
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Actor, NodeKind, Power
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.types import PoolUseKind
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.accept_need import take
from nuanliu.usecases.fall_back import leave_unserved, open_again
from nuanliu.usecases.inviting.close import close_invitations
from nuanliu.usecases.use_pool import ask_pool

HELD = frozenset({NeedState.OPEN, NeedState.UNSERVED})
"""While the need is in one of these, nobody has been found."""
INSTEAD = "存的时间没能兑现，用爱心池补"
"""Why the pool was used: kept as it was said, like any reason a clerk writes."""


class UnableToAnswer(Unable):
    """The task cannot be answered like this; `field` says which answer to change."""


def branches_for(*, task: FallbackTask) -> list[Node]:
    """Party branches of the site, to which the task may be given."""
    rows = Node.objects.filter(kind=NodeKind.BRANCH.value, path__startswith=task.site.path, closed_at=None)
    return list(rows.order_by("name", "id"))


def lock_task(*, task_id: UUID) -> tuple[FallbackTask, Need]:
    """Task and need, the need's row locked first, as everywhere. Raises NotVisible."""
    found = FallbackTask.objects.filter(id=task_id).values_list("site_id", "need_id").first()
    if found is None:
        raise NotVisible
    need = care.lock_need(need_id=found[1])
    rows = FallbackTask.objects.select_for_update(no_key=True, of=("self",)).select_related("site", "branch")
    return rows.get(site_id=found[0], id=task_id), need


def _open(actor: Actor, task_id: UUID) -> tuple[FallbackTask, Need]:
    task, need = lock_task(task_id=task_id)
    if not may_answer(actor=actor, task=task):
        raise NotVisible
    if is_own_or_kin(actor=actor, people={need.elder_id}):
        raise UnableToAnswer("own_or_kin", _("自己或家人的需求要请同事办。"))
    return task, need


@repeated
def serve_by(*, actor: Actor, task_id: UUID, helper_id: UUID, now: datetime) -> FallbackTask:
    """Somebody goes who said so. The same again changes nothing.

    Raises UnableToAnswer, UnableToTakeNeed, NotVisible.
    """
    with durable():
        task, need = _open(actor, task_id)
        if task.state == TaskState.SERVED:
            return task
        _insist_open(task, need)
        if need.state == NeedState.UNSERVED:
            raise UnableToAnswer("too_late", _("时间已经过了，请另约时间，或写明没人去的原因。"))
        take(need=need, helper_id=helper_id, actor=actor, now=now, action="visit.assigned", role=_role(actor, task))
        if need.state == NeedState.MATCHED:
            mark_answered(task=task, actor=actor, state=TaskState.SERVED, now=now)
        return task


@repeated
def move_to(*, actor: Actor, task_id: UUID, starts_at: datetime, now: datetime) -> FallbackTask:
    """Another time was agreed with the old person. The same again changes nothing.

    Raises UnableToAnswer, UnableToStep, NotVisible.
    """
    with durable():
        task, need = _open(actor, task_id)
        if task.state == TaskState.MOVED and need.starts_at == starts_at:
            return task
        _insist_open(task, need)
        if starts_at <= now:
            raise UnableToAnswer("in_the_past", _("这个时间已经过去了，请选以后的时间。"), field="when")
        role = _role(actor, task)
        if need.state == NeedState.UNSERVED:
            open_again(need=need, actor=actor, role=role, starts_at=starts_at, now=now)
        else:
            ends_at = starts_at + timedelta(minutes=need.planned_minutes)
            care.change(need, starts_at=starts_at, ends_at=ends_at)
            care.note(action="need.changed", subject=need, actor=actor, at=now, role=role)
            close_invitations(need=need, to=InvitationState.WITHDRAWN, actor=actor, role=role, now=now, is_moved=True)
        tell(person=need.elder, kind=NoticeKind.NEED_CHANGED, need=need, at=now)
        mark_answered(task=task, actor=actor, state=TaskState.MOVED, now=now)
        return task


@repeated
def nobody_goes(*, actor: Actor, task_id: UUID, reason: str, now: datetime) -> FallbackTask:
    """Nobody can, for a reason that is kept and counted. The same again changes nothing.

    Raises UnableToAnswer, NotVisible.
    """
    with durable():
        task, need = _open(actor, task_id)
        if task.state == TaskState.UNSERVED:
            return task
        _insist_open(task, need)
        if not reason.strip():
            raise UnableToAnswer("no_reason", _("请写明为什么没人去。"), field="reason")
        if need.state == NeedState.OPEN:
            leave_unserved(need=need, actor=actor, role=_role(actor, task), reason=reason.strip(), now=now)
        mark_answered(task=task, actor=actor, state=TaskState.UNSERVED, reason=reason.strip(), now=now)
        return task


@repeated
def give_to_branch(*, actor: Actor, task_id: UUID, branch_id: UUID, now: datetime) -> FallbackTask:
    """The party branch is to find somebody. The same again changes nothing. Raises UnableToAnswer, NotVisible."""
    with durable():
        task, need = _open(actor, task_id)
        if task.branch_id == branch_id:
            return task
        _insist_open(task, need)
        if not actor.may(Power.NEED_ASSIST, path=task.site.path):
            raise NotVisible
        branch = next((one for one in branches_for(task=task) if one.pk == branch_id), None)
        if branch is None:
            raise UnableToAnswer("no_branch", _("请从列出的支部里选一个。"), field="branch")
        FallbackTask.objects.filter(site_id=task.site_id, id=task.id).update(to=TaskTo.BRANCH.value, branch=branch)
        task.to, task.branch = TaskTo.BRANCH.value, branch
        note_task(action="fallback.given", task=task, actor=actor, now=now)
        return task


def is_pool_offered(*, task: FallbackTask, need: Need, now: datetime) -> bool:
    """Whether her own saved time could not be served within the promised days (Standard: own_time_promise_days)."""
    promised = standard_in_force(at=now, site=task.site_id).span("own_time_promise_days")
    is_unserved = task.state == TaskState.UNSERVED and need.state == NeedState.UNSERVED
    return need.payer == Payer.OWN_TIME and is_unserved and now >= need.submitted_at + promised


@repeated
def use_guarantee(*, actor: Actor, task_id: UUID, now: datetime) -> FallbackTask:
    """The pool stands in for saved time that could not be served; the use is recorded at the task.

    Raises UnableToAnswer, UnableToUsePool, NotVisible.
    """
    task = FallbackTask.objects.select_related("site").filter(id=task_id).first()
    if task is None or not actor.may(Power.POOL_USE, path=task.site.path):
        raise NotVisible
    need = Need.objects.select_related("elder").get(site_id=task.site_id, id=task.need_id)
    if task.pool_use is None and not is_pool_offered(task=task, need=need, now=now):
        raise UnableToAnswer("not_promised", _("还没到说好的期限，先再找找人。"))
    use = ask_pool(
        actor=actor,
        person_id=need.elder_id,
        kind=PoolUseKind.HELP,
        minutes=need.planned_minutes * need.helpers_wanted,
        reason=INSTEAD,
        token=task.id,
        now=now,
    )
    FallbackTask.objects.filter(site_id=task.site_id, id=task.id).update(pool_use=use.id)
    task.pool_use = use.id
    return task


def _insist_open(task: FallbackTask, need: Need) -> None:
    """Also a need that a volunteer took a minute ago is answered: nothing about it is changed behind her back."""
    if task.state != TaskState.OPEN or need.state not in HELD:
        raise UnableToAnswer("answered", _("这件事已经有人答复了，请刷新页面看看。"))


def _role(actor: Actor, task: FallbackTask) -> str:
    return actor.role_for(Power.NEED_ASSIST, path=task.site.path) or "branch"


def mark_answered(*, task: FallbackTask, actor: Actor, state: TaskState, now: datetime, reason: str = "") -> None:
    """Write the answer down. Inside the caller's transaction, the task locked."""
    said = {"state": state.value, "answered_by": actor.id, "answered_at": now, "reason": reason}
    FallbackTask.objects.filter(site_id=task.site_id, id=task.id).update(**said)
    for name, value in said.items():
        setattr(task, name, value)
    note_task(action="fallback.answered", task=task, actor=actor, now=now, answer=state.value)


def note_task(*, action: str, task: FallbackTask, actor: Actor, now: datetime, **details: str) -> None:
    """Append the audit event of something that was done to a task."""
    record(
        action=action,
        subject_type="fallback",
        subject_id=task.id,
        occurred_at=now,
        actor_id=actor.id,
        actor_role="system" if actor.is_system else _role(actor, task),
        site_id=task.site_id,
        reason=task.reason,
        details={"need": str(task.need_id), **details},
    )
