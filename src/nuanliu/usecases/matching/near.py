"""Needs near a volunteer (找事做): the best for her first, each with one plain reason.

The index says which to look at; that they are open, what is known of the two, and what hinders her is read from the
database at that moment.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Sum
from django.utils.translation import gettext as _

from nuanliu.domain.care.models import Declined, Need, Visit
from nuanliu.domain.care.series.models import FirstAsked
from nuanliu.domain.care.series.types import FirstState
from nuanliu.domain.care.series.wished import NO_MATTER, SexWish, sex_wished_for, sexes_wished
from nuanliu.domain.care.types import STANDING_VISIT, NeedState
from nuanliu.domain.matching.near import BESIDE, CANNOT, FITS, Seeker, rank_needs
from nuanliu.domain.matching.online import quarters
from nuanliu.domain.matching.types import Weights
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.consents.queries import has_consent
from nuanliu.domain.people.models import Elder, Person
from nuanliu.domain.people.types import ConsentPurpose, Sex
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.geo import Place, metres_between, place, walking_minutes
from nuanliu.usecases.matching.types import COMMON_SPEECH, LONGEST_WALK, ONLY
from nuanliu.usecases.matching.waiting import minute_of, waiting_needs
from nuanliu.usecases.matching.weights import weights_of

_MORE = 100
"""Needs of the index looked at beyond those to be shown: some are declined, kept for others, or just taken."""
_LOAD_DAYS = 28
_CLOSE = 15
"""Minutes on foot up to which it is said to be near."""
_ALL_DAY = (1 << 64) - 1
_STANDING = [state.value for state in STANDING_VISIT]


class Why(StrEnum):
    """The one reason that is said of a need."""

    NAMED = "named"
    SEEN = "seen"
    SPEECH = "speech"
    SKILL = "skill"
    CLOSE = "close"
    FREE = "free"
    URGENT = "urgent"
    WANTED = "wanted"
    NOT_FREE = "not_free"
    FAR = "far"
    NO_SKILL = "no_skill"


@dataclass(frozen=True, slots=True, kw_only=True)
class NearNeed:
    """An open need as a volunteer sees it; no address yet."""

    need: Need
    metres: int | None
    points: float
    tier: int
    why: Why
    seen: int
    """How often she was with this old person."""
    hindrances: list[str]
    """Why this helper cannot take it, in plain words; empty if she can."""
    is_shut: bool = False
    """Whether the old person said that only others may come."""

    @property
    def walking_minutes(self) -> int | None:
        """Minutes on foot; None if the distance is not known."""
        return walking_minutes(metres=self.metres) if self.metres is not None else None

    @property
    def is_a_walk(self) -> bool:
        """Whether it is near enough to go on foot."""
        return self.walking_minutes is not None and self.walking_minutes <= LONGEST_WALK

    @property
    def kilometres(self) -> int:
        """The distance in whole kilometres, at least 1; 0 if it is not known."""
        return max(1, round(self.metres / 1000)) if self.metres is not None else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Me:
    """The helper as the ranking needs her."""

    person: Person
    home: Place | None
    spans: Sequence[tuple[int, int, int]]
    prior: int
    seen: Mapping[UUID, int]
    names_me: frozenset[UUID]


def needs_near(*, actor: Actor, now: datetime, limit: int = 50) -> list[NearNeed]:
    """Open needs that the volunteer has not declined, the best for her first; what she has no skill for comes last.

    Where the old person said that only a woman (only a man) may come, nobody else is shown it.

    Raises NotVisible for who is no volunteer.
    """
    me = _me(actor, now)
    weights = weights_of(standard=standard_in_force(at=now, site=me.person.home_site_id))
    needs = list(_shown(me, _looked_at(me, weights, now, limit), now))
    wished = sexes_wished(needs=needs)
    found = [_near(me, need, weights, wished.get(need.id, NO_MATTER)) for need in needs]
    return sorted((one for one in found if not one.is_shut), key=order)[:limit]


def need_near(*, actor: Actor, need: Need, now: datetime) -> NearNeed:
    """The same of one need. Raises NotVisible for who is no volunteer."""
    me = _me(actor, now)
    weights = weights_of(standard=standard_in_force(at=now, site=me.person.home_site_id))
    return _near(me, need, weights, sex_wished_for(need=need))


def order(one: NearNeed) -> tuple[int, float, datetime, UUID]:
    """What comes first."""
    return one.tier, -one.points, one.need.starts_at, one.need.id


def _me(actor: Actor, now: datetime) -> _Me:
    rows = Person.objects.select_related("volunteer").filter(pk=actor.id, volunteer__isnull=False)
    person = rows.prefetch_related("volunteer__free_times").first()
    if person is None:
        raise NotVisible
    home = place(latitude=person.latitude, longitude=person.longitude)
    mine = Visit.objects.filter(volunteer_id=person.pk, state__in=_STANDING)
    lately = mine.filter(need__starts_at__gte=now - timedelta(days=_LOAD_DAYS), need__starts_at__lt=now)
    over = mine.filter(need__ends_at__lt=now).order_by().values_list("need__elder_id")
    return _Me(
        person=person,
        home=home if home and has_consent(person_id=person.pk, purpose=ConsentPurpose.LOCATION) else None,
        spans=[(row.weekday, row.from_minute, row.to_minute) for row in person.volunteer.free_times.all()],
        prior=lately.aggregate(sum=Sum("need__planned_minutes"))["sum"] or 0,
        seen=dict(over.annotate(n=Count("id"))),
        names_me=frozenset(Elder.objects.filter(regular_helper_id=person.pk).values_list("pk", flat=True)),
    )


def _looked_at(me: _Me, weights: Weights, now: datetime, limit: int) -> list[UUID]:
    known = waiting_needs(now=now)
    volunteer = me.person.volunteer
    x, y = known.spot(me.home)
    free = [0 if me.spans else _ALL_DAY] * 7
    for weekday, begin, end in me.spans:
        free[weekday - 1] |= quarters(begin=begin, end=end)
    seeker = Seeker(
        x=x,
        y=y,
        reach=float(volunteer.reach_metres),
        skills=known.mask([*volunteer.skills, ONLY + me.person.sex]),
        speech=known.mask([code for code in volunteer.languages if code != COMMON_SPEECH]),
        prior=me.prior,
        free=tuple(free),
    )
    until = minute_of(now + _ahead(now))
    ranked = rank_needs(
        needs=known.needs, seeker=seeker, weights=weights, since=minute_of(now) - 1, until=until, limit=limit + _MORE
    )
    return [known.ids[row] for row in ranked.rows.tolist()]


def _ahead(now: datetime) -> timedelta:
    """How far ahead is looked."""
    return standard_in_force(at=now).span("near_days")


def _shown(me: _Me, ids: Sequence[UUID], now: datetime) -> QuerySet[Need]:
    """Those of the index, and of people she knows whatever the index says; that are open and hers to take."""
    who = me.person.pk
    here = {"site_id": OuterRef("site_id"), "need_id": OuterRef("id")}
    known = list(me.names_me | me.seen.keys())
    acquainted = Need.objects.filter(elder_id__in=known, state=NeedState.OPEN.value).values_list("id", flat=True)
    wanted = {*ids, *acquainted} if known else set(ids)
    visits = Prefetch("visits", queryset=Visit.objects.select_related("volunteer").order_by("slot", "taken_at"))
    rows = Need.objects.select_related("service", "elder__elder", "site").prefetch_related(visits)
    kept = FirstAsked.objects.filter(**here, until__gt=now, state=FirstState.WAITING.value).exclude(volunteer_id=who)
    return rows.filter(
        ~Exists(Declined.objects.filter(**here, volunteer_id=who)),
        ~Exists(Visit.objects.filter(**here, volunteer_id=who, state__in=_STANDING)),
        ~Exists(kept),
        id__in=wanted,
        state=NeedState.OPEN,
        starts_at__gt=now,
        starts_at__lt=now + _ahead(now),
    ).exclude(elder_id=who)


def _near(me: _Me, need: Need, weights: Weights, wish: SexWish) -> NearNeed:
    volunteer, skill = me.person.volunteer, need.service.skill
    there = place(latitude=need.elder.latitude, longitude=need.elder.longitude)
    metres = metres_between(me.home, there) if me.home and there else None
    elder = getattr(need.elder, "elder", None)
    speaks = bool(
        {code for code in (elder.languages if elder else []) if code != COMMON_SPEECH} & {*volunteer.languages}
    )
    seen, is_named = me.seen.get(need.elder_id, 0), need.elder_id in me.names_me
    is_free = _is_free(me, need)
    is_far = metres is not None and metres > volunteer.reach_metres and not seen and not is_named
    is_able, is_shut = not skill or skill in volunteer.skills, wish.shuts_out(me.person.sex)
    hours, prior = need.planned_minutes / 60, me.prior / 60
    points = (
        weights.base
        + weights.urgent * need.is_urgent
        + weights.known * (1.0 if is_named else min(seen, 3) / 3)
        + weights.speech * speaks
        + weights.sex * (wish.sex == me.person.sex and wish != NO_MATTER)
        - weights.kilometre * 2 * (metres or 0) / 1000
        - weights.load * ((prior + hours) ** 2 - prior**2)
    )
    walk = walking_minutes(metres=metres) if metres is not None else None
    said = {
        Why.NO_SKILL: not is_able,
        Why.FAR: is_far,
        Why.NOT_FREE: is_free is False,
        Why.NAMED: is_named,
        Why.SEEN: seen > 0,
        Why.SPEECH: speaks,
        Why.SKILL: bool(skill),
        Why.URGENT: need.is_urgent,
        Why.CLOSE: walk is not None and walk <= _CLOSE,
        Why.FREE: bool(is_free),
        Why.WANTED: True,
    }
    return NearNeed(
        need=need,
        metres=metres,
        points=points,
        tier=CANNOT if is_shut or not is_able else BESIDE if is_far or is_free is False else FITS,
        why=next(why for why, holds in said.items() if holds),
        seen=seen,
        hindrances=list(_hindrances(wish, is_shut=is_shut, is_able=is_able)),
        is_shut=is_shut,
    )


def _hindrances(wish: SexWish, *, is_shut: bool, is_able: bool) -> Iterator[str]:
    if is_shut:
        yield _("老人说了只要女的来。") if wish.sex == Sex.FEMALE else _("老人说了只要男的来。")
    if not is_able:
        yield _("这项服务需要相应的培训或资格。")


def _is_free(me: _Me, need: Need) -> bool | None:
    """Whether she said that she is free then; None if she said nothing of her times."""
    if not me.spans:
        return None
    begin = local(need.starts_at)
    minute = begin.hour * 60 + begin.minute
    end = minute + need.planned_minutes
    return any(day == begin.isoweekday() and first <= minute and end <= last for day, first, last in me.spans)
