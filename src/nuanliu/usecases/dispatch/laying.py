"""A week as `domain/matching` wants it: arrays, with the rules of the Standard laid into them."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

import numpy as np

from nuanliu.domain.matching.types import Snapshot
from nuanliu.platform.geo import Place
from nuanliu.usecases.dispatch.facts import DAY, HelperFact, NeedFact, Week
from nuanliu.usecases.dispatch.learning import usual_chance
from nuanliu.usecases.dispatch.rules import Pair, Rules

_METRES_A_DEGREE = math.pi * 6_371_008.8 / 180
_AT_HOME = 1_000.0
"""Metres around the farthest old person of her own site, for who keeps her place to herself."""
_FRAIL = frozenset(
    {"lives_alone", "empty_nest", "over_80", "disabled", "semi_disabled", "lost_only_child", "severe_handicap"}
)
_MOST_FRAIL = 3


@dataclass(frozen=True, slots=True)
class Marks:
    """What people want otherwise, and what they were told before."""

    pins: frozenset[Pair] = frozenset()
    bans: frozenset[Pair] = frozenset()
    kept: frozenset[Pair] = frozenset()
    prices: Mapping[UUID, float] = field(default_factory=dict)
    """What one helper more was worth for each need in the plan people know; with its gap, where the search begins."""
    gap: float = 0.0


@dataclass(slots=True)
class Laid:
    """The arrays, and whose row is whose."""

    snapshot: Snapshot
    needs: list[NeedFact]
    helpers: list[HelperFact]
    pinned: list[Pair]

    def rows(self) -> tuple[dict[UUID, int], dict[UUID, int]]:
        """Row of each need and of each helper."""
        needs = {need.id: row for row, need in enumerate(self.needs)}
        return needs, {helper.id: row for row, helper in enumerate(self.helpers)}


def lay_out(*, week: Week, marks: Marks) -> Laid:
    """The question to be solved: pins are promises already, bans are shut, the Standard's limits hold."""
    needs, helpers, pinned = _pinned(week, marks.pins)
    rules = Rules(week)
    helpers = [one for one in helpers if rules.may_at_all(one)]
    return Laid(_snapshot(week, needs, helpers, rules, marks), needs, helpers, pinned)


def _pinned(week: Week, pins: Collection[Pair]) -> tuple[list[NeedFact], list[HelperFact], list[Pair]]:
    """Needs and helpers with the pins taken out of the question."""
    known = {helper.id: helper for helper in week.helpers}
    helpers = {who: replace(helper, busy=list(helper.busy)) for who, helper in known.items()}
    left, pinned = [], []
    for need in week.needs:
        mine = sorted(who for what, who in pins if what == need.id and who in helpers and who not in need.taken_by)
        mine = mine[: need.wanted]
        for who in mine:
            helpers[who].busy.append((need.start, need.end))
            pinned.append((need.id, who))
        if need.wanted > len(mine):
            left.append(replace(need, wanted=need.wanted - len(mine), taken_by=need.taken_by | set(mine)))
    return left, list(helpers.values()), pinned


def _snapshot(week: Week, needs: list[NeedFact], helpers: list[HelperFact], rules: Rules, marks: Marks) -> Snapshot:
    ground = _Ground(week)
    bits = _Bits([need.skill for need in needs], [code for need in needs for code in need.speech])
    elders: dict[UUID, int] = {}
    for need in needs:
        elders.setdefault(need.elder, len(elders))
    rows = {need.id: row for row, need in enumerate(needs)}
    people = {helper.id: row for row, helper in enumerate(helpers)}
    caps = [rules.caps(helper) for helper in helpers]
    ways = [rules.of_site[helper.site].minutes("dispatch_way_min") for helper in helpers]
    free = [_free(helper, day, way) for helper, (day, _week), way in zip(helpers, caps, ways, strict=True)]
    spans = [(row, begin, end) for row, mine in enumerate(free) for begin, end in mine]
    there = np.array([ground.of_need(need) for need in needs], np.float64).reshape(-1, 2)
    here = np.array([ground.of_helper(helper) for helper in helpers], np.float64).reshape(-1, 3)
    knows = [
        (people[who], elders[elder], s) for (who, elder), s in week.known.items() if who in people and elder in elders
    ]
    kin = sorted((people[who], elders[elder]) for who, elder in week.kin if who in people and elder in elders)
    capped = sorted((people[who], elders[elder], left) for who, elder, left in rules.capped(needs, helpers))
    banned = sorted(
        {(people[who], rows[what]) for what, who in rules.banned(needs, helpers, marks.bans) if who in people}
    )
    kept = sorted((people[who], rows[what]) for what, who in marks.kept if what in rows and who in people)
    return Snapshot(
        helper_x=here[:, 0],
        helper_y=here[:, 1],
        helper_reach=here[:, 2],
        helper_sex=_ints(int(helper.person.sex) % 9 for helper in helpers),
        helper_skills=_words(bits.skills(helper.skills) for helper in helpers),
        helper_speech=_words(bits.speech(helper.person.volunteer.languages) for helper in helpers),
        helper_cap=_ints(max(0, most - _long(helper.busy)) for helper, (_day, most) in zip(helpers, caps, strict=True)),
        helper_day_cap=_ints(day for day, _week in caps),
        helper_prior=_ints(helper.prior for helper in helpers),
        helper_chance=np.array([_chance(one, rules) for one in helpers], np.float64),
        helper_new=np.array([helper.is_new for helper in helpers], np.bool_),
        free_helper=_ints(row for row, _begin, _end in spans),
        free_from=_ints(begin for _row, begin, _end in spans),
        free_to=_ints(end for _row, _begin, end in spans),
        need_x=there[:, 0],
        need_y=there[:, 1],
        need_elder=_ints(elders[need.elder] for need in needs),
        need_minutes=_ints(need.minutes for need in needs),
        need_skills=_words(bits.skills([need.skill] if need.skill else []) for need in needs),
        need_speech=_words(bits.speech(need.speech) for need in needs),
        need_speech_must=np.zeros(len(needs), np.bool_),
        need_sex=_ints(need.sex for need in needs),
        need_sex_must=np.array([need.is_sex_hard for need in needs], np.bool_),
        need_urgent=np.array([need.is_urgent for need in needs], np.bool_),
        need_frail=np.array(
            [min(len(need.circumstances & _FRAIL), _MOST_FRAIL) / _MOST_FRAIL for need in needs], np.float64
        ),
        need_wanted=_ints(need.wanted for need in needs),
        window_need=np.arange(len(needs), dtype=np.int64),
        window_from=_ints(need.start for need in needs),
        window_to=_ints(need.start for need in needs),
        known_helper=_ints(one[0] for one in knows),
        known_elder=_ints(one[1] for one in knows),
        known_strength=np.array([one[2] for one in knows], np.float64),
        blocked_helper=_ints(one[0] for one in kin),
        blocked_elder=_ints(one[1] for one in kin),
        capped_helper=_ints(one[0] for one in capped),
        capped_elder=_ints(one[1] for one in capped),
        capped_minutes=_ints(one[2] for one in capped),
        banned_helper=_ints(one[0] for one in banned),
        banned_need=_ints(one[1] for one in banned),
        kept_helper=_ints(one[0] for one in kept),
        kept_need=_ints(one[1] for one in kept),
    )


def _ints(values: Iterable[int]) -> np.ndarray:
    return np.fromiter(values, np.int64)


def _words(values: Iterable[int]) -> np.ndarray:
    return np.fromiter(values, np.uint64)


def _long(spans: Iterable[tuple[int, int]]) -> int:
    return sum(end - begin for begin, end in spans)


class _Bits:
    """A bit for every skill and every language that somebody asks for."""

    def __init__(self, skills: Iterable[str], speech: Iterable[str]) -> None:
        self._skills = {code: row for row, code in enumerate(sorted(set(skills) - {""}))}
        self._speech = {code: row for row, code in enumerate(sorted(set(speech)))}

    def skills(self, codes: Iterable[str]) -> int:
        return sum({1 << self._skills[code] for code in codes if code in self._skills})

    def speech(self, codes: Iterable[str]) -> int:
        return sum({1 << self._speech[code] for code in codes if code in self._speech})


class _Ground:
    """Metres on a plane. Who has no known place stands in the middle of her site."""

    def __init__(self, week: Week) -> None:
        spots: dict[UUID, list[Place]] = defaultdict(list)
        for need in week.needs:
            if need.spot:
                spots[need.site].append(need.spot)
        everywhere = [spot for mine in spots.values() for spot in mine]
        self.middle = sum(spot.latitude for spot in everywhere) / len(everywhere) if everywhere else 0.0
        self._spots = {site: [self.metres(spot) for spot in mine] for site, mine in spots.items()}
        self._lost: dict[UUID, float] = {}

    def metres(self, spot: Place) -> tuple[float, float]:
        east = spot.longitude * _METRES_A_DEGREE * math.cos(math.radians(self.middle))
        return east, spot.latitude * _METRES_A_DEGREE

    def of_site(self, site: UUID) -> tuple[float, float]:
        mine = self._spots.get(site)
        if mine:
            return sum(x for x, _y in mine) / len(mine), sum(y for _x, y in mine) / len(mine)
        return self._lost.setdefault(site, 1e8 + 1e6 * len(self._lost)), 0.0

    def of_need(self, need: NeedFact) -> tuple[float, float]:
        return self.metres(need.spot) if need.spot else self.of_site(need.site)

    def of_helper(self, helper: HelperFact) -> tuple[float, float, float]:
        site = helper.site
        if helper.spot:
            return (*self.metres(helper.spot), float(helper.person.volunteer.reach_metres))
        middle = self.of_site(site)
        return (*middle, _AT_HOME + max((math.dist(middle, spot) for spot in self._spots.get(site, [])), default=0.0))


def _chance(helper: HelperFact, rules: Rules) -> float:
    return usual_chance(standard=rules.of_site[helper.site]) / 1000 if helper.chance is None else helper.chance


def _free(helper: HelperFact, day_cap: int, way: int) -> Iterator[tuple[int, int]]:
    """Her free times without what she has promised and the `way` there and back.

    On a day with promises no longer than what the day still allows.
    """
    promised: dict[int, int] = defaultdict(int)
    for begin, end in helper.busy:
        promised[begin // DAY] += end - begin
    left = {day: max(0, day_cap - minutes) for day, minutes in promised.items()}
    for begin, end in _without(helper.free, [(first - way, last + way) for first, last in helper.busy]):
        day = begin // DAY
        if day not in left:
            yield begin, end
            continue
        last = min(end, begin + left[day])
        left[day] -= max(0, last - begin)
        if last > begin:
            yield begin, last


def _without(spans: Sequence[tuple[int, int]], holes: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    left = list(spans)
    for first, last in holes:
        left = [
            piece
            for begin, end in left
            for piece in ((begin, min(end, first)), (max(begin, last), end))
            if piece[0] < piece[1]
        ]
    return sorted(left)
