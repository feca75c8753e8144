"""From scores to the list; a second person confirms it or sends it back; then it is public for some days."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.honours.models import Commendation, Place, Seat
from nuanliu.domain.honours.naming import people_of
from nuanliu.domain.honours.types import CampaignState, PlaceState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.operations import tell_of_savings
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.ids import derived_id, new_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.commend.locking import UnableToCommend, insist_on, lock_commendation, note, step
from nuanliu.usecases.commend.ranking import ranked


@repeated
def make_list(*, actor: Actor, commendation_id: UUID, now: datetime) -> Commendation:
    """Reckon the list from the scores. Again changes nothing.

    Raises UnableToCommend (committee, nobody, not_now), NotVisible.
    """
    with durable():
        found = lock_commendation(actor=actor, commendation_id=commendation_id, power=Power.COMMEND)
        if found.state == CampaignState.LISTED:
            return found
        insist_on(found, CampaignState.FROZEN)
        if Seat.objects.filter(commendation=found, ended_at=None).count() < found.committee_min:
            words = _("评审委员至少要 %(least)d 位，请先补上。")
            raise UnableToCommend("committee", str(words) % {"least": found.committee_min})
        made = [
            Place(
                id=new_id(),
                category_id=category,
                frozen_id=one.candidate,
                rank=one.rank or 0,
                points=one.points,
                yes=one.yes,
                no=one.no,
                eligible=one.eligible,
            )
            for category, rows in ranked(commendation=found).items()
            for one in rows
            if one.is_chosen
        ]
        if not made:
            raise UnableToCommend("nobody", _("还没有人票数够，请委员先打分。"))
        Place.objects.bulk_create(made)
        step(found, CampaignState.LISTED, listed_by=actor.id, listed_at=now)
        note("commendation.listed", found, actor, now, count=len(made))
        return found


@repeated
def send_back(*, actor: Actor, commendation_id: UUID, reason: str, now: datetime) -> Commendation:
    """The second person, or whoever made it, sends the list back: members may score again."""
    with durable():
        found = lock_commendation(actor=actor, commendation_id=commendation_id, power=Power.COMMEND_CHECK)
        if found.state == CampaignState.FROZEN:
            return found
        if not reason.strip():
            raise UnableToCommend("no_reason", _("请写明退回的原因。"), field="reason")
        step(found, CampaignState.FROZEN, listed_by=None, listed_at=None)
        Place.objects.filter(category__commendation=found, taken_off_at=None).update(taken_off_at=now)
        note("commendation.sent_back", found, actor, now, reason=reason)
        return found


@repeated
def confirm_list(*, actor: Actor, commendation_id: UUID, now: datetime) -> Commendation:
    """A second person confirms: the public notice begins today. Again changes nothing.

    Raises UnableToCommend (second_person, own_or_kin, not_now), NotVisible.
    """
    with durable():
        found = lock_commendation(actor=actor, commendation_id=commendation_id, power=Power.COMMEND_CHECK)
        if found.state == CampaignState.NOTICE:
            return found
        insist_on(found, CampaignState.LISTED)
        if actor.id == found.listed_by:
            raise UnableToCommend("second_person", _("名单是您做的，要请另一位同事确认。"))
        places = list(standing_places(commendation=found))
        if is_own_or_kin(actor=actor, people={one for row in places for one in people_of(row.frozen)}):
            raise UnableToCommend("own_or_kin", _("名单上有您自己或家人，要请别的同事确认。"))
        until = local_date(now) + timedelta(days=found.notice_days)
        step(found, CampaignState.NOTICE, confirmed_by=actor.id, confirmed_at=now, notice_until=until)
        note("commendation.confirmed", found, actor, now, count=len(places), last=until.isoformat())
        tell_listed(places=places, kind=NoticeKind.AWARD_LISTED, at=now, day=until.isoformat())
        return found


def standing_places(*, commendation: Commendation) -> list[Place]:
    """The list in force, removed lines too, by category and rank."""
    rows = Place.objects.filter(category__commendation=commendation, taken_off_at=None)
    return list(rows.select_related("category", "frozen__category").order_by("category__position", "rank", "pk"))


def tell_listed(*, places: list[Place], kind: NoticeKind, at: datetime, **params: str) -> None:
    """Tell every person of these places, once each."""
    for place in places:
        if place.state == PlaceState.REMOVED:
            continue
        for person in Person.objects.filter(pk__in=people_of(place.frozen), closed_at=None).select_related("home_site"):
            subject = derived_id(place.pk, kind.value, str(person.pk))
            tell_of_savings(person=person, kind=kind, subject=subject, at=at, award=place.category.name, **params)
