"""A gathering is planned, announced, changed, or called off; people on its list are told."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.gatherings.models import Gathering
from nuanliu.domain.gatherings.noting import note
from nuanliu.domain.gatherings.operations import (
    UnableToGather,
    change,
    lists_of,
    lock_gathering,
    move_up,
    set_parts,
    step,
)
from nuanliu.domain.gatherings.queries import hosts_for, site_of
from nuanliu.domain.gatherings.rules import may_run
from nuanliu.domain.gatherings.types import CHANGEABLE, GatheringState
from nuanliu.domain.network.operations import next_number
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.gather.planning import Plan, facts_of_plan
from nuanliu.usecases.gather.telling import tell_list


def role_of(actor: Actor, gathering: Gathering) -> str:
    """The role in which somebody runs a gathering, for the audit."""
    at_site = actor.role_for(Power.GATHERING_RUN, path=gathering.site.path)
    return at_site or actor.role_for(Power.GATHERING_RUN, path=gathering.host.path)


def locked_to_run(*, actor: Actor, gathering_id: UUID) -> Gathering:
    """The locked gathering, for whoever runs it. Raises NotVisible."""
    gathering = lock_gathering(gathering_id=gathering_id)
    if not may_run(actor=actor, gathering=gathering):
        raise NotVisible
    return gathering


@repeated
def plan_gathering(*, actor: Actor, host_id: UUID, plan: Plan, token: UUID, now: datetime) -> Gathering:
    """Write a draft; the same token finds it. Raises UnableToGather, NotVisible."""
    with durable():
        host = next((one for one in hosts_for(actor=actor) if one.pk == host_id), None)
        site = site_of(host=host, home=actor.home_site) if host else None
        if host is None or site is None or actor.id is None:
            raise NotVisible
        wanted = derived_id(token, "gathering")
        known = Gathering.objects.filter(site_id=site.pk, id=wanted).first()
        if known is not None:
            return known
        gathering = Gathering.objects.create(
            site=site,
            id=wanted,
            number=next_number(site=site.pk, series="gathering"),
            host=host,
            planned_by=actor.id,
            planned_at=now,
            **facts_of_plan(plan=plan, now=now),
        )
        set_parts(gathering=gathering, wanted=plan.wanted)
        note(action="gathering.planned", gathering=gathering, actor=actor, at=now, role=role_of(actor, gathering))
        return gathering


@repeated
def change_plan(*, actor: Actor, gathering_id: UUID, plan: Plan, now: datetime) -> Gathering:
    """Write other facts; on the list, everybody is told of another time or place, and who waits moves up.

    Raises UnableToGather, NotVisible.
    """
    with durable():
        gathering = locked_to_run(actor=actor, gathering_id=gathering_id)
        if gathering.state not in CHANGEABLE:
            raise UnableToGather("not_so_far", _("活动已经开始或结束，不能再改。"))
        before = (gathering.starts_at, gathering.ends_at, gathering.place)
        facts = facts_of_plan(plan=plan, now=now)
        change(gathering=gathering, revision=gathering.revision + 1, **facts)
        set_parts(gathering=gathering, wanted=plan.wanted)
        moved = move_up(gathering=gathering)
        if before != (gathering.starts_at, gathering.ends_at, gathering.place):
            there = lists_of(gathering=gathering)
            tell_list(gathering=gathering, signups=there, kind=NoticeKind.GATHERING_CHANGED, at=now)
        tell_list(gathering=gathering, signups=moved, kind=NoticeKind.GATHERING_UP, at=now)
        note(action="gathering.changed", gathering=gathering, actor=actor, at=now, role=role_of(actor, gathering))
        return gathering


@repeated
def announce_gathering(*, actor: Actor, gathering_id: UUID, now: datetime) -> Gathering:
    """Put it on the public calendar; again changes nothing. Raises UnableToGather (too_late), NotVisible."""
    with durable():
        gathering = locked_to_run(actor=actor, gathering_id=gathering_id)
        if gathering.state == GatheringState.ANNOUNCED:
            return gathering
        if gathering.starts_at <= now:
            raise UnableToGather("too_late", _("时间已经过了，请先改时间。"))
        step(gathering=gathering, to=GatheringState.ANNOUNCED, announced_at=now)
        note(action="gathering.announced", gathering=gathering, actor=actor, at=now, role=role_of(actor, gathering))
        return gathering


@repeated
def call_off(*, actor: Actor, gathering_id: UUID, reason: str, now: datetime) -> Gathering:
    """It does not take place; everybody on the list is told why. Again changes nothing.

    Raises UnableToGather (no_reason, not_so_far), NotVisible.
    """
    with durable():
        gathering = locked_to_run(actor=actor, gathering_id=gathering_id)
        if gathering.state == GatheringState.OFF:
            return gathering
        if not reason.strip():
            raise UnableToGather("no_reason", _("请写明为什么不办，报了名的人会看到。"), field="reason")
        there = lists_of(gathering=gathering)
        step(
            gathering=gathering,
            to=GatheringState.OFF,
            off_reason=reason.strip()[:200],
            revision=gathering.revision + 1,
        )
        tell_list(gathering=gathering, signups=there, kind=NoticeKind.GATHERING_OFF, at=now, reason=reason)
        note(
            action="gathering.called_off",
            gathering=gathering,
            actor=actor,
            at=now,
            role=role_of(actor, gathering),
            reason=reason,
            told=len(there),
        )
        return gathering
