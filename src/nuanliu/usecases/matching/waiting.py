"""Every worker's own index of open needs, kept up by what the audit says has changed, as that of helpers is.

It only says which needs to look at; what is shown of them is read from the database again.
"""

import math
import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from django.db.models import Avg, Q

from nuanliu.domain.audit.recent import newest_event
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.series.models import Wishes
from nuanliu.domain.care.series.wished import sex_wished
from nuanliu.domain.care.types import NeedState
from nuanliu.domain.matching.near import Needs
from nuanliu.domain.matching.online import quarters
from nuanliu.platform.clock import local
from nuanliu.platform.geo import Place, place
from nuanliu.usecases.matching.marks import Mark, changed_since
from nuanliu.usecases.matching.types import COMMON_SPEECH, ONLY

_AGAIN_AFTER = timedelta(minutes=10)
_METRES_A_DEGREE = math.pi * 6_371_008.8 / 180


@dataclass(frozen=True, slots=True)
class Fact:
    """One open need as the index needs it."""

    x: float
    y: float
    must: tuple[str, ...]
    """The skill it takes, and who alone may come."""
    speech: tuple[str, ...]
    weekday: int
    quarters: int
    minutes: int
    starts: int
    is_urgent: bool


@dataclass(slots=True)
class Waiting:
    """The arrays with their translation of rows and codes."""

    middle: float
    facts: dict[UUID, Fact]
    needs: Needs = field(init=False)
    ids: list[UUID] = field(default_factory=list)
    bits: dict[str, int] = field(default_factory=dict)
    built_at: datetime | None = None
    last: Mark | None = None

    def mask(self, codes: Collection[str]) -> int:
        """The word of some codes."""
        word = 0
        for code in codes:
            word |= 1 << self.bits.setdefault(code, len(self.bits) % 64)
        return word

    def spot(self, place: Place | None) -> tuple[float, float]:
        """Metres east and north, true to a few metres within a city; NaN where there is no place."""
        if place is None:
            return math.nan, math.nan
        east = place.longitude * _METRES_A_DEGREE * math.cos(math.radians(self.middle))
        return east, place.latitude * _METRES_A_DEGREE

    def lay_out(self) -> None:
        """The arrays anew from the facts."""
        self.ids = sorted(self.facts)
        facts = [self.facts[need] for need in self.ids]
        self.needs = Needs(
            x=np.array([one.x for one in facts], np.float64),
            y=np.array([one.y for one in facts], np.float64),
            skills=np.array([self.mask(one.must) for one in facts], np.uint64),
            speech=np.array([self.mask(one.speech) for one in facts], np.uint64),
            weekday=np.array([one.weekday for one in facts], np.int64),
            quarters=np.array([one.quarters for one in facts], np.uint64),
            minutes=np.array([one.minutes for one in facts], np.int64),
            starts=np.array([one.starts for one in facts], np.int64),
            is_urgent=np.array([one.is_urgent for one in facts], np.bool_),
        )


_lock = threading.Lock()
_here: list[Waiting] = []


def minute_of(moment: datetime) -> int:
    """Whole minutes since 1970."""
    return int(moment.timestamp()) // 60


def waiting_needs(*, now: datetime) -> Waiting:
    """This worker's index, brought up to what the database says has happened."""
    with _lock:
        newest = _newest()
        if not _here or not _keep_up(_here[0], newest, now):
            _here[:] = [_built(now, newest)]
        return _here[0]


def _newest() -> Mark | None:
    event = newest_event()
    return Mark(*event, event[1]) if event else None


def _keep_up(known: Waiting, newest: Mark | None, now: datetime) -> bool:
    """Whether the index could be brought up; if not it is built anew."""
    if known.last is None or newest is None or known.built_at is None:
        return False
    if not known.built_at <= now < known.built_at + _AGAIN_AFTER:
        return False
    if newest == known.last:
        return True
    told = changed_since(last=known.last, newest=newest)
    if told is None:
        return False
    visited = Visit.objects.filter(id__in=told).values_list("need_id", flat=True)
    changed = told | set(visited)
    for need in changed:
        known.facts.pop(need, None)
    known.facts.update(_facts(known, changed))
    known.lay_out()
    known.last = newest
    return True


def _built(now: datetime, newest: Mark | None) -> Waiting:
    open_needs = Need.objects.filter(state=NeedState.OPEN.value, elder__latitude__isnull=False)
    middle = float(open_needs.aggregate(middle=Avg("elder__latitude"))["middle"] or 0.0)
    built = Waiting(middle, {}, built_at=now, last=newest)
    built.facts.update(_facts(built, None))
    built.lay_out()
    return built


def _facts(known: Waiting, only: Collection[UUID] | None) -> dict[UUID, Fact]:
    rows = Need.objects.filter(state=NeedState.OPEN.value)
    if only is not None:
        rows = rows.filter(Q(id__in=only) | Q(elder_id__in=only))
    wished = dict(Wishes.objects.filter(need_id__in=rows.values("id")).values_list("need_id", "codes"))
    found = {}
    of_home = ("elder__latitude", "elder__longitude", "elder__elder__languages")
    said = ("id", "starts_at", "planned_minutes", "is_urgent", "service__skill")
    for need, starts_at, minutes, is_urgent, skill, latitude, longitude, languages in rows.values_list(*said, *of_home):
        begin = local(starts_at)
        minute = begin.hour * 60 + begin.minute
        x, y = known.spot(place(latitude=latitude, longitude=longitude))
        speech = tuple(code for code in languages or [] if code != COMMON_SPEECH)
        word = quarters(begin=minute, end=minute + minutes)
        starts = minute_of(starts_at)
        wish = sex_wished(codes=wished.get(need, []))
        must = ((skill,) if skill else ()) + ((ONLY + wish.sex,) if wish.is_hard else ())
        found[need] = Fact(x, y, must, speech, begin.weekday(), word, minutes, starts, is_urgent)
    return found
