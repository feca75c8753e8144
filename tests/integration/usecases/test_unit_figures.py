"""What was served rolls up without being counted twice, whatever is moved, merged or closed in between."""

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db.models import Q

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.operations import create_node
from nuanliu.domain.network.pledges import pledge_services
from nuanliu.domain.network.tree import UnableToChangeNode
from nuanliu.domain.network.types import BranchKind, NodeKind, Role
from nuanliu.domain.people.models import Person
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.change_tree import close_unit, merge_units, move_unit
from nuanliu.usecases.unit_figures import Line, Served, pledge_months, served_below, served_by, served_by_path
from tests.support.town import MONDAY, Town

pytestmark = pytest.mark.django_db(transaction=True)


class Book:
    """Writes certified visits, and keeps for each the path at which its site and its unit stood: the other opinion."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.elder, self.helper = town.elder(), town.volunteer()
        self.pattern = town.confirmed(self.elder, self.helper)
        Visit.objects.filter(id=self.pattern.id).update(state="cancelled")
        self.known: dict[Line, list[tuple[str, int]]] = {"site": [], "unit": []}

    def serve(self, *, site: Node, unit: Node | None, minutes: int, ended_at: datetime) -> None:
        need = Need.objects.get(id=self.pattern.need_id)
        need.pk = (site.pk, new_id())
        need.number = Need.objects.filter(site=site).count() + 1
        need.save(force_insert=True)
        visit = Visit.objects.get(id=self.pattern.id)
        visit.pk = (site.pk, new_id())
        visit.need_id, visit.unit, visit.state = need.id, unit, "certified"
        visit.certified_by, visit.counted_minutes = self.elder.pk, minutes
        visit.started_at, visit.ended_at = ended_at - timedelta(minutes=minutes), ended_at
        visit.save(force_insert=True)
        self.known["site"].append((Node.objects.get(pk=site.pk).path, minutes))
        if unit is not None:
            self.known["unit"].append((Node.objects.get(pk=unit.pk).path, minutes))

    def under(self, line: Line, path: str) -> Served:
        return sum((Served(1, minutes) for at_path, minutes in self.known[line] if at_path.startswith(path)), Served())

    def below(self, line: Line, path: str) -> dict[str, Served]:
        found: defaultdict[str, Served] = defaultdict(Served)
        for at_path, minutes in self.known[line]:
            if at_path.startswith(path):
                found[at_path[len(path) :].partition("/")[0]] += Served(1, minutes)
        return dict(found)

    def ever(self, line: Line, code: str) -> Served:
        return sum((Served(1, m) for path, m in self.known[line] if code in path.split("/")), Served())


def grow(town: Town) -> None:
    """Two counties with towns, sites, branches and teams."""
    for order in range(2):
        county = _under(town.city, NodeKind.COUNTY, f"X{order}")
        for part in range(2):
            _under(county, NodeKind.TOWN, f"X{order}Z{part}")
        site = _under(county, NodeKind.COMMUNITY, f"X{order}S")
        branch = _under(site, NodeKind.BRANCH, f"X{order}B")
        for part in range(2):
            _under(branch, NodeKind.TEAM, f"X{order}T{part}")


def _under(parent: Node, kind: NodeKind, code: str) -> Node:
    branch_kind = BranchKind.COMMUNITY if kind is NodeKind.BRANCH else None
    return create_node(
        kind=kind, code=code, name=code, parent=parent, at=MONDAY, actor_id=None, branch_kind=branch_kind
    )


@pytest.mark.parametrize("seed", [1, 7])
def test_the_parts_are_always_the_whole_whatever_is_moved(seed: int) -> None:
    random, town = Random(seed), Town.found()
    bureau, book = town.staff(Role.BUREAU_STANDARDS, node=town.city), Book(town)
    grow(town)
    now, changes = MONDAY, 0
    for _step in range(45):
        now += timedelta(hours=random.randint(0, 30))
        open_nodes = list(Node.objects.filter(closed_at=None).order_by("code"))
        node, other = random.choice(open_nodes), random.choice(open_nodes)
        act = random.choice(["serve", "serve", "move", "merge", "close"])
        if act == "serve":
            sites = [one for one in open_nodes if one.is_site]
            units = [None, *(one for one in open_nodes if one.kind in {"branch", "team"})]
            book.serve(
                site=random.choice(sites), unit=random.choice(units), minutes=random.randint(30, 90), ended_at=now
            )
            continue
        try:
            if act == "move":
                move_unit(actor=bureau, node_id=node.pk, to_id=other.pk, reason="x", now=now)
            elif act == "merge":
                merge_units(actor=bureau, node_id=node.pk, into_id=other.pk, reason="x", now=now)
            elif node.kind == NodeKind.TEAM:
                close_unit(actor=bureau, node_id=node.pk, reason="x", now=now)
            changes += 1
        except UnableToChangeNode:
            continue
    assert changes > 3
    for node in Node.objects.all():
        for line in ("site", "unit"):
            found = served_below(node=node, line=line)
            assert found == book.below(line, node.path), (node.path, line)
            whole = sum(served_by_path(line=line, within=Q(path__startswith=node.path)).values(), Served())
            assert sum(found.values(), Served()) == whole == book.under(line, node.path)
        own: Line = "unit" if node.kind in {"branch", "team"} else "site"
        assert served_by(node=node) == book.ever(own, node.code)
    assert sum(served_below(node=Node.objects.get(pk=town.city.pk), line="site").values(), Served()) == Served(
        len(book.known["site"]), sum(minutes for _path, minutes in book.known["site"])
    )


def test_a_moved_site_leaves_its_past_with_the_old_county_and_takes_its_future_along() -> None:
    town = Town.found()
    bureau, book = town.staff(Role.BUREAU_STANDARDS, node=town.city), Book(town)
    old, new = town.site.parent, _under(town.city, NodeKind.COUNTY, "NEW")
    assert old is not None
    book.serve(site=town.site, unit=None, minutes=60, ended_at=MONDAY)
    move_unit(actor=bureau, node_id=town.site.pk, to_id=new.pk, reason="划转", now=MONDAY + timedelta(days=1))
    book.serve(site=town.site, unit=None, minutes=30, ended_at=MONDAY + timedelta(days=2))
    assert (served_by(node=old), served_by(node=new)) == (Served(1, 60), Served(1, 30))
    assert served_by(node=town.site) == Served(2, 90)


def test_an_hour_counts_for_the_unit_of_the_moment_of_taking() -> None:
    town = Town.found()
    branch = _under(town.site, NodeKind.BRANCH, "B1")
    team, later = _under(branch, NodeKind.TEAM, "T1"), _under(town.site, NodeKind.BRANCH, "B2")
    helper, elder, certifier = town.volunteer(), town.elder(), town.certifier()
    Person.objects.filter(pk=helper.pk).update(branch=team)
    visit = town.confirmed(elder, helper)
    Person.objects.filter(pk=helper.pk).update(branch=later)
    certify_visit(actor=certifier, visit_id=visit.id, now=MONDAY + timedelta(days=3))
    found = {node.code: served_by(node=node) for node in (branch, team, later)}
    assert found == {"B1": Served(1, 60), "T1": Served(1, 60), "B2": Served()}
    assert served_by(node=town.site) == Served(1, 60)


def test_a_pledge_is_kept_or_not_month_by_month() -> None:
    town = Town.found()
    book, branch = Book(town), _under(town.site, NodeKind.BRANCH, "B1")
    pledge_services(node=branch, services=2, at=at(MONDAY.date().replace(month=9, day=3), 9), actor_id=None)
    for month, times in ((9, 2), (10, 1), (11, 1)):
        for day in range(times):
            book.serve(
                site=town.site, unit=branch, minutes=60, ended_at=at(MONDAY.date().replace(month=month, day=day + 1), 0)
            )
    pledge_services(node=branch, services=3, at=MONDAY, actor_id=None)
    told = [(one.month.month, one.pledged, one.services, one.is_kept) for one in pledge_months(node=branch, now=MONDAY)]
    assert told == [(11, 3, 1, False), (10, 2, 1, False), (9, 2, 2, True)]
