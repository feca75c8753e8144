"""Reading the tasks of needs that nobody took: the site's staff, and the branch that a task was given to."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from nuanliu.domain.care.series.models import FallbackTask
from nuanliu.domain.care.series.types import TaskState
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.errors import NotVisible


def _tasks() -> QuerySet[FallbackTask]:
    return FallbackTask.objects.select_related("need__service", "need__elder__elder", "site", "branch")


def access_task(*, actor: Actor, task_id: UUID) -> FallbackTask:
    """One task. Raises NotVisible but for the site's staff, and the branch that it was given to."""
    found = _tasks().filter(id=task_id).first()
    if found is None or not may_answer(actor=actor, task=found):
        raise NotVisible
    return found


def may_answer(*, actor: Actor, task: FallbackTask) -> bool:
    """Whether the task is the actor's, by an appointment at the site or at the branch."""
    if actor.may(Power.NEED_ASSIST, path=task.site.path):
        return True
    return task.branch is not None and actor.may(Power.BRANCH_SEE, path=task.branch.path)


def tasks_within(*, actor: Actor) -> QuerySet[FallbackTask]:
    """All tasks of the sites whose staff the actor belongs to, and of her branches."""
    sites = within(paths=actor.paths(Power.NEED_ASSIST), column="site__path")
    branches = within(paths=actor.paths(Power.BRANCH_SEE), column="branch__path")
    return _tasks().filter(sites | branches)


def unserved_between(*, paths: Iterable[str], since: datetime, until: datetime) -> dict[str, int]:
    """How the tasks raised in a time were answered below these paths: by state, none left out."""
    rows = FallbackTask.objects.filter(within(paths=paths, column="site__path"), raised_at__gte=since)
    counted = rows.filter(raised_at__lt=until).order_by().values_list("state").annotate(count=Count("id"))
    found = dict(counted)
    return {state.value: found.get(state.value, 0) for state in TaskState}
