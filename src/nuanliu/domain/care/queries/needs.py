"""One need, one visit, and the lists that the old person and the volunteer see."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.rules import may_see_need
from nuanliu.domain.care.types import STANDING_VISIT, NeedState, VisitState
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.consents.queries import has_consent
from nuanliu.domain.people.queries import contact_of, helper_note_of
from nuanliu.domain.people.types import ConsentPurpose
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import day_bounds, local_date
from nuanliu.platform.errors import NotVisible

WITH_VISITS = Prefetch("visits", queryset=Visit.objects.select_related("volunteer").order_by("slot", "taken_at"))
"""A need's visits with their helpers, by place."""


def _with_people() -> QuerySet[Need]:
    return Need.objects.select_related("service", "elder__elder", "site").prefetch_related(WITH_VISITS)


def access_need(*, actor: Actor, need_id: UUID) -> Need:
    """One need with its visits. Raises NotVisible for whom it does not concern."""
    need = _with_people().filter(id=need_id).first()
    if need is None:
        raise NotVisible
    if may_see_need(actor=actor, need=need):
        return need
    if actor.is_volunteer and need.state == NeedState.OPEN:
        return need
    raise NotVisible


def access_visit(*, actor: Actor, visit_id: UUID) -> Visit:
    """One visit. Raises NotVisible but for its helper, the old person, her relative, and the site's staff."""
    rows = Visit.objects.select_related("need__service", "need__elder__elder", "need__site", "volunteer", "site")
    visit = rows.filter(id=visit_id).first()
    if visit is None or not may_see_need(actor=actor, need=visit.need):
        raise NotVisible
    is_other_helper = actor.id != visit.volunteer_id and not (
        actor.id == visit.need.elder_id or actor.is_family or actor.may(Power.BOARD_SEE, path=visit.site.path)
    )
    if is_other_helper:
        raise NotVisible
    return visit


def needs_of(*, elder_id: UUID, upcoming_from: datetime | None = None) -> QuerySet[Need]:
    """An old person's needs: coming ones soonest first, or all of them newest first."""
    needs = _with_people().filter(elder_id=elder_id)
    if upcoming_from is None:
        return needs.order_by("-starts_at", "id")
    gone = [NeedState.CANCELLED.value, NeedState.VOIDED.value]
    return needs.filter(ends_at__gte=upcoming_from).exclude(state__in=gone).order_by("starts_at", "id")


def next_need_of(*, elder_id: UUID, now: datetime) -> Need | None:
    """What comes next for an old person."""
    return needs_of(elder_id=elder_id, upcoming_from=now).first()


def needs_within(*, actor: Actor) -> QuerySet[Need]:
    """All needs of the sites whose board the actor may see."""
    reach = within(paths=actor.paths(Power.BOARD_SEE), column="site__path")
    return _with_people().filter(reach)


def visits_of(*, volunteer_id: UUID) -> QuerySet[Visit]:
    """A helper's visits, newest first."""
    rows = Visit.objects.filter(volunteer_id=volunteer_id)
    return rows.select_related("need__service", "need__elder", "need__site").order_by("-need__starts_at", "id")


def visits_today(*, volunteer_id: UUID, now: datetime) -> list[Visit]:
    """A helper's visits of this day that stand, in the order of the day."""
    start, end = day_bounds(local_date(now))
    states = [state.value for state in STANDING_VISIT]
    rows = visits_of(volunteer_id=volunteer_id).filter(state__in=states)
    return list(rows.filter(need__starts_at__gte=start, need__starts_at__lt=end).order_by("need__starts_at", "id"))


def visits_by_id(*, ids: Iterable[UUID]) -> dict[UUID, Visit]:
    """Visits with need, service and old person, for explaining passbook lines."""
    rows = Visit.objects.filter(id__in=list(ids)).select_related(
        "need__service", "need__elder", "need__site", "volunteer"
    )
    return {visit.id: visit for visit in rows}


def address_opens_at(*, visit: Visit) -> datetime:
    """From when the helper sees the address (Standard: address_before_hours)."""
    need: Need = visit.need
    standard = standard_in_force(at=need.starts_at, site=visit.site_id)
    return need.starts_at - standard.span("address_before_hours")


def address_for_helper(*, visit: Visit, now: datetime) -> str | None:
    """The door, to the helper who took the need, within the Standard's hours around the visit; otherwise None."""
    after = standard_in_force(at=visit.need.starts_at, site=visit.site_id).span("address_after_hours")
    is_time = address_opens_at(visit=visit) <= now <= visit.need.ends_at + after
    is_helper = visit.state not in {VisitState.CANCELLED, VisitState.VOIDED}
    return contact_of(person=visit.need.elder).address if is_time and is_helper else None


def helper_sheet(*, visit: Visit) -> str:
    """What a helper should know about the old person; empty if nothing was noted, or she has not agreed to tell."""
    if not has_consent(person_id=visit.need.elder_id, purpose=ConsentPurpose.HEALTH):
        return ""
    return helper_note_of(elder=visit.need.elder.elder)
