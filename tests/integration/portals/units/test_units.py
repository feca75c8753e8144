"""The screens of the tree: a change is checked before it is done, a post is filled, and who sees what."""

from nuanliu.domain.network.models import Appointment, Node
from nuanliu.domain.network.operations import create_node
from nuanliu.domain.network.types import NodeKind, Role
from nuanliu.domain.people.models import Person
from tests.integration.portals.volunteer.phone import Phone, queries_of
from tests.support.town import MONDAY, Town

SURE = {"sure": "1"}


def screen(town: Town, role: Role, node: Node, name: str = "经办人") -> Phone:
    actor = town.staff(role, name, node=node)
    return Phone(Person.objects.get(pk=actor.id), town.now)


def county_of(town: Town) -> Node:
    county = town.site.parent
    assert county is not None
    return county


def below(parent: Node, kind: NodeKind, code: str, name: str) -> Node:
    branch_kind = "community" if kind is NodeKind.BRANCH else None
    return create_node(
        kind=kind, code=code, name=name, parent=parent, at=MONDAY, actor_id=None, branch_kind=branch_kind
    )


def test_a_branch_is_asked_for_checked_and_then_made(town: Town) -> None:
    phone = screen(town, Role.BUREAU_STANDARDS, town.city)
    said = {"kind": "branch", "branch_kind": "community", "name": "文化路党支部", "code": "", "reason": "成立支部"}
    asked = phone.post("units:new", town.site.pk, **said | {"branch_kind": ""}, **SURE)
    assert asked.status_code == 200
    assert "branch_kind" in asked.context["form"].errors
    check = phone.post("units:new", town.site.pk, **said)
    assert check.status_code == 200
    assert ("上级单位", "文化路社区") in check.context["answers"]
    assert not Node.objects.filter(name="文化路党支部").exists()
    again = phone.post("units:new", town.site.pk, **said, again="1")
    assert again.context["form"]["name"].value() == "文化路党支部"
    made = phone.post("units:new", town.site.pk, **said, **SURE)
    branch = Node.objects.get(name="文化路党支部")
    assert (made.status_code, made.headers["Location"]) == (303, f"/units/{branch.pk}/")
    page = phone.words("units:unit", branch.pk)
    assert "建好了。" in page
    assert "成立支部" in page


def test_a_move_says_what_it_touches_before_it_is_done(town: Town) -> None:
    phone = screen(town, Role.ADMINISTRATOR, county_of(town))
    town_node = below(county_of(town), NodeKind.TOWN, "520203001", "九龙街道")
    below(county_of(town), NodeKind.TOWN, "520203002", "九龙新街道")
    town.elder()
    unclear = phone.post("units:move", town.site.pk, target="新街", reason="划转")
    assert unclear.context["touched"].residents == 2
    several = phone.post("units:move", town.site.pk, target="街道", reason="划转")
    assert "九龙新街道（520203002）" in str(several.context["form"].errors)
    nowhere = phone.post("units:move", town.site.pk, target="六盘水市", reason="划转")
    assert "target" in nowhere.context["form"].errors
    done = phone.post("units:move", town.site.pk, target="520203001", reason="划转", **SURE)
    assert done.status_code == 303
    town.site.refresh_from_db()
    assert town.site.parent_id == town_node.pk


def test_a_refusal_stands_on_the_question_page(town: Town) -> None:
    phone = screen(town, Role.BUREAU_STANDARDS, town.city)
    town.elder()
    refused = phone.post("units:close", town.site.pk, reason="撤销", **SURE)
    assert refused.status_code == 200
    assert "请把它并入另一个站点" in refused.content.decode()
    third = below(county_of(town), NodeKind.COMMUNITY, "SQ9", "小社区")
    assert phone.post("units:close", third.pk, reason="撤销", **SURE).status_code == 303
    assert "撤销了。以前的记录都在这里" in phone.words("units:unit", third.pk)
    assert phone.get("units:edit", third.pk).status_code == 404
    assert phone.post("units:merge", town.site.pk, target="大用医养中心", reason="x").status_code == 200


def test_a_new_clerk_is_appointed_and_sees_exactly_her_subtree(town: Town) -> None:
    phone = screen(town, Role.BUREAU_SECURITY, town.city)
    said = {"role": "hotline", "name": "许新来", "phone": "139 0858 0099", "reason": "新招"}
    check = phone.post("units:appoint", town.site.pk, **said)
    assert "还没有登记。会新登记在文化路社区" in check.content.decode()
    assert "13908580099" not in check.content.decode().replace('value="13908580099"', "")
    done = phone.post("units:appoint", town.site.pk, **said, **SURE)
    assert done.status_code == 303
    clerk = Person.objects.get(name="许新来")
    mine, theirs = town.elder("王老"), town.elder("李老", site=town.other_site)
    desk = Phone(clerk, town.now)
    assert desk.get("desk:person", mine.pk).status_code == 200
    assert desk.get("desk:person", theirs.pk).status_code == 404
    assert desk.get("units:home").status_code == 404
    other = phone.post("units:appoint", town.other_site.pk, **said | {"name": "别人"})
    assert "这个手机号登记的是别的名字" in other.content.decode()
    post = Appointment.objects.get(holder_id=clerk.pk)
    assert "许新来" in phone.words("units:unit", town.site.pk)
    assert phone.post("units:end-post", post.pk, reason="").status_code == 200
    assert phone.post("units:end-post", post.pk, reason="离职").status_code == 303
    assert desk.get("desk:board").headers["Location"].startswith("/sign-in")
    assert "离职" in phone.words("units:unit", town.site.pk)


def test_an_administrator_cannot_give_what_is_not_hers_to_give(town: Town) -> None:
    phone = screen(town, Role.ADMINISTRATOR, town.site)
    branch = below(town.site, NodeKind.BRANCH, "DZB9", "文化路党支部")
    said = {"name": "许新来", "phone": "13908580099", "reason": "新招"}
    assert phone.post("units:appoint", town.site.pk, role="administrator", **said).status_code == 200
    assert not Appointment.objects.filter(role="administrator", node=town.site, holder__person__name="许新来").exists()
    for node in (town.city, county_of(town), town.other_site):
        assert phone.post("units:appoint", node.pk, role="hotline", **said, **SURE).status_code == 404
    assert phone.post("units:appoint", branch.pk, role="branch_secretary", **said, **SURE).status_code == 303


def test_the_list_finds_and_shows_only_what_is_within_reach(town: Town) -> None:
    phone = screen(town, Role.COORDINATOR, town.site)
    below(town.site, NodeKind.BRANCH, "DZB9", "文化路党支部")
    assert [node.name for node, _depth, _held in phone.get("units:home").context["lines"]] == [
        "文化路社区", "文化路党支部",
    ]  # fmt: skip
    found = phone.get("units:home", q="党支部", kind="branch").context["lines"]
    assert [node.name for node, _depth, _held in found] == ["文化路党支部"]
    assert "没有找到" in phone.words("units:home", q="大用")


def test_many_organisations_ask_no_more_of_the_database_than_few(town: Town) -> None:
    phone = screen(town, Role.BUREAU_STANDARDS, town.city)

    def asked() -> list[int]:
        county = county_of(town).pk
        return [queries_of(lambda: phone.get("units:home")), queries_of(lambda: phone.get("units:unit", county))]

    asked()
    before = asked()
    for order in range(5):
        site = below(county_of(town), NodeKind.COMMUNITY, f"SQ{order}", f"社区{order}")
        town.staff(Role.COORDINATOR, f"站长{order}", node=site)
    assert asked() == before
