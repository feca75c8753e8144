"""The roll of a gathering: opened on its day, ticked on a phone or typed in from paper, handed in, perhaps returned."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.gatherings.noting import note
from nuanliu.domain.gatherings.operations import UnableToGather, change, lists_of, lock_gathering, step
from nuanliu.domain.gatherings.rules import may_certify, may_roll
from nuanliu.domain.gatherings.types import GatheringState, Role, SignupState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.retry import repeated
from nuanliu.usecases.gather.plan import role_of

LONGEST_MINUTES = 24 * 60


def _locked(actor: Actor, gathering_id: UUID) -> Gathering:
    gathering = lock_gathering(gathering_id=gathering_id)
    if not may_roll(actor=actor, gathering=gathering):
        raise NotVisible
    return gathering


@repeated
def open_roll(*, actor: Actor, gathering_id: UUID, now: datetime) -> Gathering:
    """Open the roll, on the gathering's own day or later; again changes nothing. Raises UnableToGather, NotVisible."""
    with durable():
        gathering = _locked(actor, gathering_id)
        if gathering.state == GatheringState.HELD:
            return gathering
        if local_date(now) < local_date(gathering.starts_at):
            raise UnableToGather("too_early", _("到了那一天才能点名。"))
        step(gathering=gathering, to=GatheringState.HELD)
        note(action="gathering.roll_opened", gathering=gathering, actor=actor, at=now, role=role_of(actor, gathering))
        return gathering


@repeated
def keep_roll(
    *,
    actor: Actor,
    gathering_id: UUID,
    came: Collection[int],
    minutes: Mapping[int, int],
    hands_in: bool,
    is_paper: bool,
    now: datetime,
) -> Gathering:
    """Write who came, by the number of the line, and how long a helper was there where it is not the whole time.

    `hands_in`: it is complete and goes to be certified; without it, it can be gone on with.
    Raises UnableToGather (not_so_far, too_early, nobody_came, no_line, too_long), NotVisible.
    """
    with durable():
        gathering = _locked(actor, gathering_id)
        if gathering.state == GatheringState.ROLLED and hands_in and gathering.rolled_by == actor.id:
            return gathering
        if gathering.state != GatheringState.HELD:
            raise UnableToGather("not_so_far", _("点名册没有打开，请刷新页面看看。"))
        lines = [line for line in lists_of(gathering=gathering) if line.state == SignupState.IN]
        _check(gathering, lines, came, minutes)
        for line in lines:
            line.came = line.number in came
            is_counted = line.came and line.role != Role.GUEST
            line.minutes = minutes.get(line.number, gathering.planned_minutes) if is_counted else None
        Signup.objects.bulk_update(lines, ["came", "minutes"], batch_size=100)
        change(gathering=gathering, is_paper_roll=is_paper)
        if hands_in:
            _hand_in(gathering, lines, actor, now)
        return gathering


def _check(gathering: Gathering, lines: list[Signup], came: Collection[int], minutes: Mapping[int, int]) -> None:
    known = {line.number for line in lines}
    strange = sorted((set(came) | set(minutes)) - known)
    if strange:
        words = _("名单上没有 %(numbers)s 号。") % {"numbers": "、".join(str(one) for one in strange[:5])}
        raise UnableToGather("no_line", words, field="came")
    if any(value > LONGEST_MINUTES for value in minutes.values()):
        raise UnableToGather("too_long", _("分钟数太大了，请核对。"), field="minutes")
    if set(minutes) - set(came):
        raise UnableToGather("not_there", _("没来的人不能写分钟，请核对。"), field="minutes")
    if gathering.planned_minutes <= 0:
        raise UnableToGather("no_time", _("活动没有时间。"))


def _hand_in(gathering: Gathering, lines: list[Signup], actor: Actor, now: datetime) -> None:
    there = [line for line in lines if line.came]
    if now < gathering.starts_at:
        raise UnableToGather("too_early", _("活动还没开始，不能交。"))
    if not there:
        raise UnableToGather("nobody_came", _("一个人都没来？请先点名；没办成，就按“不办了”。"), field="came")
    step(gathering=gathering, to=GatheringState.ROLLED, rolled_at=now, rolled_by=actor.id, return_reason="")
    note(
        action="gathering.rolled",
        gathering=gathering,
        actor=actor,
        at=now,
        role=role_of(actor, gathering),
        came=len(there),
        on_paper=gathering.is_paper_roll,
    )


@repeated
def return_roll(*, actor: Actor, gathering_id: UUID, reason: str, now: datetime) -> Gathering:
    """The certifier sends it back, with the reason; again changes nothing.

    Raises UnableToGather (no_reason, not_so_far), NotVisible.
    """
    with durable():
        gathering = lock_gathering(gathering_id=gathering_id)
        if not may_certify(actor=actor, gathering=gathering):
            raise NotVisible
        if gathering.state == GatheringState.HELD and gathering.return_reason:
            return gathering
        if not reason.strip():
            raise UnableToGather("no_reason", _("请写明为什么退回。"), field="reason")
        step(gathering=gathering, to=GatheringState.HELD, return_reason=reason.strip()[:200], first_review_by=None)
        role = actor.role_for(Power.VISIT_CERTIFY, path=gathering.site.path)
        note(action="gathering.returned", gathering=gathering, actor=actor, at=now, role=role, reason=reason)
        return gathering
