"""The year before the three weeks: a few visits a month, more each month, mostly by one faithful helper a site."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from nuanliu.domain.insights.periods import plus_months
from nuanliu.jobs.demo.cast import SEED, Cast
from nuanliu.jobs.demo.history import BUSY, HOURS, SERVICES, Scene, Until, show, someone
from nuanliu.platform.clock import at, local_date

VISITS = (4, 5, 5, 6, 7, 8, 9, 11, 13, 16, 19, 23)
"""Of each month from a year ago to the last one."""
UNTOLD = timedelta(days=22)
"""What is newer is told day by day by the play."""
FAITHFUL = 4
"""Which helper of a site comes whenever she may; the visitor's own is another."""


def look_back(cast: Cast, visits: Sequence[int] = VISITS) -> None:
    """Certified visits of twelve months, so that months and years can be compared and some have earned a badge."""
    past = replace(cast, random=Random(SEED + 1))  # noqa: S311 (a repeatable play, and the one after it stays as it is)
    turn = 0
    for months, count in zip(range(len(visits), 0, -1), visits, strict=True):
        first = plus_months(local_date(cast.now).replace(day=1), -months)
        for day in sorted(past.random.sample(range(27), count)):
            site, turn = BUSY[turn % len(BUSY)], turn + 1
            if first + timedelta(days=day) < local_date(cast.now - UNTOLD):
                _visit(past, site, first + timedelta(days=day))


def _visit(past: Cast, site: str, day: date) -> None:
    helper = past.sites[site].volunteers[FAITHFUL - 1].person
    service, choice = past.random.choice(SERVICES), past.random.choice(("time", "time", "coin"))
    starts = at(day, past.random.choice(HOURS))
    show(past, Scene(site, someone(past, site), service, starts, Until.CERTIFIED, helper, choice))
