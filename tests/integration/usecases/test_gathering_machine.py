"""A gathering explored by whatever can be pressed: every state has a way on, and credits are the certified minutes."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuanliu.domain.gatherings.models import Gathering, Part, Signup
from nuanliu.domain.gatherings.types import STEPS, GatheringState, Role
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.passbook.pools import Unit, pool_account
from nuanliu.platform.errors import Unable
from nuanliu.usecases.gather.afterwards import void_line
from nuanliu.usecases.gather.certify import certify_gathering
from nuanliu.usecases.gather.plan import announce_gathering, call_off, change_plan
from nuanliu.usecases.gather.roll import keep_roll, open_roll, return_roll
from nuanliu.usecases.gather.sign_up import leave_list, sign_up, sign_up_group
from tests.support.gathered import plan_of, planned
from tests.support.town import Town

ENDS = {GatheringState.CERTIFIED, GatheringState.OFF}
ACTS = (
    "announce", "change", "sign", "sign", "sign", "group", "leave", "open", "open", "save", "hand_in", "hand_in",
    "return", "certify", "certify", "void", "off",
)  # fmt: skip
STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.sampled_from([0, 29, 45, 120, 200]))


def test_every_state_but_an_end_has_a_way_on_and_can_be_ended() -> None:
    assert {state for state, ways in STEPS.items() if not ways} == ENDS
    reached = {GatheringState.DRAFT}
    for _ in STEPS:
        reached |= {to for state in reached for to in STEPS[state]}
    assert reached == set(GatheringState)


class House:
    """A town with people who press things; `party` is what they press at."""

    def __init__(self) -> None:
        self.town = Town.found()
        self.chief, self.certifiers = self.town.coordinator(), [self.town.certifier("甲"), self.town.certifier("乙")]
        self.helpers = [self.town.volunteer(f"志愿者{one}", choice="time") for one in range(4)]
        self.refusals: list[tuple[str, str]] = []
        self.days = 3
        self.guests = [self.town.elder(f"老人{one}") for one in range(2)]

    def play(self, steps: list[tuple[str, int, int]]) -> None:
        """Press these, one after the other; what is refused is refused with a reason."""
        before = {one.pk: self.town.savings(one) for one in self.helpers}
        pool = pool_account(site=self.town.site.pk, unit=Unit.TIME).posted
        self.days += 1
        party = planned(self.town, self.chief, days=self.days, guest=1, usher=2, performer=6)
        for act, which, minutes in steps:
            seen = Gathering.objects.get(id=party.id)
            try:
                self.press(seen, act, which, minutes)
            except Unable as refusal:
                self.refusals.append((refusal.code, str(refusal.words)))
            after = Gathering.objects.get(id=party.id)
            moved = GatheringState(seen.state), GatheringState(after.state)
            assert moved[0] is moved[1] or moved[1] in STEPS[moved[0]], moved
            self.check(after, before, pool)

    def press(self, party: Gathering, act: str, which: int, minutes: int) -> None:
        """One button."""
        late = party.ends_at + timedelta(hours=1)
        whose: dict[str, Any] = {"actor": self.chief, "gathering_id": party.id}
        lines = list(Signup.objects.filter(gathering_id=party.id).order_by("number"))
        standing = {line.number for line in lines if line.state == "in"}
        numbers = {number for number in standing if number % (which + 1) == 0}
        judge = self.certifiers[which % 2]
        people = [*self.helpers, *self.guests]
        person, line = people[which % 6], lines[which % len(lines)] if lines else None
        some = {number: minutes for number in numbers if any(x.number == number and x.role != "guest" for x in lines)}
        buttons: dict[str, Any] = {
            "announce": lambda: announce_gathering(now=self.town.now, **whose),
            "change": lambda: change_plan(
                plan=plan_of(self.town, days=self.days, guest=which, usher=which + 1, performer=6),
                now=self.town.now,
                **whose,
            ),
            "sign": lambda: sign_up(
                person_id=person.pk,
                role=Role.GUEST if person in self.guests else Role.USHER,
                now=self.town.now,
                **whose,
            ),
            "group": lambda: sign_up_group(
                name=f"舞蹈队{which}", heads=which + 1, role=Role.PERFORMER, now=self.town.now, **whose
            ),
            "leave": lambda: line and leave_list(signup_id=line.id, now=self.town.now, **whose),
            "open": lambda: open_roll(now=party.starts_at, **whose),
            "save": lambda: keep_roll(came=numbers, minutes=some, hands_in=False, is_paper=False, now=late, **whose),
            "hand_in": lambda: keep_roll(
                came=standing, minutes=some, hands_in=True, is_paper=which == 5, now=late, **whose
            ),
            "return": lambda: return_roll(actor=judge, gathering_id=party.id, reason="再点一次", now=late),
            "certify": lambda: certify_gathering(
                actor=judge, gathering_id=party.id, corrected=some if which == 4 else {}, reason="更正", now=late
            ),
            "void": lambda: line and void_line(actor=judge, signup_id=line.id, reason="没来", now=late),
            "off": lambda: which == 5 and call_off(reason="下雨", now=late, **whose),
        }
        buttons[act]()

    def check(self, party: Gathering, before: dict[Any, Any], pool: int) -> None:
        """Places are never overrun, and what stands in the books is what was certified and stands."""
        for part in Part.objects.filter(gathering_id=party.id):
            rows = Signup.objects.filter(gathering_id=party.id, role=part.role, state="in")
            assert part.taken == sum(row.heads for row in rows) <= part.wanted
        counted = Signup.objects.filter(gathering_id=party.id, credit="credited")
        for helper in self.helpers:
            mine = sum(row.counted_minutes or 0 for row in counted if row.person_id == helper.pk)
            saved = self.town.savings(helper)
            was = before[helper.pk]
            assert (saved.time - was.time, saved.honour - was.honour) == (mine, mine)
        groups = sum((row.counted_minutes or 0) * row.heads for row in counted if row.person_id is None)
        assert pool_account(site=self.town.site.pk, unit=Unit.TIME).posted - pool == groups
        if party.state not in ENDS:
            assert STEPS[GatheringState(party.state)]


@pytest.mark.django_db(transaction=True)
def test_whatever_is_pressed_the_book_says_what_was_certified() -> None:
    house = House()

    @settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    @given(st.lists(STEP, min_size=4, max_size=12))
    def explore(steps: list[tuple[str, int, int]]) -> None:
        # The way on is always there: whatever was pressed, these lead to an end.
        first = [("announce", 0, 0), ("sign", 0, 0), ("sign", 1, 0)]
        last = [("open", 0, 0), ("hand_in", 0, 120), ("certify", 0, 0), ("certify", 1, 0), ("void", 1, 0)]
        house.play([*first, *steps, *last])
        party = Gathering.objects.latest("planned_at", "number")
        assert party.state in ENDS or not Signup.objects.filter(gathering_id=party.id, state="in").exists()

    explore()
    house.play([("announce", 0, 0), ("off", 5, 0)])
    credited = [("announce", 0, 0), ("sign", 0, 0), ("open", 0, 0), ("hand_in", 0, 120), ("certify", 0, 0)]
    house.play([*credited, ("void", 0, 0)])
    found = set(Gathering.objects.values_list("state", flat=True))
    assert found >= {"certified", "off"}, "the exploration reached both ends"
    assert Signup.objects.filter(credit="voided").exists()
    assert all(code and words for code, words in house.refusals), "whatever is refused is refused with a reason"
    assert check_books().is_right
