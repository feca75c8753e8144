"""What the Standard and people keep apart: caps of a helper, of two people, and who may not go where."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from nuanliu.domain.standards.policies import Taker, refusals_to_take
from nuanliu.domain.standards.queries import standards_at
from nuanliu.usecases.dispatch.facts import DAY, HelperFact, NeedFact, Week

Pair = tuple[UUID, UUID]
"""Need and helper."""
_ENDS = (0, 6)
"""First and last day of a week: what holds on both holds on all between."""
_Class = tuple[UUID, str, int, int]
"""Needs that the Standard judges alike: its version, risk, minutes, day."""


class Rules:
    """The Standard of every site of a week, as it is on its Monday."""

    def __init__(self, week: Week) -> None:
        self.week = week
        sites = {need.site for need in week.needs} | {helper.site for helper in week.helpers}
        found = standards_at(wanted=[(week.bounds[0], site) for site in sites])
        self.of_site = {site: standard for (_at, site), standard in found.items()}
        self.of_version = {standard.version_id: standard for standard in found.values()}

    def _taker(self, helper: HelperFact, *, day: int, minutes: int, risk: str) -> Taker:
        volunteer = helper.person.volunteer
        return Taker(
            birth_date=helper.person.birth_date,
            on=self.week.monday + timedelta(days=day),
            planned_minutes=minutes,
            trained_on=volunteer.trained_on,
            health_declared_on=volunteer.health_declared_on,
            insured_until=volunteer.insured_until,
            risk=risk,
        )

    def may_at_all(self, helper: HelperFact) -> bool:
        """Whether the lightest of visits is allowed on some day; who may not be asked at all is left out."""
        standard = self.of_site[helper.site]
        return any(
            not refusals_to_take(taker=self._taker(helper, day=day, minutes=1, risk="low"), standard=standard)
            for day in _ENDS
        )

    def caps(self, helper: HelperFact) -> tuple[int, int]:
        """Minutes (of a day, of the week) that she may be asked for."""
        standard = self.of_site[helper.site]
        day = standard.minutes("daily_review_cap_min")
        age = self._taker(helper, day=0, minutes=1, risk="low").age
        if age is not None and age >= standard.integer("senior_age"):
            day = min(day, standard.minutes("senior_daily_max_min"))
        return day, standard.minutes("match_week_max_min")

    def capped(self, needs: Sequence[NeedFact], helpers: Sequence[HelperFact]) -> Iterator[tuple[UUID, UUID, int]]:
        """(helper, old person, minutes) that two people may still have in the month, where it could bind this week."""
        wanted: dict[UUID, int] = defaultdict(int)
        caps: dict[UUID, int] = {}
        for need in needs:
            wanted[need.elder] += need.minutes
            caps[need.elder] = self.of_site[need.site].minutes("pair_monthly_cap_min")
        here = {helper.id for helper in helpers}
        for (who, elder), minutes in self.week.shared.items():
            if who in here and elder in caps and minutes + wanted[elder] > caps[elder]:
                yield who, elder, max(0, caps[elder] - minutes)
        for elder in [one for one, minutes in wanted.items() if minutes > caps[one]]:
            yield from ((who, elder, caps[elder]) for who in here if (who, elder) not in self.week.shared)

    def banned(
        self, needs: Sequence[NeedFact], helpers: Sequence[HelperFact], bans: Collection[Pair]
    ) -> Iterator[Pair]:
        """Who must not go where: she is on it, said no to it, a clerk or the Standard is against it."""
        shut: dict[UUID, set[UUID]] = defaultdict(set)
        for what, who in bans:
            shut[what].add(who)
        classes: dict[_Class, list[UUID]] = defaultdict(list)
        for need in needs:
            yield from ((need.id, who) for who in need.taken_by | need.declined_by | shut[need.id])
            classes[self.of_site[need.site].version_id, need.risk, need.minutes, need.start // DAY].append(need.id)
        for helper in helpers:
            yield from ((need, helper.id) for need in self._refused(helper, classes))
            yield from ((need, helper.id) for need in self._expired(helper, needs))

    def _expired(self, helper: HelperFact, needs: Sequence[NeedFact]) -> Iterator[UUID]:
        """Needs after the last day of the paper that they ask for."""
        ending = {skill: until for skill, until in helper.skills.items() if until is not None}
        for need in needs if ending else ():
            if need.skill in ending and ending[need.skill] < self.week.monday + timedelta(days=need.start // DAY):
                yield need.id

    def _refused(self, helper: HelperFact, classes: dict[_Class, list[UUID]]) -> Iterator[UUID]:
        """Needs that the Standard keeps from her. Who may do the hardest may do any: most are asked only for that."""
        longest = max((minutes for _rule, _risk, minutes, _day in classes), default=0)
        risks = sorted({risk for _rule, risk, _minutes, _day in classes})
        if not any(
            refusals_to_take(taker=self._taker(helper, day=day, minutes=longest, risk=risk), standard=standard)
            for standard in self.of_version.values()
            for risk in risks
            for day in _ENDS
        ):
            return
        for (rule, risk, minutes, day), needs in classes.items():
            taker = self._taker(helper, day=day, minutes=minutes, risk=risk)
            if refusals_to_take(taker=taker, standard=self.of_version[rule]):
                yield from needs
