"""Every worker's own index of helpers: built once, kept up by what the audit says has changed.

It only says whom to look at. Whoever is shown is read from the database again, and taking a need asks everything anew
under its locks; so an index that is a moment behind can hide somebody for that moment and do no other harm.
"""

import math
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from django.db.models import Avg, Sum

from nuanliu.domain.audit.recent import newest_event
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import STANDING_VISIT
from nuanliu.domain.matching.online import Helpers, Index, quarters
from nuanliu.domain.people.consents.queries import in_force
from nuanliu.domain.people.models import FreeTime, Volunteer
from nuanliu.domain.people.types import ConsentPurpose, VolunteerState
from nuanliu.platform.geo import Place, place
from nuanliu.usecases.matching.marks import FEW, Mark, changed_since
from nuanliu.usecases.matching.types import ONLY

_AGAIN_AFTER = timedelta(minutes=10)
LOAD_DAYS = 28
_METRES_A_DEGREE = math.pi * 6_371_008.8 / 180
_ALL_DAY = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Fact:
    """One helper as the index needs her."""

    x: float
    y: float
    reach: float
    skills: tuple[str, ...]
    speech: tuple[str, ...]
    prior: int
    free: tuple[int, ...]
    site: UUID


@dataclass(slots=True)
class Resident:
    """The index with its translation of codes and rows."""

    middle: float
    facts: dict[UUID, Fact]
    index: Index = field(init=False)
    people: list[UUID] = field(default_factory=list)
    bits: dict[str, int] = field(default_factory=dict)
    sites: dict[UUID, int] = field(default_factory=dict)
    built_at: datetime | None = None
    last: Mark | None = None

    def mask(self, codes: Iterable[str]) -> int:
        """The word of some codes; a code that nobody has gets a bit of its own."""
        word = 0
        for code in codes:
            word |= 1 << self.bits.setdefault(code, len(self.bits) % 64)
        return word

    def spot(self, place: Place) -> tuple[float, float]:
        """Metres east and north, true to a few metres within a city."""
        east = place.longitude * _METRES_A_DEGREE * math.cos(math.radians(self.middle))
        return east, place.latitude * _METRES_A_DEGREE

    def lay_out(self) -> None:
        """The arrays anew from the facts."""
        self.people = sorted(self.facts)
        facts = [self.facts[person] for person in self.people]
        self.index = Index(
            Helpers(
                x=np.array([one.x for one in facts], np.float64),
                y=np.array([one.y for one in facts], np.float64),
                reach=np.array([one.reach for one in facts], np.float64),
                skills=np.array([self.mask(one.skills) for one in facts], np.uint64),
                speech=np.array([self.mask(one.speech) for one in facts], np.uint64),
                prior=np.array([one.prior for one in facts], np.int64),
                free=np.array([one.free for one in facts], np.uint64).reshape(len(facts), 7),
                site=np.array([self._site(one.site) for one in facts], np.int64),
            )
        )

    def _site(self, site: UUID) -> int:
        return self.sites.setdefault(site, len(self.sites))


_lock = threading.Lock()
_here: list[Resident] = []


def resident(*, now: datetime) -> Resident:
    """This worker's index, brought up to what the database says has happened."""
    with _lock:
        newest = _newest()
        if not _here or not _keep_up(_here[0], newest, now):
            _here[:] = [_built(now, newest)]
        return _here[0]


def _newest() -> Mark | None:
    event = newest_event()
    volunteer = Volunteer.objects.order_by("-pk").values_list("pk", flat=True).first()
    return Mark(*event, volunteer) if event and volunteer else None


def _keep_up(known: Resident, newest: Mark | None, now: datetime) -> bool:
    """Whether the index could be brought up; if not it is built anew."""
    if known.last is None or newest is None or known.built_at is None:
        return False
    if not known.built_at <= now < known.built_at + _AGAIN_AFTER:
        return False
    if newest == known.last:
        return True
    changed = changed_since(last=known.last, newest=newest)
    if changed is None:
        return False
    changed |= set(Volunteer.objects.filter(pk__gt=known.last.row).values_list("pk", flat=True)[:FEW])
    for person in changed:
        known.facts.pop(person, None)
    known.facts.update(_facts(known.middle, now, changed))
    known.lay_out()
    known.last = newest
    return True


def _built(now: datetime, newest: Mark | None) -> Resident:
    known = Volunteer.objects.filter(person__latitude__isnull=False).aggregate(middle=Avg("person__latitude"))
    middle = float(known["middle"] or 0.0)
    built = Resident(middle, _facts(middle, now, None), built_at=now, last=newest)
    built.lay_out()
    return built


def _facts(middle: float, now: datetime, only: Collection[UUID] | None) -> dict[UUID, Fact]:
    helpers = Volunteer.objects.filter(state=VolunteerState.ACTIVE, person__closed_at=None)
    spans = FreeTime.objects.filter(volunteer__state=VolunteerState.ACTIVE)
    visits = Visit.objects.filter(state__in=[state.value for state in STANDING_VISIT])
    visits = visits.filter(need__starts_at__gte=now - timedelta(days=LOAD_DAYS), need__starts_at__lt=now)
    if only is not None:
        helpers, spans = helpers.filter(pk__in=only), spans.filter(volunteer_id__in=only)
        visits = visits.filter(volunteer_id__in=only)
    rows = list(
        helpers.values_list(
            "pk",
            "person__latitude",
            "person__longitude",
            "reach_metres",
            "skills",
            "languages",
            "person__home_site_id",
            "person__sex",
        )
    )
    free: dict[UUID, list[int]] = defaultdict(lambda: [0] * 7)
    for who, weekday, begin, end in spans.values_list("volunteer_id", "weekday", "from_minute", "to_minute"):
        free[who][weekday - 1] |= quarters(begin=begin, end=end)
    prior = dict(visits.order_by().values_list("volunteer_id").annotate(sum=Sum("need__planned_minutes")))
    agreeing = in_force(purpose=ConsentPurpose.LOCATION)
    agreed = set(
        (agreeing if only is None else agreeing.filter(person_id__in=only)).values_list("person_id", flat=True)
    )
    still = Resident(middle, {})
    found = {}
    for who, latitude, longitude, reach, skills, speech, site, sex in rows:
        there = place(latitude=latitude, longitude=longitude) if who in agreed else None
        x, y = still.spot(there) if there else (math.nan, math.nan)
        times = tuple(free[who]) if who in free else (_ALL_DAY,) * 7
        found[who] = Fact(x, y, reach, (*skills, ONLY + sex), tuple(speech), prior.get(who, 0), times, site)
    return found
