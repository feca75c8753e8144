"""Books filled for the benchmarks, with the same towns that the tests use."""

from nuanliu.domain.care.types import NeedState, VisitState
from tests.support.bulk import add_needs, add_visits
from tests.support.town import Town


def confirmed_visits(count: int) -> None:
    """One site, four certifiers, 40 helpers, 41 old people, and `count` visits waiting to be certified."""
    town = Town.found()
    elders = [town.elder(f"老人{number}") for number in range(41)]
    helpers = [town.volunteer(f"志愿者{number}") for number in range(40)]
    for number in range(4):
        town.certifier(f"认定员{number}")
    add_visits(town, add_needs(town, elders, NeedState.CONFIRMED, count), helpers, VisitState.CONFIRMED)
