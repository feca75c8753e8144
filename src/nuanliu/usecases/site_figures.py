"""The bureau's view: each site's figures side by side, and one site's needs without a name in them."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.ledger.queries import posted_by_site
from nuanliu.domain.ledger.types import AccountKind, Unit
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import sites_under
from nuanliu.domain.network.types import Actor, NodeKind, Power
from nuanliu.domain.people.models import Elder, Volunteer
from nuanliu.domain.people.types import VolunteerState
from nuanliu.domain.standards.holidays import working_days_before
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.errors import NotVisible

WAITING = frozenset({NeedState.SUBMITTED, NeedState.RETURNED, NeedState.OPEN, NeedState.UNSERVED})
UNDER_WAY = frozenset({NeedState.MATCHED, NeedState.SERVING, NeedState.SERVED, NeedState.CONFIRMED, NeedState.DISPUTED})
DONE = frozenset({NeedState.CERTIFIED, NeedState.CREDITED})
COUNTY_DEPTH = 2
"""How many codes of a path lead to the county: the city's and its own."""


@dataclass(slots=True)
class Tally:
    """Figures of one place, times in whole minutes.

    `late` are visits that waited longer than the site may take to decide, `breaches` those past the legal limit.
    """

    volunteers: int = 0
    elders: int = 0
    earned_minutes: int = 0
    waiting: int = 0
    under_way: int = 0
    done: int = 0
    late: int = 0
    breaches: int = 0

    def add(self, other: "Tally") -> None:
        """Add another place's figures to these."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True)
class SiteTally:
    """One site and its figures."""

    site: Node
    tally: Tally


@dataclass(frozen=True, slots=True)
class CountyTally:
    """One county, the sum of its sites, and the sites."""

    name: str
    tally: Tally
    sites: list[SiteTally] = field(default_factory=list)


def figures_by_county(*, actor: Actor, now: datetime) -> list[CountyTally]:
    """Figures of every site the actor oversees, by county; a fixed number of queries. Raises NotVisible."""
    if not actor.has(Power.CITY_SEE):
        raise NotVisible
    sites = list(sites_under(paths=actor.paths(Power.CITY_SEE)))
    tallies = _tallies(now)
    counties: dict[str, CountyTally] = {}
    names = dict(Node.objects.filter(kind=NodeKind.COUNTY).values_list("path", "name"))
    for site in sites:
        county = "/".join(site.path.split("/")[:COUNTY_DEPTH]) + "/"
        place = counties.setdefault(county, CountyTally(names.get(county, site.name), Tally()))
        place.sites.append(SiteTally(site, tallies[site.pk]))
        place.tally.add(tallies[site.pk])
    return [counties[path] for path in sorted(counties)]


def _tallies(now: datetime) -> defaultdict[UUID, Tally]:
    found: defaultdict[UUID, Tally] = defaultdict(Tally)
    volunteers = Volunteer.objects.filter(state=VolunteerState.ACTIVE).values_list("person__home_site")
    for site, count in volunteers.annotate(count=Count("pk")).order_by():
        found[site].volunteers = count
    elders = Elder.objects.filter(person__closed_at=None).values_list("person__home_site")
    for site, count in elders.annotate(count=Count("pk")).order_by():
        found[site].elders = count
    for site, minutes in posted_by_site(kind=AccountKind.SAVINGS, unit=Unit.HONOUR).items():
        found[site].earned_minutes = minutes
    for site, state, count in Need.objects.values_list("site_id", "state").annotate(count=Count("id")).order_by():
        _add_needs(found[site], NeedState(state), count)
    for site, count in _undecided(now, "site_decides_working_days").items():
        found[site].late = count
    for site, count in _undecided(now, "site_decides_legal_working_days").items():
        found[site].breaches = count
    return found


def _add_needs(tally: Tally, state: NeedState, count: int) -> None:
    if state in WAITING:
        tally.waiting += count
    elif state in UNDER_WAY:
        tally.under_way += count
    elif state in DONE:
        tally.done += count


def _undecided(now: datetime, key: str) -> Counter[UUID]:
    """Visits by site that the site should have decided, by the Standard's number of working days under `key`."""
    since = working_days_before(moment=now, days=standard_in_force(at=now).integer(key))
    visits = Visit.objects.filter(state=VisitState.CONFIRMED, confirmed_at__lt=since)
    return Counter(dict(visits.values_list("site_id").annotate(count=Count("id")).order_by()))


def overseen_site(*, actor: Actor, site_id: UUID) -> Node:
    """A site the actor oversees. Raises NotVisible."""
    site = sites_under(paths=actor.paths(Power.CITY_SEE)).filter(pk=site_id).first()
    if site is None:
        raise NotVisible
    return site


def needs_at(*, site: Node, states: frozenset[NeedState] = frozenset()) -> QuerySet[Need]:
    """The needs of a site that `overseen_site` opened, newest first. No person is joined: a figure needs no name."""
    needs = Need.objects.filter(site=site).select_related("service").order_by("-starts_at", "id")
    return needs.filter(state__in=[state.value for state in states]) if states else needs
