"""提出下周安排: somebody asks for a week, the task worker reads, proposes, checks and keeps it.

Nothing but the run's own rows is written: a proposal books nobody. A worker that dies leaves a run that is begun anew.
"""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from nuanliu.domain.dispatch.models import Run, RunNeed, RunVisit
from nuanliu.domain.dispatch.operations import keep_plan, lock_run, note_run, write_run
from nuanliu.domain.dispatch.queries import access_run, access_scope, next_monday
from nuanliu.domain.dispatch.types import UNDER_WAY, Failure, RunState
from nuanliu.domain.matching.types import Weights
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.dispatch.facts import Week
from nuanliu.usecases.dispatch.laying import Marks
from nuanliu.usecases.dispatch.solving import Proposed, read, solve, weights_for

QUIET = timedelta(minutes=10)
"""A run that nobody has touched for so long has lost its worker."""
FURTHEST = timedelta(days=28)
"""Weeks further off have too few needs to be worth proposing."""
_POINT = 100
_MILLION = 1_000_000


class UnableToDispatch(Unable):
    """This week cannot be proposed, or this proposal not be changed."""


@repeated
def ask_run(
    *, actor: Actor, scope_id: UUID, week: date, token: UUID, now: datetime, follows: UUID | None = None
) -> Run:
    """Put the week of a place in the queue; the same token finds the first run. `follows` is proposed anew.

    Raises UnableToDispatch, NotVisible.
    """
    scope = access_scope(actor=actor, scope_id=scope_id)
    if actor.id is None:
        raise NotVisible
    latest = next_monday(now=now) + FURTHEST
    if week.weekday() != 0 or not next_monday(now=now) - timedelta(days=7) <= week <= latest:
        raise UnableToDispatch("week", _("请选这一周或者后面几周。"), field="week")
    with durable():
        identity = derived_id(token, "dispatch", str(actor.id))
        known = Run.objects.select_related("scope").filter(pk=identity).first()
        if known is not None:
            return known
        before = lock_run(run_id=access_run(actor=actor, run_id=follows).pk) if follows else None
        if before is not None and (before.state != RunState.DONE or before.scope_id != scope.pk or before.week != week):
            raise UnableToDispatch("not_done", _("这份安排还没排好，不能再排。"))
        made = Run.objects.create(
            id=identity,
            scope=scope,
            week=week,
            weights=asdict(weights_for(scope=scope, week=week)),
            follows=before,
            marks=before.marks if before else [],
            asked_by=actor.id,
            asked_at=now,
            touched_at=now,
        )
        role = actor.role_for(Power.DISPATCH, path=scope.path)
        note_run(action="dispatch.asked", run=made, actor_id=actor.id, at=now, role=role)
        make_run.enqueue(str(made.pk))
        return made


@repeated
def cancel_run(*, actor: Actor, run_id: UUID, now: datetime) -> Run:
    """Stop: what is still thought out is thrown away. Again, or when it is done, changes nothing."""
    access_run(actor=actor, run_id=run_id)
    with durable():
        run = lock_run(run_id=run_id)
        if run.state in UNDER_WAY:
            write_run(run, at=now, state=RunState.CANCELLED, ended_at=now)
            role = actor.role_for(Power.DISPATCH, path=run.scope.path)
            note_run(action="dispatch.cancelled", run=run, actor_id=actor.id, at=now, role=role)
        return run


@task()
def make_run(run_id: str) -> str:
    """Read, propose, check and keep one run."""
    return carry_out(run_id=UUID(run_id), now=clock.now())


def continue_lost_runs(*, now: datetime) -> int:
    """Queue again each run that has lost its worker. Gives how many."""
    lost = Run.objects.filter(state__in=[state.value for state in UNDER_WAY], touched_at__lt=now - QUIET)
    ids = list(lost.order_by("asked_at").values_list("pk", flat=True))
    for run_id in ids:
        make_run.enqueue(str(run_id))
    Run.objects.filter(pk__in=ids).update(touched_at=now)
    return len(ids)


def carry_out(*, run_id: UUID, now: datetime) -> str:
    """One run from the question as it is `now` to the answer; says in which state it ended."""
    run = _step(run_id, RunState.READING, now)
    if run is None:
        return "nothing to do"
    week = read(scope=run.scope, week=run.week, now=now)
    if _step(run_id, RunState.SOLVING, now) is None:
        return RunState.CANCELLED.value
    if not week.needs:
        return _fail(run_id, Failure.EMPTY, week, now)
    weights = Weights(**run.weights)
    proposed = solve(week=week, weights=weights, marks=marks_of(run=run), seed=run.seed)
    if proposed.faults:
        return _fail(run_id, Failure.FAULTY, week, now)
    return _keep(run_id, proposed, weights, now)


def marks_of(*, run: Run) -> Marks:
    """Pins and bans of a run, and what people know of the one it follows."""
    said = [(kind, (UUID(need), UUID(who))) for kind, need, who in run.marks]
    before = run.follows
    marks = Marks(
        pins=frozenset(pair for kind, pair in said if kind == "pin"),
        bans=frozenset(pair for kind, pair in said if kind == "ban"),
    )
    if before is None:
        return marks
    prices = RunNeed.objects.filter(run=before).values_list("need_id", "price")
    return replace(
        marks,
        kept=frozenset(RunVisit.objects.filter(run=before).values_list("need_id", "volunteer_id")),
        prices={need: price / _POINT for need, price in prices},
        gap=before.gap / _MILLION,
    )


@repeated
def _step(run_id: UUID, state: RunState, now: datetime) -> Run | None:
    """The run one step on; None if there is nothing more to do."""
    with durable():
        run = lock_run(run_id=run_id)
        if run.state not in UNDER_WAY:
            return None
        write_run(run, at=now, state=state)
        return run


@repeated
def _fail(run_id: UUID, failure: Failure, week: Week, now: datetime) -> str:
    with durable():
        run = lock_run(run_id=run_id)
        if run.state in UNDER_WAY:
            asked = week.asked_already
            write_run(run, at=now, state=RunState.FAILED, failure=failure.value, ended_at=now, asked_already=asked)
            note_run(action="dispatch.failed", run=run, actor_id=run.asked_by, at=now, failure=failure.value)
        return str(run.state)


@repeated
def _keep(run_id: UUID, proposed: Proposed, weights: Weights, now: datetime) -> str:
    """Store the plan, if nobody stopped the run meanwhile."""
    needs, visits = list(_needs(run_id, proposed, weights)), list(_visits(run_id, proposed, weights))
    with durable():
        run = lock_run(run_id=run_id)
        if run.state not in UNDER_WAY:
            return str(run.state)
        keep_plan(needs=needs, visits=visits)
        write_run(
            run,
            at=now,
            state=RunState.DONE,
            ended_at=now,
            snapshot_hash=proposed.hash,
            needs=len(needs),
            served=sum(not need.reason for need in needs),
            helpers=len({visit.volunteer_id for visit in visits}),
            asked_already=proposed.week.asked_already,
            worth=round(proposed.worth * _POINT),
            value=round(proposed.solved.value * _POINT),
            bound=round(proposed.solved.bound * _POINT),
            gap=round(proposed.solved.gap * _MILLION),
            was_cut=proposed.solved.stats.was_cut,
        )
        note_run(action="dispatch.proposed", run=run, actor_id=run.asked_by, at=now, needs=run.needs, served=run.served)
        return RunState.DONE.value


def _needs(run_id: UUID, proposed: Proposed, weights: Weights) -> Iterator[RunNeed]:
    plan, whole = proposed.plan, proposed.whole
    for row, need in enumerate(whole.needs):
        told = proposed.explained(row, weights)
        yield RunNeed(
            site_id=need.site,
            run_id=run_id,
            need_id=need.id,
            starts_at=_moment(proposed.week, need.start),
            reason="" if row in plan.by_need else plan.unserved.get(row, "contested"),
            price=round(plan.prices[row] * _POINT),
            others=[
                [
                    str(whole.helpers[one.helper].id),
                    one.code,
                    None if one.instead is None else str(whole.needs[one.instead].id),
                ]
                for one in told.others
            ],
        )


def _visits(run_id: UUID, proposed: Proposed, weights: Weights) -> Iterator[RunVisit]:
    whole = proposed.whole
    for row in sorted(proposed.plan.by_need):
        need = whole.needs[row]
        for helper, parts in proposed.explained(row, weights).helpers:
            yield RunVisit(
                site_id=need.site,
                run_id=run_id,
                need_id=need.id,
                volunteer_id=whole.helpers[helper].id,
                starts_at=_moment(proposed.week, need.start),
                minutes=need.minutes,
                metres=proposed.metres(row, helper),
                parts=[[part.code, round(part.points * _POINT)] for part in parts],
            )


def _moment(week: Week, minute: int) -> datetime:
    return clock.at(week.monday, 0) + timedelta(minutes=minute)
