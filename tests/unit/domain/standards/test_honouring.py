"""Which steps so many hours of honour are."""

import pytest

from nuanliu.domain.standards.policies import next_step, step_words, steps_reached
from tests.unit.domain.standards.made import DEFAULT


@pytest.mark.parametrize(
    ("minutes", "reached", "coming"),
    [
        (0, [], ("badge", 1)),
        (599, [], ("badge", 1)),
        (600, [("badge", 1)], ("badge", 2)),
        (6000, [("badge", 1), ("badge", 2), ("badge", 3), ("star", 1)], ("star", 2)),
        (240_000, [*(("badge", n) for n in (1, 2, 3)), *(("star", n) for n in (1, 2, 3, 4, 5)),
                   *(("medal", n) for n in (1, 2, 3))], None),
    ],
)  # fmt: skip
def test_steps_follow_from_the_hours_of_the_standard(minutes, reached, coming) -> None:
    assert [(step.kind.value, step.place) for step in steps_reached(minutes=minutes, standard=DEFAULT)] == reached
    found = next_step(minutes=minutes, standard=DEFAULT)
    assert (found and (found.kind.value, found.place)) == coming


def test_a_step_has_a_name() -> None:
    assert step_words(kind="badge", place=1, hours=10) == "10 小时徽章"
    assert step_words(kind="star", place=3, hours=600) == "3 星志愿者"
    assert step_words(kind="medal", place=1, hours=2000) == "2000 小时奖章"
