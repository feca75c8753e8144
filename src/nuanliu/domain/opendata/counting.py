"""What happened in a month, counted from the visits that were certified in it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from nuanliu.domain.care.models import Need, Service, Visit
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import city, sites
from nuanliu.domain.network.types import NodeKind
from nuanliu.domain.opendata.policies.suppression import Cell
from nuanliu.platform.clock import day_bounds

COUNTED = (VisitState.CERTIFIED.value, VisitState.CREDITED.value)


@dataclass(slots=True)
class Tally:
    """Visits of one place or service: how many, how long, by how many helpers, for how many old people."""

    visits: int = 0
    minutes: int = 0
    helpers: set[UUID] = field(default_factory=set)
    elders: set[UUID] = field(default_factory=set)

    def add(self, *, minutes: int, helper: UUID, elder: UUID) -> None:
        """One more visit."""
        self.visits += 1
        self.minutes += minutes
        self.helpers.add(helper)
        self.elders.add(elder)

    @property
    def counts(self) -> tuple[int, int, int]:
        """What must not be small: visits, helpers, old people."""
        return self.visits, len(self.helpers), len(self.elders)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a table: its level (`city`, `county`, `site`, or `all`, `group`, `service`), names, and lines below."""

    level: str
    code: str
    name: str
    name_en: str
    tally: Tally
    parts: tuple["Place", ...] = ()

    def cell(self) -> Cell:
        """The same as what is decided about."""
        return Cell(code=self.code, counts=self.tally.counts, parts=tuple(part.cell() for part in self.parts))


@dataclass(frozen=True, slots=True)
class Month:
    """Everything that is counted of one month. `asked` and `unserved` are needs of the whole city."""

    areas: Place
    services: Place
    asked: int
    unserved: int


def month_bounds(month: date) -> tuple[date, date]:
    """Its first day, and the first day of the next."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return month, following


def count_month(*, month: date) -> Month:
    """Count a whole month, by the tree and the catalogue as they stand. LookupError when there is no city."""
    first, following = month_bounds(month)
    starts, ends = day_bounds(first)[0], day_bounds(following)[0]
    rows = Visit.objects.filter(state__in=COUNTED, certified_at__gte=starts, certified_at__lt=ends).values_list(
        "site_id", "need__service_id", "counted_minutes", "volunteer_id", "need__elder_id"
    )
    whole, by_site, by_service = Tally(), defaultdict[UUID, Tally](Tally), defaultdict[UUID, Tally](Tally)
    for site, service, minutes, helper, elder in rows:
        for tally in (whole, by_site[site], by_service[service]):
            tally.add(minutes=minutes or 0, helper=helper, elder=elder)
    unserved = Need.objects.filter(state=NeedState.UNSERVED, starts_at__gte=starts, starts_at__lt=ends)
    return Month(
        areas=_areas(whole, by_site),
        services=_services(whole, by_service),
        asked=Need.objects.filter(submitted_at__gte=starts, submitted_at__lt=ends).count(),
        unserved=unserved.count(),
    )


def _areas(whole: Tally, by_site: Mapping[UUID, Tally]) -> Place:
    root = city()
    if root is None:
        raise LookupError
    places = {*sites().values_list("pk", flat=True), *by_site}
    counties = {node.path: node for node in Node.objects.filter(kind=NodeKind.COUNTY)}
    below: defaultdict[str, list[Place]] = defaultdict(list)
    for site in Node.objects.filter(pk__in=places).order_by("code"):
        county = next((path for path in counties if site.path.startswith(path)), root.path)
        below[county].append(Place("site", site.code, site.name, "", by_site.get(site.pk, Tally())))
    parts = [
        Place("county", counties[path].code, counties[path].name, "", joined(part.tally for part in found), (*found,))
        for path, found in sorted(below.items())
        if path in counties
    ]
    return Place("city", root.code, root.name, "", whole, (*parts, *below.get(root.path, ())))


def _services(whole: Tally, by_service: Mapping[UUID, Tally]) -> Place:
    groups: defaultdict[str, list[Place]] = defaultdict(list)
    for one in Service.objects.order_by("position", "code"):
        if one.is_offered or one.pk in by_service:
            groups[one.group].append(Place("service", one.code, one.name, one.name_en, by_service.get(one.pk, Tally())))
    parts = [
        Place("group", name, name, "", joined(part.tally for part in found), (*found,))
        for name, found in groups.items()
    ]
    return Place("all", "all", "", "", whole, tuple(parts))


def joined(tallies: Iterable[Tally]) -> Tally:
    """One for several: everybody once."""
    whole = Tally()
    for one in tallies:
        whole.visits += one.visits
        whole.minutes += one.minutes
        whole.helpers |= one.helpers
        whole.elders |= one.elders
    return whole
