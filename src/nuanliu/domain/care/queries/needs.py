"""One need, one visit, and the lists that the old person and the volunteer see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from nuanliu.domain.care.models import Declined, Need, Visit
from nuanliu.domain.care.rules import may_see_need
from nuanliu.domain.care.series.models import FirstAsked
from nuanliu.domain.care.series.types import FirstState
from nuanliu.domain.care.types import STANDING_VISIT, NeedState, VisitState
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.consents.queries import has_consent
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import contact_of, helper_note_of
from nuanliu.domain.people.types import ConsentPurpose
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import day_bounds, local_date
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.geo import Place, metres_between, place, walking_minutes

LONGEST_WALK = 60
"""Minutes; what is further is said in kilometres."""
NEAR_DAYS = 21
"""How far ahead "needs near me" looks."""


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


@dataclass(frozen=True, slots=True)
class NearNeed:
    """An open need as a volunteer sees it; no address yet."""

    need: Need
    metres: int | None
    walking_minutes: int | None
    hindrances: list[str]
    """Why this helper cannot take it, in plain words; empty if she can."""

    @property
    def is_a_walk(self) -> bool:
        """Whether it is near enough to go on foot."""
        return self.walking_minutes is not None and self.walking_minutes <= LONGEST_WALK

    @property
    def kilometres(self) -> int:
        """The distance in whole kilometres, at least 1; 0 if it is not known."""
        return max(1, round(self.metres / 1000)) if self.metres is not None else 0


def open_needs_near(*, actor: Actor, now: datetime, limit: int = 50) -> list[NearNeed]:
    """Open needs the volunteer has not declined, nearest first; at home sites of the same county tree and beyond."""
    me = Person.objects.select_related("volunteer").filter(pk=actor.id, volunteer__isnull=False).first()
    if me is None:
        raise NotVisible
    declined = Declined.objects.filter(site_id=OuterRef("site_id"), need_id=OuterRef("id"), volunteer_id=me.pk)
    mine = Visit.objects.filter(
        site_id=OuterRef("site_id"),
        need_id=OuterRef("id"),
        volunteer_id=me.pk,
        state__in=[state.value for state in STANDING_VISIT],
    )
    horizon = now + timedelta(days=NEAR_DAYS)
    needs = (
        _with_people()
        .filter(
            ~Exists(declined),
            ~Exists(mine),
            ~Exists(_kept_for_others(me, now)),
            state=NeedState.OPEN,
            starts_at__gt=now,
            starts_at__lt=horizon,
        )
        .exclude(elder_id=me.pk)
        .order_by("starts_at", "id")[: limit * 4]
    )
    here = _home_of(me)
    near = [_near(me, here, need) for need in needs]
    near.sort(key=lambda item: (bool(item.hindrances), _ring(item.metres), item.need.starts_at, item.need.id))
    return near[:limit]


def _kept_for_others(me: Person, now: datetime) -> QuerySet[FirstAsked]:
    """Of which needs somebody else is still asked first."""
    asked = FirstAsked.objects.filter(site_id=OuterRef("site_id"), need_id=OuterRef("id"), until__gt=now)
    return asked.filter(state=FirstState.WAITING.value).exclude(volunteer_id=me.pk)


def _ring(metres: int | None) -> int:
    """Half-kilometre rings, so that among near neighbours the sooner need comes first."""
    return metres // 500 if metres is not None else 999


def _home_of(me: Person) -> Place | None:
    """Where the helper lives, if it is known and she lets it be used to tell distances."""
    here = place(latitude=me.latitude, longitude=me.longitude)
    return here if here and has_consent(person_id=me.pk, purpose=ConsentPurpose.LOCATION) else None


def _near(me: Person, here: Place | None, need: Need) -> NearNeed:
    there = place(latitude=need.elder.latitude, longitude=need.elder.longitude)
    metres = metres_between(here, there) if here and there else None
    hindrances = []
    if need.service.skill and need.service.skill not in me.volunteer.skills:
        hindrances.append(_("这项服务需要相应的培训或资格。"))
    return NearNeed(need, metres, walking_minutes(metres=metres) if metres is not None else None, hindrances)


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
