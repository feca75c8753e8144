"""Needs explored by Hypothesis: whatever is done in whatever order, a need has a way on, and a refusal a reason."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.series.models import FallbackTask
from nuanliu.domain.care.types import NEED_STEPS, STANDING_VISIT, NeedState
from nuanliu.domain.people.models import Person
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.usecases.accept_need import accept_need
from nuanliu.usecases.answer_fallback import move_to, nobody_goes, serve_by
from nuanliu.usecases.cancel import cancel_need, cancel_visit
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.change_need import Changed, answer_change, change_need
from nuanliu.usecases.confirm_visit import confirm_visit
from nuanliu.usecases.fall_back import mark_unserved, reopen_need
from nuanliu.usecases.raise_fallbacks import raise_tasks
from nuanliu.usecases.review_need import resubmit_need, review_need
from nuanliu.usecases.start_visit import end_visit, start_visit
from tests.support.town import Town

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FINAL = {state for state, ways in NEED_STEPS.items() if not ways}


def test_every_state_of_the_table_is_reached_and_every_other_has_a_way_on() -> None:
    reached, edge = set(), {NeedState.SUBMITTED}
    while edge:
        reached |= edge
        edge = {step for state in edge for step in NEED_STEPS[state]} - reached
    assert reached == set(NeedState)
    assert NeedState.CANCELLED in FINAL
    assert NeedState.OPEN not in FINAL


@dataclass
class People:
    """Everybody who acts, made once."""

    town: Town
    elder: Any
    helper: Any
    other: Any
    leader: Any
    certifier: Any


@pytest.fixture
def people(db) -> People:
    town = Town.found()
    elder, helper, other = town.elder(), town.volunteer(choice="time"), town.volunteer("别人", choice="time")
    return People(town, elder, town.actor(helper), town.actor(other), town.coordinator(), town.certifier())


class Play:
    """One need and the moment at which things are done to it."""

    def __init__(self, people: People, number: int) -> None:
        self.people, self.now = people, people.town.now
        starts_at = people.town.now + (2 + 3 * number) * DAY
        self.need = people.town.need(people.elder, clerk=people.town.actor(people.elder), starts_at=starts_at)

    def look(self) -> Need:
        return Need.objects.get(id=self.need.id)

    def visit(self) -> Visit | None:
        states = [state.value for state in STANDING_VISIT]
        return Visit.objects.filter(need_id=self.need.id, state__in=states).first()

    def do(self, name: str) -> None:
        """One act; UnableToStep and its like go through."""
        need, visit, who, now = self.look(), self.visit(), self.people, self.now
        later = max(need.starts_at, now) + 2 * DAY
        of_need: dict[str, Callable[[], object]] = {
            "approve": lambda: review_need(actor=who.leader, need_id=need.id, approve=True, now=now),
            "return": lambda: review_need(actor=who.leader, need_id=need.id, approve=False, reason="换一天", now=now),
            "mend": lambda: resubmit_need(
                actor=who.leader, need_id=need.id, starts_at=later, minutes=60, note="", now=now
            ),
            "take": lambda: accept_need(actor=who.helper, need_id=need.id, now=now),
            "take too": lambda: accept_need(actor=who.other, need_id=need.id, now=now),
            "change": lambda: change_need(
                actor=who.leader, need_id=need.id, changed=Changed(starts_at=later, minutes=60, note=""), now=now
            ),
            "cancel": lambda: cancel_need(actor=who.leader, need_id=need.id, reason="不要了", now=now),
            "reopen": lambda: reopen_need(actor=who.leader, need_id=need.id, starts_at=later, now=now),
            "wait": lambda: self.wait(need),
            "raise": lambda: raise_tasks(now=now),
        }
        of_task: dict[str, Callable[[FallbackTask], object]] = {
            "serve": lambda task: serve_by(actor=who.leader, task_id=task.id, helper_id=who.helper.id, now=now),
            "move": lambda task: move_to(actor=who.leader, task_id=task.id, starts_at=later, now=now),
            "nobody": lambda task: nobody_goes(actor=who.leader, task_id=task.id, reason="没有人", now=now),
        }
        of_visit: dict[str, Callable[[Visit], object]] = {
            "give back": lambda one: cancel_visit(actor=who.leader, visit_id=one.id, reason="病了", now=now),
            "suits": lambda one: answer_change(actor=who.leader, visit_id=one.id, is_agreed=True, now=now),
            "does not": lambda one: answer_change(actor=who.leader, visit_id=one.id, is_agreed=False, now=now),
            "start": lambda one: self.at_the_door(one, need),
            "end": lambda one: end_visit(
                actor=self.helper_of(one), visit_id=one.id, code=need.code, choice="time", now=self.later(HOUR)
            ),
            "came": lambda one: confirm_visit(
                actor=who.town.actor(who.elder), visit_id=one.id, came=True, face="happy", now=now
            ),
            "certify": lambda one: certify_visit(actor=who.certifier, visit_id=one.id, now=now),
        }
        if name in of_need:
            of_need[name]()
        elif name in of_visit and visit is not None:
            of_visit[name](visit)
        elif name in of_task:
            task = FallbackTask.objects.filter(need_id=need.id).order_by("-raised_at", "id").first()
            if task is not None:
                of_task[name](task)

    def helper_of(self, visit: Visit) -> Any:
        return self.people.helper if visit.volunteer_id == self.people.helper.id else self.people.other

    def later(self, length: timedelta) -> Any:
        self.now += length
        return self.now

    def wait(self, need: Need) -> None:
        """The hour comes; what the jobs then do is done."""
        self.now = max(self.now, need.starts_at + HOUR)
        mark_unserved(now=self.now)

    def at_the_door(self, visit: Visit, need: Need) -> None:
        self.now = max(self.now, need.starts_at)
        start_visit(actor=self.helper_of(visit), visit_id=visit.id, code=need.code, now=self.now)


ACTS = (
    "approve", "return", "mend", "take", "take too", "change", "cancel", "reopen", "wait", "raise", "serve", "move",
    "nobody", "give back", "suits", "does not", "start", "end", "came", "certify",
)  # fmt: skip
WAY = ("approve", "take", "start", "end", "came", "certify")
plays = st.builds(
    lambda far, then: [*WAY[:far], *then],
    st.integers(0, len(WAY)),
    st.lists(st.sampled_from(ACTS), min_size=3, max_size=6),
)
"""Each play follows the loop for some steps, and then does anything: so its far end is reached too."""


def test_whatever_is_done_a_need_has_a_way_on_and_a_refusal_a_reason(people: People) -> None:
    steps: dict[str, set[str]] = defaultdict(set)
    refused: dict[str, str] = {}
    numbers = count()

    @settings(
        max_examples=20,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(acts=plays)
    def explore(acts: list[str]) -> None:
        play = Play(people, next(numbers))
        for act in acts:
            before = play.look().state
            try:
                play.do(act)
            except NotVisible:
                assert play.look().state == before
            except Unable as refusal:
                refused[refusal.code] = str(refusal.words)
                assert play.look().state == before, "what is refused changes nothing"
            after = play.look().state
            if after != before:
                steps[before].add(after)
                assert can_follow(before, after), f"{act}: {before} -> {after}"
        assert credited(people) == certified(people), "credits are the certified minutes"
        go_on(play)

    explore()
    assert {"submitted", "open", "matched"} <= set(steps), steps
    assert len(refused) >= 3, refused
    assert all(code and words for code, words in refused.items()), "a refusal says why"


def can_follow(before: str, after: str) -> bool:
    """Whether one state leads to another over the table; one act may pass through several."""
    seen, edge = set(), {NeedState(before)}
    while edge:
        seen |= edge
        edge = {step for state in edge for step in NEED_STEPS[state]} - seen
    return NeedState(after) in seen


def credited(people: People) -> int:
    rows = Person.objects.filter(pk__in=[people.helper.id, people.other.id])
    return sum(people.town.savings(row).time_free for row in rows)


def certified(people: People) -> int:
    return sum(Visit.objects.filter(state="credited").values_list("counted_minutes", flat=True))


def go_on(play: Play) -> None:
    """Whatever was done, something can still be done, until it is over."""
    state = play.look().state
    if NeedState(state) in FINAL or state == NeedState.CREDITED:
        return
    for act in ("mend", "approve", "reopen", "certify", "came", "end", "start", "cancel"):
        try:
            play.do(act)
        except (Unable, NotVisible):
            continue
        if play.look().state != state:
            return
    pytest.fail(f"{state} is a dead end")
