"""The branch's own pages: who sees which members, who joins and leaves, the pledge, the needs that wait."""

from datetime import timedelta

from nuanliu.domain.audit.models import Event
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.operations import create_node
from nuanliu.domain.network.types import NodeKind, Role
from nuanliu.domain.people.models import Person
from nuanliu.usecases.certify_visit import certify_visit
from tests.integration.portals.volunteer.phone import Phone, queries_of
from tests.support.town import MONDAY, Town


def branch_at(site: Node, code: str, name: str = "文化路党支部") -> Node:
    return create_node(
        kind=NodeKind.BRANCH, code=code, name=name, parent=site, at=MONDAY, actor_id=None, branch_kind="community"
    )


def team_of(branch: Node, code: str, name: str) -> Node:
    return create_node(kind=NodeKind.TEAM, code=code, name=name, parent=branch, at=MONDAY, actor_id=None)


def screen(town: Town, role: Role, node: Node) -> Phone:
    actor = town.staff(role, "冯书记", node=node)
    return Phone(Person.objects.get(pk=actor.id), town.now)


def in_unit(person: Person, unit: Node) -> Person:
    Person.objects.filter(pk=person.pk).update(branch=unit)
    return person


def test_the_secretary_sees_her_branch_and_the_leader_her_team(town: Town) -> None:
    branch, other = branch_at(town.site, "B1"), branch_at(town.other_site, "B2", "大用党支部")
    team = team_of(branch, "T1", "棋友队")
    member, mate = in_unit(town.volunteer("李一"), branch), in_unit(town.volunteer("李二"), team)
    stranger = in_unit(town.volunteer("李三"), other)
    secretary, leader = screen(town, Role.SECRETARY, branch), screen(town, Role.TEAM_LEADER, team)
    assert [row.person.pk for row in secretary.get("branch:home").context["members"]] == [member.pk, mate.pk]
    assert [row.person.pk for row in leader.get("branch:home").context["members"]] == [mate.pk]
    assert secretary.get("branch:unit", other.pk).status_code == 404
    assert leader.get("branch:unit", branch.pk).status_code == 404
    assert leader.get("branch:add", team.pk).status_code == 404
    assert secretary.get("branch:member", branch.pk, stranger.pk).status_code == 404


def test_a_volunteer_joins_changes_team_and_leaves(town: Town) -> None:
    branch, other = branch_at(town.site, "B1"), branch_at(town.other_site, "B2", "大用党支部")
    team, secretary = team_of(branch, "T1", "棋友队"), screen(town, Role.SECRETARY, branch)
    helper, taken = town.volunteer("李一"), in_unit(town.volunteer("李三"), other)
    assert "没有这个志愿者编号" in secretary.post("branch:add", branch.pk, number="V0").content.decode()
    theirs = secretary.post("branch:add", branch.pk, number=taken.volunteer.number)
    assert "属于别的支部" in theirs.content.decode()
    for _twice in range(2):
        assert secretary.post("branch:add", branch.pk, number=helper.volunteer.number.lower()).status_code == 303
    said = {"to": str(team.pk), "reason": "会下棋"}
    assert secretary.post("branch:member", branch.pk, helper.pk, **said).status_code == 303
    helper.refresh_from_db()
    assert helper.branch_id == team.pk
    assert secretary.post("branch:member", branch.pk, helper.pk, to="out", reason="").status_code == 200
    assert secretary.post("branch:member", branch.pk, helper.pk, to="out", reason="搬走").status_code == 303
    helper.refresh_from_db()
    assert helper.branch_id is None
    assert Event.objects.filter(action="person.changed_unit").count() == 3


def test_pledge_and_month_stand_on_the_page(town: Town) -> None:
    branch = branch_at(town.site, "B1")
    helper, secretary = in_unit(town.volunteer("李一"), branch), screen(town, Role.SECRETARY, branch)
    assert secretary.post("units:pledge", branch.pk, services="1", reason="支部大会").status_code == 303
    assert "还差一些" in secretary.words("branch:home")
    visit = town.confirmed(town.elder(), helper)
    town.now += timedelta(days=3)
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=town.now)
    secretary = Phone(secretary.who, town.now)
    page = secretary.get("branch:home")
    assert [(row.this_month.services, row.this_month.minutes) for row in page.context["members"]] == [(1, 60)]
    assert "做到了" in secretary.words("branch:home")


def test_a_need_waits_for_the_branch_without_a_name(town: Town) -> None:
    branch, secretary = branch_at(town.site, "B1"), None
    need = town.need(town.elder("张桂兰"), starts_at=town.now + timedelta(hours=30))
    town.need(town.elder("远处人", site=town.other_site), clerk=town.staff(Role.HOTLINE, node=town.other_site))
    secretary = screen(town, Role.SECRETARY, branch)
    assert secretary.get("branch:home").context["needs"] == []
    late = Phone(secretary.who, need.starts_at - timedelta(hours=2))
    assert [one.id for one in late.get("branch:home").context["needs"]] == [need.id]
    assert "张桂兰" not in late.words("branch:home")


def test_many_members_ask_no_more_of_the_database_than_few(town: Town) -> None:
    branch = branch_at(town.site, "B1")
    secretary = screen(town, Role.SECRETARY, branch)
    in_unit(town.volunteer("李零"), branch)
    secretary.get("branch:home")
    before = queries_of(lambda: secretary.get("branch:home"))
    for order in range(4):
        in_unit(town.volunteer(f"李{order}"), branch)
    assert queries_of(lambda: secretary.get("branch:home")) == before
