"""Weekly help goes to the pair first: for the Standard's hours, then to everybody."""

from datetime import datetime, timedelta
from uuid import UUID

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.models import Need
from nuanliu.domain.care.series.models import FirstAsked
from nuanliu.domain.care.series.operations import answer_first, ask_first
from nuanliu.domain.care.series.pairs import who_is_asked_first
from nuanliu.domain.care.series.types import FirstState
from nuanliu.domain.care.series.wished import sex_wished_for
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.network.types import Actor
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.retry import repeated


def offer_first(*, need: Need, now: datetime) -> None:
    """Keep an open need for her regular helper, or who stands in. Inside the caller's transaction."""
    found = who_is_asked_first(elder_id=need.elder_id, on=local_date(need.starts_at))
    standard = standard_in_force(at=now, site=need.site_id)
    latest = need.starts_at - standard.span("fallback_hours_before")
    until = min(now + timedelta(hours=standard.hours("pair_first_hours")), latest)
    if found is None or until <= now or need.state != NeedState.OPEN:
        return
    pair, helper_id = found
    wish = sex_wished_for(need=need)
    if wish.is_hard and wish.shuts_out(Person.objects.values_list("sex", flat=True).get(pk=helper_id)):
        return
    ask_first(need=need, volunteer_id=helper_id, pair_id=pair.id, at=now, until=until)
    kind = NoticeKind.ASKED_FIRST if helper_id == pair.volunteer_id else NoticeKind.COVER_ASKED
    tell(person=Person.objects.get(pk=helper_id), kind=kind, need=need, at=now)


@repeated
def pass_first(*, actor: Actor, need_id: UUID, now: datetime) -> None:
    """She who is asked first cannot: everybody may take it from now on. Doing it twice changes nothing.

    Raises NotVisible.
    """
    with durable():
        need = care.lock_need(need_id=need_id)
        asked = FirstAsked.objects.filter(site_id=need.site_id, need_id=need.id, volunteer_id=actor.id)
        if actor.id is None or not asked.exists():
            raise NotVisible
        answer_first(need=need, state=FirstState.PASSED)
        care.decline(need=need, volunteer_id=actor.id, at=now)
