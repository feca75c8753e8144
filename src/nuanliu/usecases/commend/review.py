"""The committee: who sits on it, and what each member gives each candidate she has nothing to do with."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.honours.conflicts import abouts, conflict_between, member_of
from nuanliu.domain.honours.models import Frozen, Score, Seat
from nuanliu.domain.honours.types import CampaignState, Conflict, Vote
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.commend.locking import UnableToCommend, insist_on, lock_commendation, lock_row, note

BEFORE_THE_LIST = (CampaignState.DRAFT, CampaignState.OPEN, CampaignState.FROZEN)
WHY_NOT = {
    Conflict.ONESELF: _("不能给自己打分。"),
    Conflict.KIN: _("是您的家人，要回避。"),
    Conflict.OWN_UNIT: _("是您自己的支部或单位，要回避。"),
    Conflict.NOMINATED: _("是您推荐的，要回避。"),
}


@repeated
def appoint_seat(*, actor: Actor, commendation_id: UUID, person_id: UUID, token: UUID, now: datetime) -> Seat:
    """Put somebody on the committee. Again finds her seat. Raises UnableToCommend, NotVisible."""
    with durable():
        found = lock_commendation(actor=actor, commendation_id=commendation_id, power=Power.COMMEND)
        insist_on(found, *BEFORE_THE_LIST)
        if not Person.objects.filter(pk=person_id, closed_at=None).exists():
            raise NotVisible
        known = Seat.objects.filter(commendation=found, person_id=person_id, ended_at=None).first()
        if known is not None:
            return known
        made = Seat.objects.create(
            pk=derived_id(token, "seat"),
            commendation=found,
            person_id=person_id,
            appointed_by=actor.id,
            appointed_at=now,
        )
        note("commendation.member_appointed", found, actor, now, person=str(person_id))
        return made


@repeated
def end_seat(*, actor: Actor, seat_id: UUID, now: datetime) -> Seat:
    """Take somebody off the committee; what she gave does not count any more. Again changes nothing."""
    with durable():
        seat = Seat.objects.filter(pk=seat_id).first()
        if seat is None:
            raise NotVisible
        found = lock_commendation(actor=actor, commendation_id=seat.commendation_id, power=Power.COMMEND)
        if seat.ended_at is None:
            insist_on(found, *BEFORE_THE_LIST)
            seat.ended_at = now
            seat.save(update_fields=["ended_at"])
            note("commendation.member_ended", found, actor, now, person=str(seat.person_id))
        return seat


def seat_of(*, actor: Actor, commendation_id: UUID) -> Seat | None:
    """The actor's own seat, if she has one."""
    return Seat.objects.filter(commendation_id=commendation_id, person_id=actor.id, ended_at=None).first()


def conflict_of(*, person_id: UUID, frozen: Frozen) -> Conflict | None:
    """Why this member may not score this candidate; the row comes with its category."""
    member = member_of(person_id=person_id, commendation_id=frozen.category.commendation_id)
    return conflict_between(member=member, about=abouts(rows=[frozen])[frozen.pk])


@repeated
def give_score(*, actor: Actor, frozen_id: UUID, points: int, vote: Vote, now: datetime) -> Score:
    """Score and vote, or change what one gave, until the list is made.

    Raises UnableToCommend (not_now, conflict, points), NotVisible (no seat, no candidate).
    """
    with durable():
        frozen = Frozen.objects.select_related("category").filter(pk=frozen_id).first()
        if frozen is None or actor.id is None:
            raise NotVisible
        found = lock_row(commendation_id=frozen.category.commendation_id)
        seat = seat_of(actor=actor, commendation_id=found.pk)
        if seat is None or not (frozen.is_met and frozen.is_nominated):
            raise NotVisible
        insist_on(found, CampaignState.FROZEN)
        conflict = conflict_of(person_id=actor.id, frozen=frozen)
        if conflict is not None:
            raise UnableToCommend("conflict", WHY_NOT[conflict])
        if not 1 <= points <= 100:
            raise UnableToCommend("points", _("请打 1 到 100 分。"), field="points")
        known = Score.objects.filter(frozen=frozen, seat=seat).first()
        if known is not None and (known.points, known.vote) == (points, vote.value):
            return known
        score, _is_new = Score.objects.update_or_create(
            frozen=frozen, seat=seat, defaults={"points": points, "vote": vote.value, "given_at": now}
        )
        note("commendation.scored", found, actor, now, place=str(frozen.pk), count=points, choice=vote.value)
        return score
