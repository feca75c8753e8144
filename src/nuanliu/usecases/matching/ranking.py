"""Ranked helpers for one need, with plain reasons; and the same about anyone whom the clerk names.

The facts shown are read from the database at that moment, with the rules by which a need is taken.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.translation import gettext as _

from nuanliu.domain.care.invitations.queries import last_asked, times_asked, waiting_at
from nuanliu.domain.care.models import Declined, Need, Visit
from nuanliu.domain.care.series.wished import NO_MATTER, SexWish, sex_wished_for
from nuanliu.domain.care.types import STANDING_VISIT
from nuanliu.domain.integrity.conduct.policy import Fault, rules_of, standing
from nuanliu.domain.integrity.conduct.queries import faults_of
from nuanliu.domain.matching.online import Wish, at_the_site, quarters, rank_volunteers
from nuanliu.domain.matching.types import Weights
from nuanliu.domain.people.consents.queries import agreed_among
from nuanliu.domain.people.joining.models import Qualification
from nuanliu.domain.people.models import FreeTime, Person
from nuanliu.domain.people.queries import kin_of
from nuanliu.domain.people.types import ConsentPurpose, Sex, VolunteerState
from nuanliu.domain.standards.policies import Taker, refusals_to_take
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.clock import day_bounds, local, local_date
from nuanliu.platform.errors import Words
from nuanliu.platform.geo import Place, metres_between, place
from nuanliu.platform.words import long_day
from nuanliu.usecases.matching.resident import LOAD_DAYS, Resident, resident
from nuanliu.usecases.matching.types import COMMON_SPEECH, ONLY, Hindrance, Suited
from nuanliu.usecases.matching.weights import weights_of

_LOOKED_AT = 40
"""Helpers of the index whose facts are read; of these the best are shown."""
PACE = timedelta(days=7)
"""How far back it is counted how often somebody was asked (Standard: invite_most_a_week)."""
_STANDING = [state.value for state in STANDING_VISIT]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What is asked once for all helpers looked at, each by helper."""

    kin: set[UUID]
    agreed: set[UUID]
    busy: set[UUID]
    expired: set[UUID]
    declined: set[UUID]
    seen: dict[UUID, int]
    asked: dict[UUID, datetime]
    prior: dict[UUID, int]
    week: dict[UUID, int]
    day: dict[UUID, int]
    free: dict[UUID, bool]
    waiting: set[UUID]
    pace: dict[UUID, int]
    faults: dict[UUID, list[Fault]]
    wish: SexWish
    """Of the need."""


def ranked_helpers(*, need: Need, people: QuerySet[Person], now: datetime, limit: int) -> list[Suited]:
    """The best `limit` of `people` who may take this need, the best first."""
    ids = set(_looked_at(need, now)) | _acquainted(need)
    helpers = people.filter(pk__in=ids, volunteer__state=VolunteerState.ACTIVE)
    found = about(need=need, helpers=list(helpers), now=now)
    fit = [one for one in found if not one.hindrances and one.is_free is not False]
    return sorted(fit, key=lambda one: (-one.points, one.person.pk))[:limit]


def _looked_at(need: Need, now: datetime) -> list[UUID]:
    known = resident(now=now)
    there = place(latitude=need.elder.latitude, longitude=need.elder.longitude)
    wish = _wish(need, known, there)
    rows = at_the_site(index=known.index, wish=wish, limit=_LOOKED_AT, everybody=there is None).tolist()
    if there:
        weights = weights_of(standard=standard_in_force(at=now, site=need.site_id))
        rows += rank_volunteers(index=known.index, wish=wish, weights=weights, limit=_LOOKED_AT).rows.tolist()
    return [known.people[row] for row in rows]


def _minutes_of(need: Need) -> tuple[int, int, int]:
    """(weekday from 0, minute of its day at which it begins, and ends)."""
    begin = local(need.starts_at)
    minute = begin.hour * 60 + begin.minute
    return begin.weekday(), minute, minute + int((need.ends_at - need.starts_at).total_seconds() // 60)


def _wish(need: Need, known: Resident, there: Place | None) -> Wish:
    x, y = known.spot(there) if there else (0.0, 0.0)
    weekday, begin, end = _minutes_of(need)
    elder = getattr(need.elder, "elder", None)
    return Wish(
        x=x,
        y=y,
        skills=known.mask(_must(need)),
        speech=known.mask(code for code in (elder.languages if elder else []) if code != COMMON_SPEECH),
        weekday=weekday,
        quarters=quarters(begin=begin, end=end),
        minutes=need.planned_minutes,
        site=known.sites.get(need.site_id, -1),
    )


def _must(need: Need) -> Iterator[str]:
    """The skill it takes, and who alone may come."""
    if need.service.skill:
        yield need.service.skill
    wish = sex_wished_for(need=need)
    if wish.is_hard:
        yield ONLY + wish.sex


def _acquainted(need: Need) -> set[UUID]:
    """Who was with this old person before, and whom she named, however far they live."""
    rows = Visit.objects.filter(need__elder_id=need.elder_id, state__in=_STANDING)
    known = set(rows.order_by().values_list("volunteer_id", flat=True).distinct()[:_LOOKED_AT])
    regular = _regular_of(need)
    return known | ({regular} if regular else set())


def _regular_of(need: Need) -> UUID | None:
    elder = getattr(need.elder, "elder", None)
    return elder.regular_helper_id if elder else None


def about(*, need: Need, helpers: Sequence[Person], now: datetime) -> list[Suited]:
    """What speaks for and against each of these helpers, in a fixed number of questions to the database."""
    facts = _facts(need, [one.pk for one in helpers], now)
    standard = standard_in_force(at=now, site=need.site_id)
    weights = weights_of(standard=standard)
    return [
        replace(one, hindrances=(*_rests(one, facts, standard, now), *one.hindrances))
        for one in (_suited(need, helper, facts, standard, weights) for helper in helpers)
    ]


def _facts(need: Need, ids: list[UUID], now: datetime) -> _Facts:
    start, end = day_bounds(local_date(need.starts_at))
    monday = start - timedelta(days=local(need.starts_at).weekday())
    mine = Visit.objects.filter(volunteer_id__in=ids, state__in=_STANDING)
    times = {"need__starts_at__lt": need.ends_at, "need__ends_at__gt": need.starts_at}
    papers = Qualification.objects.filter(person_id__in=ids, skill=need.service.skill, removed_at=None)
    asked = Visit.objects.filter(volunteer_id__in=ids).order_by().values_list("volunteer_id")
    return _Facts(
        kin=kin_of(person=need.elder_id),
        agreed=agreed_among(people=ids, purpose=ConsentPurpose.LOCATION),
        busy=set(mine.filter(**times).values_list("volunteer_id", flat=True)),
        expired=set(papers.filter(valid_until__lt=local_date(need.starts_at)).values_list("person_id", flat=True)),
        declined=set(
            Declined.objects.filter(site_id=need.site_id, need_id=need.id, volunteer_id__in=ids).values_list(
                "volunteer_id", flat=True
            )
        ),
        seen=dict(
            mine.filter(need__elder_id=need.elder_id, need__ends_at__lt=now)
            .order_by()
            .values_list("volunteer_id")
            .annotate(n=Count("id"))
        ),
        asked=_later(dict(asked.annotate(last=Max("taken_at"))), last_asked(people=ids)),
        prior=_minutes(mine, now - timedelta(days=LOAD_DAYS), now),
        week=_minutes(mine, monday, monday + timedelta(days=7)),
        day=_minutes(mine, start, end),
        free=_free(need, ids),
        waiting=waiting_at(need=need),
        pace={} if need.is_urgent else times_asked(people=ids, since=now - PACE),
        wish=sex_wished_for(need=need),
        faults={who: [fault for _mark, fault in pairs] for who, pairs in faults_of(people=ids).items()},
    )


def _rests(one: Suited, facts: _Facts, standard: Standard, now: datetime) -> Iterator[Hindrance | Words]:
    """That she rests, and until when: the consequence, and nothing of what it follows from."""
    stands = standing(faults=facts.faults.get(one.person.pk, []), rules=rules_of(standard=standard), now=now)
    if stands.is_paused and stands.paused_until is not None:
        yield _("先歇着，%(day)s起可以接单。") % {"day": long_day(stands.paused_until)}
    elif stands.is_paused:
        yield Hindrance.RESTING


def _later(one: dict[UUID, datetime], other: dict[UUID, datetime]) -> dict[UUID, datetime]:
    return {who: max(known[who] for known in (one, other) if who in known) for who in one.keys() | other.keys()}


def _minutes(visits: QuerySet[Visit], begin: datetime, end: datetime) -> dict[UUID, int]:
    rows = visits.filter(need__starts_at__gte=begin, need__starts_at__lt=end).order_by().values_list("volunteer_id")
    return dict(rows.annotate(minutes=Sum("need__planned_minutes")))


def _free(need: Need, ids: list[UUID]) -> dict[UUID, bool]:
    """For those who said when they are free: whether it is then."""
    weekday, begin, end = _minutes_of(need)
    said: dict[UUID, bool] = {}
    rows = FreeTime.objects.filter(volunteer_id__in=ids)
    for who, day, first, last in rows.values_list("volunteer_id", "weekday", "from_minute", "to_minute"):
        said[who] = said.get(who, False) or (day == weekday + 1 and first <= begin and end <= last)
    return said


def _suited(need: Need, helper: Person, facts: _Facts, standard: Standard, weights: Weights) -> Suited:
    volunteer, who = helper.volunteer, helper.pk
    elder = getattr(need.elder, "elder", None)
    here = place(latitude=helper.latitude, longitude=helper.longitude) if who in facts.agreed else None
    there = place(latitude=need.elder.latitude, longitude=need.elder.longitude)
    metres = metres_between(here, there) if here and there else None
    wanted = [code for code in (elder.languages if elder else []) if code != COMMON_SPEECH]
    speech = tuple(code for code in wanted if code in volunteer.languages)
    seen, is_regular = facts.seen.get(who, 0), _regular_of(need) == who
    hours, prior = need.planned_minutes / 60, facts.prior.get(who, 0) / 60
    points = (
        weights.base
        + weights.known * (1.0 if is_regular else min(seen, 3) / 3)
        + weights.speech * bool(speech)
        + weights.sex * (facts.wish.sex == helper.sex and facts.wish != NO_MATTER)
        + weights.newcomer * (who not in facts.asked)
        - weights.kilometre * 2 * (metres or 0) / 1000
        - weights.load * ((prior + hours) ** 2 - prior**2)
    )
    return Suited(
        person=helper,
        points=points,
        metres=metres,
        seen=seen,
        is_regular=is_regular,
        speech=speech,
        is_free=facts.free.get(who),
        asked_at=facts.asked.get(who),
        week_minutes=facts.week.get(who, 0),
        hindrances=tuple(_hindrances(need, helper, facts, standard, metres)),
    )


def _hindrances(
    need: Need, helper: Person, facts: _Facts, standard: Standard, metres: int | None
) -> Iterator[Hindrance | Words]:
    volunteer, who, skill = helper.volunteer, helper.pk, need.service.skill
    stands = any(visit.volunteer_id == who and visit.state in STANDING_VISIT for visit in need.visits.all())
    is_known = who in facts.seen or _regular_of(need) == who
    rules = {
        Hindrance.INACTIVE: volunteer.state not in {VolunteerState.ACTIVE, VolunteerState.PAUSED},
        Hindrance.PAUSED: volunteer.state == VolunteerState.PAUSED,
        Hindrance.HERSELF: who == need.elder_id,
        Hindrance.THERE: stands,
        Hindrance.KIN: who in facts.kin,
        Hindrance.NO_SKILL: bool(skill) and skill not in volunteer.skills,
        Hindrance.ONLY_WOMAN: facts.wish.shuts_out(helper.sex) and facts.wish.sex == Sex.FEMALE,
        Hindrance.ONLY_MAN: facts.wish.shuts_out(helper.sex) and facts.wish.sex == Sex.MALE,
        Hindrance.EXPIRED: bool(skill) and who in facts.expired,
        Hindrance.BUSY: not stands and who in facts.busy,
        Hindrance.DECLINED: who in facts.declined,
        Hindrance.INVITED: who in facts.waiting,
        Hindrance.ASKED_ENOUGH: facts.pace.get(who, 0) >= standard.integer("invite_most_a_week"),
        Hindrance.TOO_FAR: not is_known and metres is not None and metres > volunteer.reach_metres,
    }
    yield from (code for code, holds in rules.items() if holds)
    taker = Taker(
        birth_date=helper.birth_date,
        on=local_date(need.starts_at),
        planned_minutes=need.planned_minutes,
        planned_that_day=facts.day.get(who, 0),
        trained_on=volunteer.trained_on,
        health_declared_on=volunteer.health_declared_on,
        insured_until=volunteer.insured_until,
        risk=need.service.risk,
    )
    yield from (refusal.words for refusal in refusals_to_take(taker=taker, standard=standard))
