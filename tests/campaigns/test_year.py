"""The short form of the simulated year: some tens of people, two months; `make year` plays 500 and twelve."""

import pytest

from tests.campaigns.year.cast import SHORT, Size, gather
from tests.campaigns.year.play import Year
from tests.campaigns.year.reckoning import findings
from tests.campaigns.year.tally import NEVER

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


def test_some_months_reconcile_to_the_unit() -> None:
    cast = gather(SHORT)
    Year(cast).run()
    assert findings(cast) == []
    done = cast.tally.done
    happened = (
        "certified",
        "voided",
        "redeemed",
        "converted",
        "donated",
        "gift answered",
        "granted",
        "lots expired",
        "died",
        "moved away",
        "came back",
        "lent",
        "shares",
        "paid by family",
        "handed over",
        "statements",
        "taken down, done",
        "book lost",
    )
    assert [name for name in happened if not done[name]] == []


def test_a_tally_that_is_off_by_one_is_found() -> None:
    cast = gather(Size(volunteers=2, elders=2, shops=1))
    cast.tally.time[cast.volunteers[0].pk].put({NEVER: 1})
    assert len(findings(cast)) == 1
