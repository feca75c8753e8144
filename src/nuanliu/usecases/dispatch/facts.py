"""What one week of one place looks like in the database: needs, helpers, and what stands between them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.invitations.types import InvitationState
from nuanliu.domain.care.models import Declined, Need, Visit
from nuanliu.domain.care.series.models import FirstAsked, Pair, Wishes
from nuanliu.domain.care.series.types import FirstState, PairState, Wish
from nuanliu.domain.care.series.wished import sex_wished
from nuanliu.domain.care.types import STANDING_VISIT, NeedState
from nuanliu.domain.dispatch.models import Acceptance
from nuanliu.domain.gatherings.models import Signup
from nuanliu.domain.gatherings.types import GatheringState, SignupState
from nuanliu.domain.network.models import Node
from nuanliu.domain.people.consents.queries import agreed_among
from nuanliu.domain.people.joining.models import Qualification
from nuanliu.domain.people.models import Elder, FreeTime, Person, Relation
from nuanliu.domain.people.types import ConsentPurpose, VolunteerState
from nuanliu.platform.clock import at, local
from nuanliu.platform.geo import Place, place
from nuanliu.usecases.matching.types import COMMON_SPEECH

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = 24 * 60
LOAD_DAYS = 28
_STANDING = [state.value for state in STANDING_VISIT]
_SPOKEN = {Wish.SPEAKS_MIAO.value: "miao", Wish.SPEAKS_YI.value: "yi"}
_ANY_TIME = ((8 * 60, 20 * 60),)
"""When somebody may be asked who never said when she is free."""
_ANY_TIME_CUT = ((8 * 60, 13 * 60), (13 * 60, 20 * 60))
"""The same where so many needs lie within reach that every row of three visits in a whole day is too many to list."""
_MANY = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFact:
    """One open need. `start` is minutes from Monday 0:00; `wanted` are the places still free."""

    id: UUID
    site: UUID
    elder: UUID
    spot: Place | None
    start: int
    minutes: int
    wanted: int
    skill: str
    risk: str
    speech: frozenset[str]
    sex: int
    is_sex_hard: bool
    is_urgent: bool
    circumstances: frozenset[str]
    taken_by: frozenset[UUID]
    declined_by: frozenset[UUID] = frozenset()

    @property
    def end(self) -> int:
        """When it ends, in minutes from Monday 0:00."""
        return self.start + self.minutes


@dataclass(slots=True, kw_only=True)
class HelperFact:
    """One active helper. `spot` is where she lives if that is known and may be used."""

    person: Person
    spot: Place | None
    skills: dict[str, date | None]
    """Each skill with the last day on which its paper holds; None if it does not run out."""
    free: list[tuple[int, int]]
    busy: list[tuple[int, int]] = field(default_factory=list)
    prior: int = 0
    is_new: bool = True
    chance: float | None = None

    @property
    def id(self) -> UUID:
        """The person's id."""
        return UUID(str(self.person.pk))

    @property
    def site(self) -> UUID:
        """Her home site."""
        return UUID(str(self.person.home_site_id))


@dataclass(slots=True)
class Week:
    """Everything that was read, at one moment."""

    scope: Node
    monday: date
    needs: list[NeedFact]
    helpers: list[HelperFact]
    known: dict[tuple[UUID, UUID], float]
    """How well helper and old person know each other, 0 to 1."""
    kin: set[tuple[UUID, UUID]]
    shared: dict[tuple[UUID, UUID], int]
    """Minutes that helper and old person have together in the month, where there are any."""
    asked_already: int = 0

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """First moment of the week, and of the one after."""
        return at(self.monday, 0), at(self.monday + timedelta(days=7), 0)


def minute_of(moment: datetime, monday: date) -> int:
    """Minutes from Monday 0:00 on the wall clock."""
    here = local(moment)
    return (here.date() - monday).days * DAY + here.hour * 60 + here.minute


def read_week(*, scope: Node, monday: date, now: datetime) -> Week:
    """The week of a place. The caller holds one transaction, so that all of it is of one moment."""
    week = Week(scope, monday, [], [], {}, set(), {})
    _read_needs(week, now)
    _read_helpers(week, now)
    _read_pairs(week, now)
    return week


def _read_needs(week: Week, now: datetime) -> None:
    begin, end = week.bounds
    rows = Need.objects.filter(site__path__startswith=week.scope.path, state=NeedState.OPEN.value)
    rows = rows.filter(starts_at__gte=max(begin, now), starts_at__lt=end)
    needs = list(rows.select_related("service", "elder__elder").order_by("starts_at", "id"))
    ids, sites = [need.id for need in needs], {need.site_id for need in needs}
    here = {"site_id__in": sites, "need_id__in": ids}
    taken: dict[UUID, set[UUID]] = defaultdict(set)
    for need_id, who in Visit.objects.filter(**here, state__in=_STANDING).values_list("need_id", "volunteer_id"):
        taken[need_id].add(who)
    declined = _declined(here)
    wishes = dict(Wishes.objects.filter(**here).values_list("need_id", "codes"))
    asked = _being_asked(here, now)
    week.asked_already = len(asked)
    week.needs = [
        _need_fact(need, week.monday, wishes.get(need.id, []), taken[need.id], declined[need.id])
        for need in needs
        if need.id not in asked
    ]


def _declined(here: Mapping[str, Any]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for need_id, who in Declined.objects.filter(**here).values_list("need_id", "volunteer_id"):
        found[need_id].add(who)
    return found


def _being_asked(here: Mapping[str, Any], now: datetime) -> set[UUID]:
    """Needs for which somebody is being asked at this moment: they are left alone."""
    first = FirstAsked.objects.filter(**here, state=FirstState.WAITING.value, until__gt=now)
    asked = Invitation.objects.filter(**here, state=InvitationState.WAITING.value)
    return {*first.values_list("need_id", flat=True), *asked.values_list("need_id", flat=True)}


def _need_fact(need: Need, monday: date, wishes: list[str], taken: set[UUID], declined: set[UUID]) -> NeedFact:
    elder = getattr(need.elder, "elder", None)
    speech = {code for code in (elder.languages if elder else []) if code != COMMON_SPEECH}
    wish = sex_wished(codes=wishes)
    speech |= {_SPOKEN[code] for code in wishes if code in _SPOKEN}
    return NeedFact(
        id=need.id,
        site=need.site_id,
        elder=need.elder_id,
        spot=place(latitude=need.elder.latitude, longitude=need.elder.longitude),
        start=minute_of(need.starts_at, monday),
        minutes=need.planned_minutes,
        wanted=need.helpers_wanted - len(taken),
        skill=need.service.skill,
        risk=need.service.risk,
        speech=frozenset(speech),
        sex=int(wish.sex),
        is_sex_hard=wish.is_hard,
        is_urgent=need.is_urgent,
        circumstances=frozenset(elder.circumstances if elder else []),
        taken_by=frozenset(taken),
        declined_by=frozenset(declined),
    )


def _read_helpers(week: Week, now: datetime) -> None:
    begin, end = week.bounds
    elders = {need.elder for need in week.needs}
    paired = Pair.objects.filter(elder_id__in=elders, state=PairState.ACTIVE.value).values_list(
        "volunteer_id", flat=True
    )
    rows = Person.objects.filter(closed_at=None, died_on=None, volunteer__state=VolunteerState.ACTIVE)
    rows = rows.filter(Q(home_site__path__startswith=week.scope.path) | Q(pk__in=list(paired)))
    people = list(rows.select_related("volunteer").order_by("pk"))
    ids = [person.pk for person in people]
    agreed = agreed_among(people=ids, purpose=ConsentPurpose.LOCATION)
    papers: dict[tuple[UUID, str], date | None] = {}
    held = Qualification.objects.filter(person_id__in=ids, removed_at=None, valid_until__isnull=False)
    for who, skill, until in held.values_list("person_id", "skill", "valid_until"):
        papers[who, skill] = until
    free = _free_times(ids)
    spans = _ANY_TIME if len(week.needs) <= _MANY else _ANY_TIME_CUT
    unsaid = [(day * DAY + first, day * DAY + last) for day in range(7) for first, last in spans]
    visits = Visit.objects.filter(volunteer_id__in=ids)
    standing = visits.filter(state__in=_STANDING)
    prior = _minutes_by(standing.filter(need__starts_at__gte=now - timedelta(days=LOAD_DAYS), need__starts_at__lt=now))
    ever = set(visits.values_list("volunteer_id", flat=True).distinct())
    chances = dict(Acceptance.objects.filter(person_id__in=ids).values_list("person_id", "chance"))
    busy = _busy(week, standing.filter(need__starts_at__lt=end, need__ends_at__gt=begin), ids, now)
    for person in people:
        skills = {skill: papers.get((person.pk, skill)) for skill in person.volunteer.skills}
        here = place(latitude=person.latitude, longitude=person.longitude) if person.pk in agreed else None
        week.helpers.append(
            HelperFact(
                person=person,
                spot=here,
                skills=skills,
                free=free.get(person.pk, unsaid),
                busy=busy.get(person.pk, []),
                prior=prior.get(person.pk, 0),
                is_new=person.pk not in ever,
                chance=chances[person.pk] / 1000 if person.pk in chances else None,
            )
        )


def _free_times(ids: list[UUID]) -> dict[UUID, list[tuple[int, int]]]:
    """When each said that she is free; spans that touch are one."""
    found: dict[UUID, list[tuple[int, int]]] = {}
    rows = FreeTime.objects.filter(volunteer_id__in=ids).order_by("volunteer_id", "weekday", "from_minute")
    for who, weekday, begin, end in rows.values_list("volunteer_id", "weekday", "from_minute", "to_minute"):
        spans, first, last = found.setdefault(who, []), (weekday - 1) * DAY + begin, (weekday - 1) * DAY + end
        if spans and first <= spans[-1][1] and first // DAY == spans[-1][0] // DAY:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return found


def _minutes_by(visits: QuerySet[Visit]) -> dict[UUID, int]:
    rows = visits.order_by().values_list("volunteer_id").annotate(minutes=Sum("need__planned_minutes"))
    return dict(rows)


def _busy(week: Week, visits: QuerySet[Visit], ids: list[UUID], now: datetime) -> dict[UUID, list[tuple[int, int]]]:
    """What each has promised in the week: visits, gatherings, and what she is just being asked for."""
    begin, end = week.bounds
    spans: dict[UUID, list[tuple[int, int]]] = defaultdict(list)
    rows: list[tuple[UUID, datetime, datetime]] = list(
        visits.values_list("volunteer_id", "need__starts_at", "need__ends_at")
    )
    helping = Signup.objects.filter(person_id__in=ids, state=SignupState.IN).exclude(role="guest")
    live = [GatheringState.ANNOUNCED.value, GatheringState.HELD.value]
    helping = helping.filter(gathering__state__in=live, gathering__starts_at__lt=end, gathering__ends_at__gt=begin)
    rows += helping.values_list("person_id", "gathering__starts_at", "gathering__ends_at")
    first = FirstAsked.objects.filter(volunteer_id__in=ids, state=FirstState.WAITING.value, until__gt=now)
    first = first.filter(need__starts_at__lt=end, need__ends_at__gt=begin)
    rows += first.values_list("volunteer_id", "need__starts_at", "need__ends_at")
    asked = Invitation.objects.filter(volunteer_id__in=ids, state=InvitationState.WAITING.value)
    asked = asked.filter(need__starts_at__lt=end, need__ends_at__gt=begin)
    rows += asked.values_list("volunteer_id", "need__starts_at", "need__ends_at")
    for who, starts_at, ends_at in rows:
        spans[who].append((minute_of(starts_at, week.monday), minute_of(ends_at, week.monday)))
    return spans


def _read_pairs(week: Week, now: datetime) -> None:
    """Who knows whom, who is kin, and how much of the month two people have had together."""
    elders = {need.elder for need in week.needs}
    helpers = {helper.id for helper in week.helpers}
    begin, end = week.bounds
    past = Visit.objects.filter(need__elder_id__in=elders, volunteer_id__in=helpers, state__in=_STANDING)
    seen: dict[tuple[UUID, UUID], int] = defaultdict(int)
    first = min(begin, at(week.monday.replace(day=1), 0))
    for who, elder, starts_at, minutes in past.values_list(
        "volunteer_id", "need__elder_id", "need__starts_at", "need__planned_minutes"
    ):
        seen[who, elder] += starts_at < now
        if first <= starts_at < end + timedelta(days=31) and _same_month(local(starts_at).date(), week.monday):
            week.shared[who, elder] = week.shared.get((who, elder), 0) + minutes
    week.known = {pair: min(count, 3) / 3 for pair, count in seen.items() if count}
    regular = Elder.objects.filter(pk__in=elders, regular_helper_id__in=helpers)
    paired = Pair.objects.filter(elder_id__in=elders, volunteer_id__in=helpers, state=PairState.ACTIVE.value)
    close: Iterable[tuple[UUID, UUID]] = [
        *regular.values_list("regular_helper_id", "pk"),
        *paired.values_list("volunteer_id", "elder_id"),
    ]
    week.known.update(dict.fromkeys(close, 1.0))
    kin = Relation.objects.filter(person_id__in=elders, relative_id__in=helpers)
    week.kin = {(relative, elder) for elder, relative in kin.values_list("person_id", "relative_id")}
    week.kin |= {(one, one) for one in elders & helpers}


def _same_month(day: date, monday: date) -> bool:
    """Whether the day is in a month that the week touches."""
    sunday = monday + timedelta(days=6)
    return (day.year, day.month) in {(monday.year, monday.month), (sunday.year, sunday.month)}
