"""The state machine of Hypothesis over `play.py`: which step comes next is for Hypothesis to say, and to cut down."""

from collections import Counter
from random import Random

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from nuanliu.domain.ledger.types import Unit
from tests.campaigns.play import Play

COMPARE_EVERY = 20
"""Steps between two comparisons of every row."""
CHECK_EVERY = 50
"""Steps between two checks of the books."""
STEPS = {
    "post": 10,
    "batch": 4,
    "across": 2,
    "again": 2,
    "same_id_for_something_else": 1,
    "release": 2,
    "time_out": 1,
    "reverse": 2,
    "bounds": 1,
    "close": 1,
    "open": 1,
    "seal": 1,
}
"""Steps of `Play` and how often each is offered."""

done: Counter[str] = Counter()
"""Steps, books and outcomes of all machines of this process."""


class BookMachine(RuleBasedStateMachine):
    """The real book beside the model."""

    @initialize()
    def begin(self) -> None:
        self.play = Play()
        self.steps = 0

    @rule(name=st.sampled_from([name for name, times in STEPS.items() for _n in range(times)]), lot=st.randoms())
    def step(self, name: str, lot: Random) -> None:
        getattr(self.play, f"step_{name}")(lot)
        self.steps += 1
        if self.steps % COMPARE_EVERY == 0:
            self.play.compare()
            self.play.compare_queries(lot)
        if self.steps % CHECK_EVERY == 0:
            self.play.check()

    @invariant()
    def units_sum_to_zero(self) -> None:
        """Of the model itself: what one account gives another receives."""
        if hasattr(self, "play"):
            assert {self.play.model.total(unit) for unit in Unit} == {0}

    def teardown(self) -> None:
        if hasattr(self, "play"):
            self.play.compare()
            self.play.verify()
            done.update(self.play.seen)
            done["steps"] += self.steps
            done["books"] += 1


def played(*, books: int, steps: int) -> settings:
    """Settings for so many books of so many steps each; a difference is cut down to the fewest steps that show it."""
    return settings(
        max_examples=books,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
