"""The tree: who may change what, what each change leaves behind, and what it refuses."""

from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from nuanliu.domain.audit.models import Event
from nuanliu.domain.network.kinds import KINDS, MAY_STAND_UNDER, kinds_under
from nuanliu.domain.network.models import Appointment, Node, Pledge, Standing
from nuanliu.domain.network.operations import create_node
from nuanliu.domain.network.pledges import pledge_services
from nuanliu.domain.network.regions import load_regions, regions
from nuanliu.domain.network.tree import UnableToChangeNode
from nuanliu.domain.network.types import BUREAU_ROLES, FILLS, Actor, BranchKind, NodeKind, Role
from nuanliu.domain.people.models import Person
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.change_tree import close_unit, create_unit, merge_units, move_unit, rename_unit
from nuanliu.usecases.fill_posts import UnableToAppoint, end_post, fill_post, roles_to_fill
from tests.support.town import MONDAY, Town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town() -> Town:
    return Town.found()


def county_of(town: Town) -> Node:
    county = town.site.parent
    assert county is not None
    return county


def second_county(town: Town) -> Node:
    return create_node(
        kind=NodeKind.COUNTY, code=f"C2-{new_id().hex[:6]}", name="水城区", parent=town.city, at=MONDAY, actor_id=None
    )


def new_branch(by: Actor, parent: Node, name: str = "文化路党支部") -> Node:
    return create_unit(
        actor=by, parent_id=parent.pk, kind=NodeKind.BRANCH, name=name, branch_kind=BranchKind.COMMUNITY,
        token=new_id(), now=MONDAY, reason="新建",
    )  # fmt: skip


def new_team(by: Actor, branch: Node, name: str) -> Node:
    return create_unit(
        actor=by, parent_id=branch.pk, kind=NodeKind.TEAM, name=name, token=new_id(), now=MONDAY, reason="新建"
    )


def refused(code: str) -> "pytest.RaisesExc[UnableToChangeNode]":
    return pytest.raises(UnableToChangeNode, match=code)


def test_every_kind_says_where_it_may_stand_and_the_table_is_kept() -> None:
    assert set(KINDS) == set(NodeKind)
    assert MAY_STAND_UNDER[NodeKind.TEAM] == {NodeKind.BRANCH}
    assert kinds_under(NodeKind.ALLIANCE) == [
        NodeKind.ENTERPRISE, NodeKind.SUPERMARKET, NodeKind.LAW_FIRM, NodeKind.SHOP,
    ]  # fmt: skip
    assert all(BUREAU_ROLES.isdisjoint(rule.roles) for kind, rule in KINDS.items() if kind is not NodeKind.CITY)
    assert all(BUREAU_ROLES.isdisjoint(roles) for role, roles in FILLS.items() if role is not Role.BUREAU_SECURITY)


def test_the_ninety_two_towns_are_there_and_are_loaded_once() -> None:
    towns = [region for region in regions() if region.kind is NodeKind.TOWN]
    assert (len(towns), len({town.code for town in towns})) == (92, 92)
    assert load_regions(at=MONDAY, actor_id=None) == 97
    Node.objects.filter(code="520203104").update(name="大用镇（改）")
    assert load_regions(at=MONDAY, actor_id=None) == 0
    moved = Node.objects.get(code="520203104")
    assert (moved.name, moved.path) == ("大用镇（改）", "520200/520203/520203104/")


def test_the_bureau_makes_a_branch_once_however_often_it_is_sent(town: Town) -> None:
    bureau, token = town.staff(Role.BUREAU_STANDARDS, node=town.city), new_id()
    made = [
        create_unit(
            actor=bureau, parent_id=town.site.pk, kind=NodeKind.BRANCH, name="文化路党支部", token=token, now=MONDAY,
            branch_kind=BranchKind.COMMUNITY,
        )
        for _twice in range(2)
    ]  # fmt: skip
    assert made[0].pk == made[1].pk
    assert made[0].path == f"{town.site.path}{made[0].code}/"
    assert made[0].code.startswith("DZB")
    assert list(Standing.objects.filter(node=made[0]).values_list("path", "since", "until")) == [
        (made[0].path, None, None)
    ]
    with refused("name_taken"):
        new_branch(bureau, town.site)
    with refused("wrong_parent"):
        new_team(bureau, town.site, "没有支部的队")


def test_an_administrator_changes_what_is_below_her_and_nothing_else(town: Town) -> None:
    county = county_of(town)
    elsewhere = second_county(town)
    admin = town.staff(Role.ADMINISTRATOR, "县管", node=county)
    branch = new_branch(admin, town.site)
    renamed = rename_unit(actor=admin, node_id=branch.pk, facts={"name": "文化路第一党支部"}, reason="改名", now=MONDAY)
    assert renamed.name == "文化路第一党支部"
    for node_id in (county.pk, town.city.pk, elsewhere.pk):
        with pytest.raises(NotVisible):
            rename_unit(actor=admin, node_id=node_id, facts={"name": "别的名"}, reason="改名", now=MONDAY)
    with pytest.raises(NotVisible):
        create_unit(actor=admin, parent_id=elsewhere.pk, kind=NodeKind.TOWN, name="某镇", token=new_id(), now=MONDAY)
    with refused("no_such_target"):
        move_unit(actor=admin, node_id=branch.pk, to_id=elsewhere.pk, reason="移", now=MONDAY)
    with pytest.raises(NotVisible):
        rename_unit(actor=town.clerk(), node_id=branch.pk, facts={"name": "别的名"}, reason="改名", now=MONDAY)
    with refused("no_reason"):
        rename_unit(actor=admin, node_id=branch.pk, facts={"name": "别的名"}, reason=" ", now=MONDAY)


def test_moving_takes_everything_along_and_keeps_where_it_stood(town: Town) -> None:
    bureau = town.staff(Role.BUREAU_STANDARDS, node=town.city)
    branch = new_branch(bureau, town.site)
    team = new_team(bureau, branch, "棋友队")
    elsewhere = second_county(town)
    for _twice in range(2):
        move_unit(actor=bureau, node_id=branch.pk, to_id=elsewhere.pk, reason="划转", now=town.now)
    team.refresh_from_db()
    assert team.path == f"{elsewhere.path}{branch.code}/{team.code}/"
    stood = Standing.objects.filter(node=team).order_by("since").values_list("path", "since", "until")
    assert sorted(stood, key=lambda one: one[1] is not None) == [
        (f"{town.site.path}{branch.code}/{team.code}/", None, town.now),
        (team.path, town.now, None),
    ]
    assert Event.objects.filter(action="node.moved").count() == 1
    with refused("wrong_parent"):
        move_unit(actor=bureau, node_id=town.site.pk, to_id=branch.pk, reason="移", now=town.now)


def test_merging_sends_members_over_and_ends_posts_and_pledges(town: Town) -> None:
    bureau = town.staff(Role.BUREAU_STANDARDS, node=town.city)
    branch = new_branch(bureau, town.site)
    one, other = (new_team(bureau, branch, name) for name in ("棋友队", "读报队"))
    leader = town.staff(Role.TEAM_LEADER, "队长", node=one)
    helper = town.volunteer()
    type(helper).objects.filter(pk=helper.pk).update(branch=one)
    pledge_services(node=one, services=4, at=MONDAY, actor_id=None)
    for _twice in range(2):
        merge_units(actor=bureau, node_id=one.pk, into_id=other.pk, reason="合并", now=town.now)
    one.refresh_from_db()
    helper.refresh_from_db()
    assert (one.closed_at, one.merged_into_id, one.path) == (town.now, other.pk, f"{other.path}{one.code}/")
    assert helper.branch_id == other.pk
    assert list(Appointment.objects.filter(holder_id=leader.id).values_list("ended_at", "end_reason")) == [
        (town.now, "合并")
    ]
    assert not Pledge.objects.filter(node=one).exists()
    with refused("other_kind"):
        merge_units(actor=bureau, node_id=other.pk, into_id=branch.pk, reason="合并", now=town.now)


def test_a_merged_site_is_reached_by_the_staff_of_the_other(town: Town) -> None:
    bureau = town.staff(Role.BUREAU_STANDARDS, node=town.city)
    third = create_node(
        kind=NodeKind.COMMUNITY, code=f"SQ-{new_id().hex[:6]}", name="旧社区", parent=county_of(town), at=MONDAY,
        actor_id=None,
    )  # fmt: skip
    elder = town.elder(site=third, minutes=60)
    clerk = town.clerk()
    with pytest.raises(NotVisible):
        town.need(elder, clerk=clerk)
    merge_units(actor=bureau, node_id=third.pk, into_id=town.site.pk, reason="社区合并", now=town.now)
    elder.home_site.refresh_from_db()
    assert town.need(elder, clerk=clerk).site_id == third.pk
    assert town.savings(elder).time == 60


def test_closing_refuses_while_somebody_would_be_left_behind(town: Town) -> None:
    bureau = town.staff(Role.BUREAU_STANDARDS, node=town.city)
    branch = new_branch(bureau, town.other_site)
    team = new_team(bureau, branch, "棋友队")
    helper = town.volunteer()
    type(helper).objects.filter(pk=helper.pk).update(branch=team)

    def close(node: Node) -> Node:
        return close_unit(actor=bureau, node_id=node.pk, reason="撤销", now=town.now)

    with refused("has_children"):
        close(branch)
    close(team)
    helper.refresh_from_db()
    assert helper.branch_id == branch.pk
    close(branch)
    helper.refresh_from_db()
    assert helper.branch_id is None
    with refused("has_people"):
        close(town.site)
    with refused("root"):
        close(town.city)
    assert close(town.other_site).closed_at == town.now
    assert close(town.other_site).closed_at == town.now
    with refused("parent_closed"):
        new_branch(bureau, Node.objects.get(pk=town.other_site.pk), "晚来的支部")


# -- posts -----------------------------------------------------------------------------------------------------------


def fill(by: Actor, node: Node, holder: UUID, role: Role) -> Appointment:
    return fill_post(actor=by, node_id=node.pk, person_id=holder, role=role, reason="工作需要", now=MONDAY)


def unable(code: str) -> "pytest.RaisesExc[UnableToAppoint]":
    return pytest.raises(UnableToAppoint, match=code)


def test_an_administrator_fills_posts_below_her_never_beside_or_above(town: Town) -> None:
    county = county_of(town)
    admin = town.staff(Role.ADMINISTRATOR, "县管", node=county)
    new = town.person("新人")
    first = fill(admin, town.site, new.pk, Role.HOTLINE)
    assert fill(admin, town.site, new.pk, Role.HOTLINE).pk == first.pk
    assert fill(admin, town.site, new.pk, Role.ADMINISTRATOR).role == Role.ADMINISTRATOR
    assert Role.ADMINISTRATOR not in roles_to_fill(actor=admin, node=county)
    with unable("beyond_power"):
        fill(admin, county, new.pk, Role.ADMINISTRATOR)
    with pytest.raises(NotVisible):
        fill(admin, town.city, new.pk, Role.BUREAU_AUDIT)
    with unable("role_not_here"):
        fill(admin, town.site, new.pk, Role.BUREAU_AUDIT)
    with pytest.raises(NotVisible):
        fill(town.staff(Role.COORDINATOR), town.site, new.pk, Role.HOTLINE)
    with pytest.raises(NotVisible):
        end_post(
            actor=town.actor(new), appointment_id=_post_of(admin.id, Role.ADMINISTRATOR), reason="不服", now=MONDAY
        )


def _post_of(holder: UUID | None, role: Role) -> UUID:
    return Appointment.objects.get(holder_id=holder, role=role, ended_at=None).pk


def test_the_three_bureau_powers_are_held_by_three_people(town: Town) -> None:
    security = town.staff(Role.BUREAU_SECURITY, "安全", node=town.city)
    auditor = town.person("审计")
    fill(security, town.city, auditor.pk, Role.BUREAU_AUDIT)
    for role in (Role.BUREAU_SECURITY, Role.BUREAU_STANDARDS):
        with unable("powers_apart"):
            fill(security, town.city, auditor.pk, role)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(holder_id=auditor.pk, node=town.city, role=Role.BUREAU_SECURITY, starts_at=MONDAY)
    end_post(actor=security, appointment_id=_post_of(auditor.pk, Role.BUREAU_AUDIT), reason="轮岗", now=MONDAY)
    assert fill(security, town.city, auditor.pk, Role.BUREAU_SECURITY).ended_at is None


def test_the_last_security_officer_cannot_be_ended_nor_end_herself(town: Town) -> None:
    first = town.staff(Role.BUREAU_SECURITY, "一", node=town.city)
    with unable("own_or_kin"):
        end_post(actor=first, appointment_id=_post_of(first.id, Role.BUREAU_SECURITY), reason="走了", now=MONDAY)
    second = town.staff(Role.BUREAU_SECURITY, "二", node=town.city)
    ended = end_post(actor=second, appointment_id=_post_of(first.id, Role.BUREAU_SECURITY), reason="走了", now=MONDAY)
    assert ended.ended_at == MONDAY
    third = town.person("三")
    fill(second, town.city, third.pk, Role.BUREAU_SECURITY)
    end_post(
        actor=town.actor(third), appointment_id=_post_of(second.id, Role.BUREAU_SECURITY), reason="走了", now=MONDAY
    )
    with unable("own_or_kin"):
        end_post(
            actor=town.actor(third), appointment_id=_post_of(third.pk, Role.BUREAU_SECURITY), reason="走了", now=MONDAY
        )


def test_nobody_appoints_herself_or_her_kin(town: Town) -> None:
    admin = town.staff(Role.ADMINISTRATOR, "县管", node=county_of(town))
    assert admin.id is not None
    with unable("own_or_kin"):
        fill(admin, town.site, admin.id, Role.CERTIFIER)
    sister = town.person("妹妹")
    assert fill(admin, town.site, sister.pk, Role.HOTLINE)
    town.kin(sister, Person.objects.get(pk=admin.id))
    with unable("own_or_kin"):
        fill(admin, town.site, sister.pk, Role.CERTIFIER)
    with unable("own_or_kin"):
        end_post(actor=admin, appointment_id=_post_of(sister.pk, Role.HOTLINE), reason="换人", now=MONDAY)
