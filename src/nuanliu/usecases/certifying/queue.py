"""What waits for a certifier: each visit with the Standard's answer, what is unusual about it, and until when."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from nuanliu.domain.care.certifying.signs import Signed, Stretch, signs_of
from nuanliu.domain.care.menu.evidence import without_receipt
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import Paused, VisitState
from nuanliu.domain.gatherings.counted import counted_by_day
from nuanliu.domain.network.queries import posts_of
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.queries import kin_among
from nuanliu.domain.standards.holidays import working_days_after, working_days_before
from nuanliu.domain.standards.policies import flag_words
from nuanliu.domain.standards.queries import standard_in_force, standards_at
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.clock import day_bounds, local_date
from nuanliu.platform.errors import Words
from nuanliu.usecases.certify_visit import Assessment, assessed
from nuanliu.usecases.counting import COUNTED, Counted, context_of, month_bounds

MOST = 200
"""How many are looked at together, those that wait the longest."""
LOOK_BACK = timedelta(days=62)
"""How far back a helper's visits are read for what follows from several of them."""


class Standing(StrEnum):
    """How a visit stands to the days in which it is to be decided."""

    IN_TIME = "in_time"
    TODAY = "today"
    LATE = "late"
    BREACH = "breach"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One visit as the certifier sees it in her list."""

    visit: Visit
    assessment: Assessment
    signs: tuple[Signed, ...]
    due_at: datetime
    legal_at: datetime
    standing: Standing

    @property
    def reasons(self) -> list[Words]:
        """Why she should look, one sentence each."""
        return [flag_words(flag=flag) for flag in self.assessment.counted.flags] + [sign.words for sign in self.signs]

    @property
    def is_plain(self) -> bool:
        """Nothing is unusual, and she may decide: it may go with others."""
        return self.assessment.may_certify and not self.reasons


def to_decide(*, actor: Actor) -> QuerySet[Visit]:
    """Visits that wait for a decision at the actor's sites, those that wait the longest first; questions left out."""
    reach = within(paths=actor.paths(Power.BOARD_SEE), column="site__path")
    rows = Visit.objects.filter(reach, state=VisitState.CONFIRMED, paused="")
    rows = rows.select_related("need__service", "need__elder__elder", "need__site", "volunteer", "site")
    return rows.order_by("confirmed_at", "id")


def asked_about(*, actor: Actor) -> QuerySet[Visit]:
    """Visits about which a question waits for its answer."""
    reach = within(paths=actor.paths(Power.BOARD_SEE), column="site__path")
    rows = Visit.objects.filter(reach, state=VisitState.CONFIRMED, paused=Paused.ASKED)
    return rows.select_related("need__service", "need__elder", "volunteer", "site").order_by("confirmed_at", "id")


def queue(*, actor: Actor, now: datetime) -> list[Waiting]:
    """The list, the oldest first, at most MOST; a fixed number of queries."""
    return seen(actor=actor, visits=list(to_decide(actor=actor)[:MOST]), now=now)


@dataclass(frozen=True, slots=True)
class Figures:
    """How many wait in all, later than the site may, later than the law allows; the list has not room for all."""

    count: int
    late: int
    breaches: int


def figures_of(*, actor: Actor, found: Sequence[Waiting], now: datetime, most: int = MOST) -> Figures:
    """The figures of the list, out of itself where it is whole, else out of the rows."""
    if len(found) < most:
        standings = [one.standing for one in found]
        return Figures(len(found), standings.count(Standing.LATE), standings.count(Standing.BREACH))
    rows, standard = to_decide(actor=actor).order_by(), standard_in_force(at=now)

    def older(key: str) -> int:
        return rows.filter(confirmed_at__lt=working_days_before(moment=now, days=standard.integer(key))).count()

    breaches = older("site_decides_legal_working_days")
    return Figures(rows.count(), older("site_decides_working_days") - breaches, breaches)


def seen(*, actor: Actor, visits: Sequence[Visit], now: datetime) -> list[Waiting]:
    """These visits as the actor sees them. They come with need, service, elder, site and volunteer."""
    if not visits:
        return []
    helpers = {visit.volunteer_id for visit in visits}
    people = helpers | {visit.need.elder_id for visit in visits}
    kin = kin_among(people=people | ({actor.id} if actor.id else set()))
    posts = posts_of(logins=helpers, now=now)
    known = _known(helpers)
    earliest = min(visit.need.starts_at for visit in visits)
    others = _stretches(helpers, earliest)
    gathered = counted_by_day(people=helpers, since=day_bounds(local_date(earliest))[0])
    lacking = without_receipt(visits=visits)
    standards = standards_at(wanted={(visit.need.starts_at, visit.site_id) for visit in visits})
    return [
        _seen(
            _Look(actor, visit, standards[visit.need.starts_at, visit.site_id], kin, now),
            _Others(
                others[visit.volunteer_id],
                visit.volunteer_id in known,
                posts.get(visit.volunteer_id, []),
                gathered.get((visit.volunteer_id, local_date(visit.need.starts_at)), 0),
                lacks_receipt=visit.id in lacking,
            ),
        )
        for visit in visits
    ]


@dataclass(frozen=True, slots=True)
class _Look:
    """Who looks at which visit, by which Standard, when."""

    actor: Actor
    visit: Visit
    standard: Standard
    kin: set[tuple[UUID, UUID]]
    now: datetime


@dataclass(frozen=True, slots=True)
class _Row:
    """Another visit of the helper: as a stretch of time, and as what it counted."""

    stretch: Stretch
    counted: Counted


@dataclass(frozen=True, slots=True)
class _Others:
    """What is known of the helper besides this visit."""

    rows: list[_Row]
    is_known: bool
    posts: list[str]
    gathered: int
    """Her minutes at gatherings of the day of the visit."""
    lacks_receipt: bool
    """Of this visit the receipt is wanted, and there is no photograph of it."""


def _seen(look: _Look, others: _Others) -> Waiting:
    visit, standard, now = look.visit, look.standard, look.now
    first, following = month_bounds(day=local_date(visit.need.starts_at))
    rest = [row for row in others.rows if row.stretch.id != visit.id]
    month = [row.counted for row in rest if row.stretch.is_certified and first <= row.counted[0] < following]
    is_own_staff = any(visit.site.path.startswith(path) for path in others.posts)
    context = context_of(
        need=visit.need,
        visit=visit,
        kin=look.kin,
        month=month,
        is_own_staff=is_own_staff,
        gathered=others.gathered,
    )
    since = visit.confirmed_at or now
    due = working_days_after(moment=since, days=standard.days("site_decides_working_days"))
    legal = working_days_after(moment=since, days=standard.days("site_decides_legal_working_days"))
    return Waiting(
        visit=visit,
        assessment=assessed(actor=look.actor, visit=visit, standard=standard, kin=look.kin, context=context),
        signs=_signs(visit, rest, standard, others),
        due_at=due,
        legal_at=legal,
        standing=_standing(due, legal, now),
    )


def _signs(visit: Visit, rest: list[_Row], standard: Standard, others: _Others) -> tuple[Signed, ...]:
    if visit.started_at is None or visit.ended_at is None:
        return ()
    told = max((at for at in (visit.start_told_at, visit.end_told_at) if at), default=None)
    mine = Stretch(visit.id, visit.started_at, visit.ended_at, visit.measured_minutes or 0, "", is_certified=False)
    return signs_of(
        visit=mine,
        others=[row.stretch for row in rest],
        is_known=others.is_known,
        lacks_receipt=others.lacks_receipt,
        told_at=told if visit.reported_late else None,
        standard=standard,
    )


def _standing(due: datetime, legal: datetime, now: datetime) -> Standing:
    if now > legal:
        return Standing.BREACH
    if now > due:
        return Standing.LATE
    return Standing.TODAY if local_date(due) <= local_date(now) else Standing.IN_TIME


def _known(helpers: Collection[UUID]) -> set[UUID]:
    """Those of whom a visit was ever certified."""
    rows = Visit.objects.filter(volunteer_id__in=helpers, state__in=COUNTED).order_by()
    return set(rows.values_list("volunteer_id", flat=True).distinct())


def _stretches(helpers: Collection[UUID], earliest: datetime) -> defaultdict[UUID, list[_Row]]:
    """The helpers' ended visits since well before `earliest`, by helper."""
    rows = Visit.objects.filter(
        volunteer_id__in=helpers, ended_at__gte=earliest - LOOK_BACK, started_at__isnull=False
    ).exclude(state__in=[VisitState.CANCELLED, VisitState.VOIDED])
    columns = ("volunteer_id", "id", "started_at", "ended_at", "measured_minutes", "state")
    found: defaultdict[UUID, list[_Row]] = defaultdict(list)
    more = ("need__elder__name", "need__starts_at", "need__elder_id", "counted_minutes")
    for helper, visit, started, ended, minutes, state, elder, agreed, elder_id, counted in rows.values_list(
        *columns, *more
    ):
        stretch = Stretch(visit, started, ended, minutes or 0, elder, is_certified=state in COUNTED)
        found[helper].append(_Row(stretch, (agreed, elder_id, counted)))
    return found
