"""Paper slips explored by whatever can be pressed: a number counts once, and credits are the certified minutes."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.slips.batch_models import SlipBatch, SlipRow
from nuanliu.domain.care.slips.models import Slip
from nuanliu.domain.care.slips.types import BATCH_STEPS, SLIP_STEPS, BatchState, SlipState
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.people.types import CreditChoice
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import choose_credit, void_visit
from nuanliu.usecases.keep_slips import find_slip, lose_slip, void_slip
from nuanliu.usecases.keep_strays import note_stray
from nuanliu.usecases.paper_slips.entering import enter_slips
from nuanliu.usecases.paper_slips.returning import return_batch
from nuanliu.usecases.paper_slips.reversing import reverse_batch
from nuanliu.usecases.paper_slips.signing import sign_batch
from nuanliu.usecases.use_time import donate
from tests.support.slips import entered, number_of, pad_of, row, veteran
from tests.support.town import Town

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db
SLIPS = 3
ACTS = (
    "enter", "enter two", "enter", "sign", "sign", "sign self", "return", "reverse", "reverse", "void", "lose", "find",
    "stray", "not a visit", "choose", "spend",
)  # fmt: skip
STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, SLIPS - 1))
ENDS = {SlipState.VOID}
STAND = {SlipState.ENTERED, SlipState.USED}


def test_every_state_is_reached_and_what_is_not_spoilt_has_a_way_on() -> None:
    for steps, first, ends in (
        (SLIP_STEPS, SlipState.ISSUED, ENDS),
        (BATCH_STEPS, BatchState.WAITING, {BatchState.RETURNED, BatchState.REVERSED}),
    ):
        reached, edge = set(), {first}
        while edge:
            reached |= edge
            edge = {to for state in edge for to in steps[state]} - reached
        assert reached == set(steps)
        assert {state for state, ways in steps.items() if not ways} == ends


class Desk:
    """A town with a clerk and a certifier who press things at a pad of slips."""

    def __init__(self) -> None:
        self.town = Town.found()
        self.clerk, self.certifier = self.town.clerk("录入员"), self.town.certifier("签字人")
        self.elder = self.town.elder()
        self.refused: dict[str, str] = {}
        self.steps: dict[str, set[str]] = defaultdict(set)
        self.slips: list[Slip] = []
        self.helper: Any = None

    def play(self, steps: list[tuple[str, int]]) -> None:
        """A fresh pad and a fresh helper, and these buttons one after the other."""
        self.slips = pad_of(self.town, SLIPS, actor=self.clerk)
        self.helper = veteran(self.town, f"志愿{len(self.refused)}", choice=("time", "coin", "")[len(steps) % 3])
        for act, which in steps:
            before = self.states()
            try:
                self.press(act, which)
            except Unable as refusal:
                self.refused[f"{act}: {refusal.code}"] = str(refusal.words)
                assert self.states() == before, "what is refused changes nothing"
            for was, now in zip(before, self.states(), strict=True):
                if was != now:
                    self.steps[was].add(now)
                    assert SlipState(now) in SLIP_STEPS[SlipState(was)], f"{act}: {was} -> {now}"
            self.check()

    def states(self) -> list[str]:
        """Where the slips of the pad stand."""
        ids = [slip.id for slip in self.slips]
        return list(Slip.objects.filter(id__in=ids).order_by("number").values_list("state", flat=True))

    def press(self, act: str, which: int) -> None:
        """One button, at one slip or at the batch that it is in or was in last."""
        slip, now = self.slips[which], self.town.now
        rows = SlipRow.objects.filter(slip_id=slip.id)
        batch_id = rows.order_by("-batch__number").values_list("batch_id", flat=True).first() or new_id()
        visit = Visit.objects.filter(volunteer=self.helper, id__in=rows.values("visit_id")).order_by("-id").first()
        at_slip = {"actor": self.clerk, "slip_id": slip.id, "now": now}
        at_batch = {"actor": self.certifier, "batch_id": batch_id, "now": now}
        buttons: dict[str, Callable[[], object]] = {
            "enter": lambda: entered(self.town, [self.row(which)], actor=self.clerk),
            "enter two": lambda: entered(
                self.town, [self.row(which), self.row((which + 1) % SLIPS)], actor=self.clerk, pictured=which != 0
            ),
            "sign": lambda: sign_batch(**at_batch),
            "sign self": lambda: sign_batch(**{**at_batch, "actor": self.clerk}),
            "return": lambda: return_batch(**at_batch, reason="对不上"),
            "reverse": lambda: reverse_batch(**at_batch, reason="抄错了"),
            "void": lambda: void_slip(**at_slip, reason="撕了"),
            "lose": lambda: lose_slip(**at_slip, reason="找不到"),
            "find": lambda: find_slip(**at_slip),
            "stray": lambda: note_stray(
                actor=self.clerk, site_id=slip.site_id, text=number_of(slip), note="又交来一张", token=new_id(), now=now
            ),
        }
        if act in buttons:
            if act not in {"sign", "sign self", "return", "reverse"} or rows.exists():
                buttons[act]()
        elif act == "spend":
            donate(actor=self.town.actor(self.helper), unit="time", amount=30, token=new_id(), now=now)
        elif visit is not None and act == "not a visit":
            void_visit(actor=self.certifier, visit_id=visit.id, reason="没有去", now=now)
        elif visit is not None:
            choose_credit(actor=self.town.actor(self.helper), visit_id=visit.id, choice=CreditChoice.TIME, now=now)

    def row(self, which: int) -> Any:
        """An hour of its own for each slip."""
        hours = {"start": str(8 + 2 * which), "end": str(9 + 2 * which)}
        return row(self.town, self.slips[which], self.helper, self.elder, **hours)

    def check(self) -> None:
        """A number stands once and with its visit, and the helper's book says what was certified and stands."""
        standing = SlipRow.objects.filter(slip_id__in=[slip.id for slip in self.slips], is_standing=True)
        held = list(standing.values_list("slip_id", flat=True))
        assert len(held) == len(set(held))
        for slip in Slip.objects.filter(id__in=[slip.id for slip in self.slips]):
            assert (slip.id in held) is (slip.state in STAND)
            assert (slip.visit_id is not None) is (slip.state == SlipState.USED)
        counted = Visit.objects.filter(volunteer=self.helper, state__in=["certified", "credited"])
        assert self.town.savings(self.helper).honour == sum(visit.counted_minutes or 0 for visit in counted)

    def go_on(self) -> None:
        """Whatever was pressed, each slip can still be brought to where it counts, unless it is spoilt."""
        for which, slip in enumerate(self.slips):
            state = Slip.objects.get(id=slip.id).state
            for act in ("find", "enter", "sign", "return", "enter", "sign"):
                if Slip.objects.get(id=slip.id).state in {SlipState.USED, *ENDS}:
                    break
                self.tried(act, which)
            assert Slip.objects.get(id=slip.id).state in {SlipState.USED, *ENDS}, f"{state} is a dead end"

    def tried(self, act: str, which: int) -> None:
        """Press it; a refusal is no matter."""
        try:
            self.press(act, which)
        except Unable as refusal:
            self.refused[f"{act}: {refusal.code}"] = str(refusal.words)


def test_whatever_is_pressed_a_number_counts_once_and_the_book_says_what_was_certified() -> None:
    desk = Desk()

    @settings(
        max_examples=8, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.lists(STEP, min_size=5, max_size=12))
    def explore(steps: list[tuple[str, int]]) -> None:
        desk.play(steps)
        desk.go_on()
        desk.check()

    explore()
    desk.play([("enter", 0), ("sign", 0), ("spend", 0), ("reverse", 0), ("enter two", 1), ("return", 1), ("void", 1)])
    desk.play([("lose", 2), ("enter", 2), ("find", 2), ("enter", 2), ("sign self", 2), ("sign", 2), ("reverse", 2)])
    assert {was: ways for was, ways in SLIP_STEPS.items() if ways and set(ways) != desk.steps[was.value]} == {}
    assert set(SlipBatch.objects.values_list("state", flat=True)) >= {"signed", "returned", "reversed"}
    assert len(desk.refused) >= 6, desk.refused
    assert all(words for words in desk.refused.values()), "whatever is refused is refused with a reason"
    assert check_books().is_right


def test_control_a_slip_that_counts_twice_is_seen() -> None:
    desk = Desk()
    desk.play([("enter", 0), ("sign", 0)])
    visit = Visit.objects.get()
    Visit.objects.filter(id=visit.id).update(counted_minutes=(visit.counted_minutes or 0) + 60)
    with pytest.raises(AssertionError):
        desk.check()


def test_a_grid_without_anything_is_no_batch() -> None:
    desk = Desk()
    with pytest.raises(Unable, match="nothing"):
        enter_slips(actor=desk.clerk, site_id=desk.town.site.pk, rows=[], token=new_id(), now=desk.town.now)
    assert SlipBatch.objects.count() == 0
