"""What is due at this moment, from the rows themselves: needs nobody took, late decisions; and one record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.queries.story import StoryLine, story_of_need
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.standards.holidays import working_days_before
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.errors import NotVisible


@dataclass(frozen=True, slots=True)
class Due:
    """What is so at this moment: needs that nobody took yet, decisions later than the site may, than the law allows."""

    open_needs: int
    late: int
    breaches: int


def due_now(*, place: Node, now: datetime) -> Due:
    """What is so at this moment, from the rows themselves."""
    standard = standard_in_force(at=now)
    undecided = Visit.objects.filter(state=VisitState.CONFIRMED, site__path__startswith=place.path)

    def older(key: str) -> int:
        return undecided.filter(confirmed_at__lt=working_days_before(moment=now, days=standard.integer(key))).count()

    return Due(
        open_needs=Need.objects.filter(state=NeedState.OPEN, site__path__startswith=place.path).count(),
        late=older("site_decides_working_days"),
        breaches=older("site_decides_legal_working_days"),
    )


def late_visits(*, place: Node, now: datetime) -> QuerySet[Visit]:
    """Services that the sites of a place should have decided by now, the oldest first."""
    days = standard_in_force(at=now).integer("site_decides_working_days")
    since = working_days_before(moment=now, days=days)
    rows = Visit.objects.filter(state=VisitState.CONFIRMED, confirmed_at__lt=since, site__path__startswith=place.path)
    return rows.select_related("need__service", "site").order_by("confirmed_at", "id")


def seen_need(*, actor: Actor, need_id: UUID) -> tuple[Need, list[StoryLine]]:
    """One need of a site that the actor oversees, with its story. Raises NotVisible."""
    need = Need.objects.select_related("site", "service").filter(id=need_id).first()
    if need is None or not actor.may(Power.CITY_SEE, path=need.site.path):
        raise NotVisible
    return need, story_of_need(need=need)
