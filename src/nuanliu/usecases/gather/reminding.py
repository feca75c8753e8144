"""In the evening, everybody who has a place at one of the next day's gatherings is told of it, once."""

from datetime import datetime, timedelta
from uuid import UUID

from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.gatherings.types import GatheringState, SignupState
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import day_bounds, local, local_date
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.gather.telling import tell_list


def remind_of_gatherings(*, now: datetime) -> int:
    """Tell those of the next day's gatherings who have not been told. Returns how many were told."""
    standard = standard_in_force(at=now)
    evening, night = standard.integer("reminder_evening_hour"), standard.integer("message_to_hour")
    if not evening <= local(now).hour < night:
        return 0
    start, end = day_bounds(local_date(now) + timedelta(days=1))
    rows = Gathering.objects.filter(state=GatheringState.ANNOUNCED, starts_at__gte=start, starts_at__lt=end)
    return sum(
        _remind(gathering_id=pk, site_id=site, now=now)
        for site, pk in rows.order_by("starts_at", "id").values_list("site_id", "id")
    )


@repeated
def _remind(*, gathering_id: UUID, site_id: UUID, now: datetime) -> int:
    with durable():
        rows = Gathering.objects.select_for_update(no_key=True, of=("self",)).select_related("site")
        found = rows.get(site_id=site_id, id=gathering_id)
        if found.state != GatheringState.ANNOUNCED:
            return 0
        told = Notice.objects.filter(kind=NoticeKind.GATHERING_TOMORROW, subject_id=found.id)
        known = set(told.values_list("person_id", flat=True))
        places = Signup.objects.filter(site_id=site_id, gathering_id=gathering_id, state=SignupState.IN)
        people = places.exclude(person=None).select_related("person__elder").order_by("number")
        wanted = [one for one in people if one.person_id not in known]
        tell_list(gathering=found, signups=wanted, kind=NoticeKind.GATHERING_TOMORROW, at=now)
        return len(wanted)
