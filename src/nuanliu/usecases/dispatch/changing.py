"""A clerk knows better: a visit is fixed, a helper kept away, another put in her place, two exchanged.

Marks change nothing by themselves; the week is proposed anew with them, and the page says what that costs.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.dispatch.models import Run, RunNeed, RunVisit
from nuanliu.domain.dispatch.operations import lock_run, note_run, write_run
from nuanliu.domain.dispatch.queries import access_run, newer_than
from nuanliu.domain.dispatch.types import ChosenState, RunState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import VolunteerState
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.retry import repeated
from nuanliu.usecases.dispatch.running import UnableToDispatch

MOST_MARKS = 500
Mark = tuple[str, str, str]


def insist_current(run: Run) -> None:
    """Raises UnableToDispatch unless the run is done and no newer one proposes its week."""
    if run.state != RunState.DONE:
        raise UnableToDispatch("not_done", _("这份安排还没排好，不能改。"))
    if newer_than(run=run) is not None:
        raise UnableToDispatch("replaced", _("这份安排已经重排过了，请看新的一份。"))


def pin(*, actor: Actor, run_id: UUID, need_id: UUID, volunteer_id: UUID, now: datetime) -> None:
    """She goes there, whatever else: her visit is a promise when the week is proposed anew.

    A helper who is not proposed there takes the place of one who is. Raises UnableToDispatch, NotVisible.
    """

    def change(run: Run, marks: list[Mark]) -> list[Mark]:
        here = RunVisit.objects.filter(run=run, need_id=need_id)
        chosen = set(here.values_list("volunteer_id", flat=True))
        wanted = max(1, len(chosen))
        pinned = [who for kind, what, who in marks if kind == "pin" and what == str(need_id)]
        if str(volunteer_id) not in pinned and len(pinned) >= wanted:
            marks = [one for one in marks if one != ("pin", str(need_id), pinned[0])]
        marks = [one for one in marks if one != ("ban", str(need_id), str(volunteer_id))]
        return [*marks, ("pin", str(need_id), str(volunteer_id))]

    _insist_active(volunteer_id)
    _mark(actor, run_id, need_id, now, change)


def ban(*, actor: Actor, run_id: UUID, need_id: UUID, volunteer_id: UUID, now: datetime) -> None:
    """She does not go there. Raises UnableToDispatch, NotVisible."""

    def change(_run: Run, marks: list[Mark]) -> list[Mark]:
        marks = [one for one in marks if one != ("pin", str(need_id), str(volunteer_id))]
        return [*marks, ("ban", str(need_id), str(volunteer_id))]

    _mark(actor, run_id, need_id, now, change)


def unmark(*, actor: Actor, run_id: UUID, need_id: UUID, volunteer_id: UUID, now: datetime) -> None:
    """Neither fixed nor kept away any more. Raises UnableToDispatch, NotVisible."""

    def change(_run: Run, marks: list[Mark]) -> list[Mark]:
        return [one for one in marks if one[1:] != (str(need_id), str(volunteer_id))]

    _mark(actor, run_id, need_id, now, change)


def exchange(*, actor: Actor, run_id: UUID, need_id: UUID, volunteer_id: UUID, with_need: UUID, now: datetime) -> None:
    """The helper of another need comes here, and who was to come here goes there.

    Raises UnableToDispatch, NotVisible.
    """

    def change(run: Run, marks: list[Mark]) -> list[Mark]:
        rows = dict(
            RunVisit.objects.filter(run=run, need_id__in=[need_id, with_need]).values_list("need_id", "volunteer_id")
        )
        if rows.get(with_need) != volunteer_id or need_id not in rows:
            raise UnableToDispatch("no_exchange", _("这两处不能对换，请刷新页面看看。"))
        both = {str(need_id), str(with_need)}
        kept = [one for one in marks if one[0] != "pin" or one[1] not in both]
        wanted = [("pin", str(need_id), str(volunteer_id)), ("pin", str(with_need), str(rows[need_id]))]
        return [one for one in kept if ("pin", *one[1:]) not in wanted] + wanted

    _mark(actor, run_id, need_id, now, change)


def _insist_active(volunteer_id: UUID) -> None:
    active = Person.objects.filter(pk=volunteer_id, closed_at=None, volunteer__state=VolunteerState.ACTIVE)
    if not active.exists():
        raise UnableToDispatch("not_active", _("这位现在不是在岗的志愿者。"), field="helper")


@repeated
def _mark(
    actor: Actor, run_id: UUID, need_id: UUID, now: datetime, change: Callable[[Run, list[Mark]], list[Mark]]
) -> None:
    access_run(actor=actor, run_id=run_id)
    with durable():
        run = lock_run(run_id=run_id)
        if not RunNeed.objects.filter(run=run, need_id=need_id).exists():
            raise NotVisible
        insist_current(run)
        if RunVisit.objects.filter(run=run, need_id=need_id).exclude(state=ChosenState.PROPOSED.value).exists():
            raise UnableToDispatch("sent", _("这一处已经去请人了，不能再改。"))
        before = [(str(kind), str(what), str(who)) for kind, what, who in run.marks]
        after = list(dict.fromkeys(change(run, before)))
        if after == before:
            return
        if len(after) > MOST_MARKS:
            raise UnableToDispatch("too_many", _("改的太多了，请先重排一次。"))
        write_run(run, at=now, marks=[list(one) for one in after], changes=run.changes + 1)
        role = actor.role_for(Power.DISPATCH, path=run.scope.path)
        note_run(action="dispatch.marked", run=run, actor_id=actor.id, at=now, role=role, need=str(need_id))
