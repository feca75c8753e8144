"""A week is proposed, stored, confirmed and sent again and again while its helpers answer and take needs themselves."""

from typing import Any
from uuid import UUID

from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.dispatch.models import Run
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.dispatch.confirming import confirm, send_waves
from nuanliu.usecases.dispatch.running import ask_run, carry_out
from nuanliu.usecases.inviting.answer import accept_invitation, decline_invitation
from tests.concurrency import scenarios
from tests.support.workers import actor_of

Given = dict[str, Any]


def propose_or_answer(*, worker: int, round: int, given: Given) -> list[tuple[str, str]]:
    """The first worker proposes and sends; the others take one need all together, then answer for their helpers.

    Gives what each was told: ("took" or a code, need), ("accepted" or "declined", invitation).
    """
    if worker == 0:
        return _propose(given)
    told = [(scenarios.take(worker=worker, round=round, given=given).split(" place")[0], str(given["need"]))]
    mine = given["helpers"][worker - 1]
    rows = Invitation.objects.filter(volunteer_id__in=mine, state="waiting").order_by("id")
    for number, (invitation, who) in enumerate(rows.values_list("id", "volunteer_id")):
        told.append((_answer(invitation, who, says_yes=number % 2 == 0, now=given["now"]), str(invitation)))
    return told


def _propose(given: Given) -> list[tuple[str, str]]:
    actor, now = actor_of(given["clerk"], given["now"]), given["now"]
    try:
        run = ask_run(actor=actor, scope_id=given["scope"], week=given["week"], token=new_id(), now=now)
        carry_out(run_id=run.pk, now=now)
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
