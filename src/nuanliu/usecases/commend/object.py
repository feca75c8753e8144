"""Everybody may object to a line of the public list; somebody who had no part in it decides."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.honours.conflicts import abouts, conflict_between, member_of
from nuanliu.domain.honours.models import Commendation, Objection, Place, Score
from nuanliu.domain.honours.saying import Said, seal_said
from nuanliu.domain.honours.types import CampaignState, ObjectionState, PlaceState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.commend.locking import (
    UnableToCommend,
    city_path,
    insist_on,
    lock_commendation,
    lock_row,
    note,
)

HOUR, MOST_AN_HOUR = timedelta(hours=1), 10
"""A brake, not a rule: against one line so many within an hour; whoever comes later rings, or writes later."""


@repeated
def file_objection(*, actor: Actor, place_id: UUID, said: Said, token: UUID, now: datetime) -> Objection:
    """Say why somebody should not be commended. The same token finds the first one.

    Raises UnableToCommend (over, too_many), NotVisible.
    """
    with durable():
        place = Place.objects.select_related("category").filter(pk=place_id, taken_off_at=None).first()
        if place is None:
            raise NotVisible
        found = lock_row(commendation_id=place.category.commendation_id)
        identity = derived_id(token, "objection")
        known = Objection.objects.filter(pk=identity).first()
        if known is not None:
            return known
        if not may_object(commendation=found, now=now) or place.state != PlaceState.LISTED:
            raise UnableToCommend("over", _("公示已经结束。有话要说，请打电话给我们。"))
        if Objection.objects.filter(place=place, filed_at__gt=now - HOUR).count() >= MOST_AN_HOUR:
            raise UnableToCommend("too_many", _("刚才收到太多了，请过一小时再写，或者打电话。"))
        made = Objection.objects.create(
            pk=identity, place=place, said_sealed=seal_said(said=said, objection_id=identity), filed_at=now
        )
        note("commendation.objected", found, actor, now, place=str(place.pk))
        return made


def may_object(*, commendation: Commendation, now: datetime) -> bool:
    """Whether the public notice runs."""
    until = commendation.notice_until
    return commendation.state == CampaignState.NOTICE and until is not None and local_date(now) <= until


def why_not_decide(*, actor: Actor, objection: Objection) -> UnableToCommend | None:
    """Why this person may not decide on this objection; None if she may. It comes with place, row and category."""
    if actor.id is None or not actor.may(Power.COMMEND_CHECK, path=city_path()):
        return UnableToCommend("no_power", _("这件事要请老干部局的同事处理。"))
    place = objection.place
    found = place.category.commendation
    had_part = (
        actor.id in {found.listed_by, found.confirmed_by}
        or Score.objects.filter(frozen=place.frozen, seat__person_id=actor.id).exists()
    )
    if had_part:
        return UnableToCommend("had_part", _("您参加了这份名单，要请没有参加的同事处理。"))
    member = member_of(person_id=actor.id, commendation_id=found.pk)
    if conflict_between(member=member, about=abouts(rows=[place.frozen])[place.frozen.pk]) is not None:
        return UnableToCommend("conflict", _("和您自己、家人或单位有关，要请别的同事处理。"))
    return None


@repeated
def decide_objection(*, actor: Actor, objection_id: UUID, uphold: bool, reason: str, now: datetime) -> Objection:
    """Uphold: this one line leaves the list, and nothing else changes. Reject: the list stays. Again changes nothing.

    Raises UnableToCommend (no_reason, had_part, conflict, not_now), NotVisible.
    """
    with durable():
        objection = _objection(objection_id)
        found = lock_commendation(
            actor=actor, commendation_id=objection.place.category.commendation_id, power=Power.COMMEND_CHECK
        )
        objection = _objection(objection_id)
        if objection.state != ObjectionState.OPEN:
            return objection
        insist_on(found, CampaignState.NOTICE)
        refusal = why_not_decide(actor=actor, objection=objection)
        if refusal is not None:
            raise refusal
        if not reason.strip():
            raise UnableToCommend("no_reason", _("请写明理由。"), field="reason")
        objection.state = ObjectionState.UPHELD if uphold else ObjectionState.REJECTED
        objection.decided_by, objection.decided_at, objection.reason = actor.id, now, reason.strip()
        objection.save(update_fields=["state", "decided_by", "decided_at", "reason"])
        if uphold:
            place = objection.place
            place.state, place.words = PlaceState.REMOVED, reason.strip()
            place.save(update_fields=["state", "words"])
        note("commendation.objection_decided", found, actor, now, reason=reason, outcome=objection.state)
        return objection


def _objection(objection_id: UUID) -> Objection:
    rows = Objection.objects.select_related("place__category__commendation", "place__frozen__category")
    found = rows.filter(pk=objection_id).first()
    if found is None:
        raise NotVisible
    return found
