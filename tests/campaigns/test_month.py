"""The short form of the simulated month; `make month` plays 300 volunteers, 200 old people and 2,000 needs."""

import pytest

from tests.campaigns.month.cast import SHORT
from tests.campaigns.month.reckoning import findings
from tests.campaigns.month.whole import play

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


def test_a_month_leaves_nothing_in_limbo_and_every_figure_is_right() -> None:
    played = play(SHORT)
    assert played.on_the_way == []
    assert findings(played.month, played.papers, played.end) == []
