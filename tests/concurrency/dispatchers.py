"""Weeks are proposed, stored, confirmed, sent, and proposed anew while helpers answer and take needs themselves."""

import time
from typing import Any
from uuid import UUID

from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.dispatch.models import Run
from nuanliu.domain.dispatch.types import UNDER_WAY, Failure
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.dispatch.confirming import confirm, send_waves
from nuanliu.usecases.dispatch.running import ask_run, carry_out
from nuanliu.usecases.inviting.answer import accept_invitation, decline_invitation
from tests.concurrency import scenarios
from tests.support.workers import actor_of

Given = dict[str, Any]
PATIENCE = 50.0
"""Seconds that a helper waits for the second proposal."""


def propose_or_answer(*, worker: int, round: int, given: Given) -> list[tuple[str, str]]:
    """The first worker proposes and sends, then proposes anew; the others take one need all together, then answer.

    They answer what has come for their helpers, half of it while the second proposal is worked out. Gives what each was
    told: ("took" or a code, need), ("accepted" or "declined", invitation), ("during", run) for answers given while a
    week was being worked out.
    """
    if worker == 0:
        first = _propose(given, None) if given["proposes"] else []
        return first + [said for _state, run in first for said in _propose(given, run)]
    told = [(scenarios.take(worker=worker, round=round, given=given).split(" place")[0], str(given["need"]))]
    until = time.monotonic() + PATIENCE
    is_over = not given["proposes"]
    while not is_over and time.monotonic() < until:
        is_over = _is_over(given)
        told += _answers(given, given["helpers"][worker - 1], is_over=is_over)
        time.sleep(0.1)
    return told


def _runs(given: Given) -> Any:
    return Run.objects.filter(scope_id=given["scope"], week=given["week"])


def _is_over(given: Given) -> bool:
    """Whether the last proposal of this round has come to its end."""
    rows = _runs(given).exclude(state__in=[state.value for state in UNDER_WAY])
    return bool(rows.filter(follows__isnull=False).exists())


def _solving(given: Given) -> list[UUID]:
    """The second proposal, while it is being worked out."""
    rows = _runs(given).filter(state__in=[state.value for state in UNDER_WAY], follows__isnull=False)
    return list(rows.values_list("pk", flat=True))


def _answers(given: Given, mine: list[UUID], *, is_over: bool) -> list[tuple[str, str]]:
    """What is waiting is answered; half of it only while the week is proposed anew."""
    told = []
    ours = Invitation.objects.filter(run_id__in=_runs(given).values("pk"))
    rows = ours.filter(volunteer_id__in=mine, state="waiting").order_by("id")
    waiting = list(rows.values_list("id", "volunteer_id"))
    if not is_over and not _solving(given):
        waiting = waiting[: len(waiting) // 2]
    for invitation, who in waiting:
        told += [("during", str(run)) for run in _solving(given)]
        told.append((_answer(invitation, who, says_yes=invitation.int % 2 == 0, now=given["now"]), str(invitation)))
    return told


def _first_answer(given: Given) -> None:
    """Wait until somebody answers while this proposal waits for its turn, if anybody is asked."""
    asked = Invitation.objects.filter(state="waiting")
    before, until = asked.count(), time.monotonic() + PATIENCE
    while before and asked.count() == before and time.monotonic() < until:
        time.sleep(0.02)


def _propose(given: Given, follows: str | None) -> list[tuple[str, str]]:
    actor, now = actor_of(given["clerk"], given["now"]), given["now"]
    before = UUID(follows) if follows else None
    try:
        run = ask_run(actor=actor, scope_id=given["scope"], week=given["week"], token=new_id(), now=now, follows=before)
        if follows:
            _first_answer(given)
        carry_out(run_id=run.pk, now=now)
        if Run.objects.filter(pk=run.pk, failure=Failure.EMPTY).exists():
            return [("empty", str(run.pk))]
        confirm(actor=actor, run_id=run.pk, needs=None, now=now)
        send_waves(now=now)
    except Unable as refused:
        return [(refused.code, "")]
    return [(str(Run.objects.values_list("state", flat=True).get(pk=run.pk)), str(run.pk))]


def _answer(invitation: UUID, who: UUID, *, says_yes: bool, now: Any) -> str:
    actor = actor_of(who, now)
    try:
        if says_yes:
            accept_invitation(actor=actor, invitation_id=invitation, now=now)
            return "accepted"
        decline_invitation(actor=actor, invitation_id=invitation, why=None, now=now)
    except Unable as refused:
        return refused.code
    return "declined"
