"""The awards, once the public notice is over and every objection is decided."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.honours.models import Commendation, Objection, Place
from nuanliu.domain.honours.types import CampaignState, ObjectionState, PlaceState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.commend.listing import standing_places, tell_listed
from nuanliu.usecases.commend.locking import UnableToCommend, insist_on, lock_commendation, note, step


def open_objections(*, commendation: Commendation) -> int:
    """How many objections nobody has decided."""
    rows = Objection.objects.filter(place__category__commendation=commendation, state=ObjectionState.OPEN.value)
    return rows.count()


@repeated
def give_awards(*, actor: Actor, commendation_id: UUID, now: datetime) -> Commendation:
    """Everybody who is still on the list is commended, and what objectors had said is blanked. Again changes nothing.

    Raises UnableToCommend (notice_runs, objections, not_now), NotVisible.
    """
    with durable():
        found = lock_commendation(actor=actor, commendation_id=commendation_id, power=Power.COMMEND)
        if found.state == CampaignState.AWARDED:
            return found
        insist_on(found, CampaignState.NOTICE)
        if found.notice_until is None or local_date(now) <= found.notice_until:
            raise UnableToCommend("notice_runs", _("公示还没有满，满了才能表彰。"))
        left = open_objections(commendation=found)
        if left:
            raise UnableToCommend("objections", str(_("还有 %(count)d 件异议没有处理。")) % {"count": left})
        step(found, CampaignState.AWARDED, awarded_by=actor.id, awarded_at=now)
        listed = Place.objects.filter(category__commendation=found, taken_off_at=None, state=PlaceState.LISTED.value)
        count = listed.update(state=PlaceState.AWARDED.value)
        Objection.objects.filter(place__category__commendation=found).update(said_sealed=None)
        note("commendation.awarded", found, actor, now, count=count)
        tell_listed(places=standing_places(commendation=found), kind=NoticeKind.AWARD_GIVEN, at=now)
        return found
