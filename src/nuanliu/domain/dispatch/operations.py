"""Writing runs. Called by use cases, inside their transaction."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from nuanliu.domain.audit.operations import record
from nuanliu.domain.dispatch.models import Run, RunNeed, RunVisit
from nuanliu.domain.dispatch.types import RunState
from nuanliu.platform.errors import NotVisible

_AT_ONCE = 500


def lock_run(*, run_id: UUID) -> Run:
    """The run, locked until the transaction ends. Raises NotVisible if there is none."""
    rows = Run.objects.select_for_update(no_key=True, of=("self",)).select_related("scope")
    found = rows.filter(pk=run_id).first()
    if found is None:
        raise NotVisible
    return found


def write_run(run: Run, *, at: datetime, state: RunState | None = None, **changes: object) -> None:
    """Write what changed, and that the run was touched."""
    if state is not None:
        changes["state"] = state.value
    changes["touched_at"] = at
    for name, value in changes.items():
        setattr(run, name, value)
    run.save(update_fields=list(changes))


def keep_plan(*, needs: Iterable[RunNeed], visits: Iterable[RunVisit]) -> None:
    """The rows of a run that has come to its end."""
    RunNeed.objects.bulk_create(needs, batch_size=_AT_ONCE)
    RunVisit.objects.bulk_create(visits, batch_size=_AT_ONCE)


def note_run(*, action: str, run: Run, actor_id: UUID | None, at: datetime, role: str = "", **details: object) -> None:
    """Append the audit event of something that was done to a run."""
    record(
        action=action,
        subject_type="run",
        subject_id=run.pk,
        occurred_at=at,
        actor_id=actor_id,
        actor_role=role,
        details={"scope": str(run.scope_id), "week": run.week.isoformat(), **details},
    )
