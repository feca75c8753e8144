"""A month from its first morning to its last evening, its evenings' lists held against the model."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from nuanliu.platform.clock import at, local_date
from tests.campaigns.month import desk, parties
from tests.campaigns.month.cast import Size, gather
from tests.campaigns.month.lists import Lists, breaches
from tests.campaigns.month.paper import Papers
from tests.campaigns.month.play import Month


@dataclass
class Played:
    """A month that is over. `on_the_way` is what did not agree on one of its evenings."""

    month: Month
    papers: Papers
    end: datetime
    on_the_way: list[str]


def play(size: Size) -> Played:
    """Lay everything out and let it happen."""
    cast = gather(size)
    month, wrong = Month(cast), list[str]()
    papers, first = Papers(month), local_date(cast.town.now) + timedelta(days=1)
    month.lay_out(first, size.days)
    desk.lay_out(month, first, size.days)
    papers.lay_out(first, size.days)
    parties.lay_out(month, first, size.days)

    def look(now: datetime) -> None:
        for site in cast.sites:
            wrong.extend(breaches(cast, site.pk, Lists(cast.at(site.pk, "judge"), now)))

    for number in range(0, size.days, size.look_every):
        month.later(at(first + timedelta(days=number), 20, 50), look)
    end = at(first + timedelta(days=size.days), 0)
    month.play_until(end)
    return Played(month, papers, end, wrong)
