"""Nobody decides on her own or her kin's record: every act that decides, by the sister and by a colleague."""

import ast
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import Workbook

from nuanliu.domain.care.models import Need
from nuanliu.domain.network.types import Actor, Role
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import issue_pin_card
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import certify_visit, void_visit
from nuanliu.usecases.confirm_visit import confirm_visit
from nuanliu.usecases.fall_back import mark_unserved, reopen_need
from nuanliu.usecases.import_roster import upload_roster, verdicts_of
from nuanliu.usecases.reveal import reveal_contact
from nuanliu.usecases.review_need import review_need
from nuanliu.usecases.rosters.types import Level, RosterKind
from tests.architecture.tree import SOURCE
from tests.support.town import Town

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[Actor], object]


def _certify(town: Town, elder: Person) -> Act:
    visit = town.confirmed(elder, town.volunteer())
    later = town.now + timedelta(days=3)
    return lambda by: certify_visit(actor=by, visit_id=visit.id, now=later)


def _void(town: Town, elder: Person) -> Act:
    visit = town.confirmed(elder, town.volunteer())
    later = town.now + timedelta(days=3)
    return lambda by: void_visit(actor=by, visit_id=visit.id, reason="没来", now=later)


def _confirm(town: Town, elder: Person) -> Act:
    visit = town.served(elder, town.volunteer())
    assert visit.ended_at is not None
    ended = visit.ended_at
    return lambda by: confirm_visit(actor=by, visit_id=visit.id, came=True, face="", now=ended)


def _review(town: Town, elder: Person) -> Act:
    need = town.need(elder, clerk=town.actor(elder))
    return lambda by: review_need(actor=by, need_id=need.id, approve=True, now=town.now)


def _reopen(town: Town, elder: Person) -> Act:
    need = town.need(elder)
    later = need.starts_at + timedelta(hours=3)
    mark_unserved(now=later)
    assert Need.objects.get(id=need.id).state == "unserved"
    return lambda by: reopen_need(actor=by, need_id=need.id, starts_at=later + timedelta(days=1), now=later)


def _reveal(town: Town, elder: Person) -> Act:
    return lambda by: reveal_contact(actor=by, person_id=elder.pk, reason="回访", now=town.now)


def _card(town: Town, elder: Person) -> Act:
    return lambda by: issue_pin_card(actor=by, person=elder, now=town.now)


ACTS = {
    "certify": (_certify, "kin"),
    "void": (_void, "own_or_kin"),
    "confirm": (_confirm, "kin"),
    "review": (_review, "own_or_kin"),
    "reopen": (_reopen, "own_or_kin"),
    "reveal": (_reveal, "own_or_kin"),
    "card": (_card, "own_or_kin"),
}


@pytest.mark.parametrize("name", sorted(ACTS))
def test_the_daughter_does_not_decide_and_a_colleague_does(name: str) -> None:
    prepared, code = ACTS[name]
    town = Town.found()
    elder, sister, colleague = town.elder(phone="13900000003"), town.staff(Role.COORDINATOR), None
    act = prepared(town, elder)
    town.kin(elder, Person.objects.get(pk=sister.id))
    with pytest.raises(Unable, match=code):
        act(sister)
    colleague = town.staff(Role.COORDINATOR, "同事")
    assert act(colleague) is not None


def test_oneself_and_kin_and_nobody_else(db: None) -> None:
    town = Town.found()
    one, kin, other = town.person("一"), town.person("二"), town.person("三")
    town.kin(one, kin)
    actor = town.actor(one)
    assert [is_own_or_kin(actor=actor, people={person.pk}) for person in (one, kin, other)] == [True, True, False]
    assert is_own_or_kin(actor=actor, people={other.pk, kin.pk})
    assert not is_own_or_kin(actor=Actor(id=None), people={one.pk})


def test_a_proxy_confirms_for_her_mother_because_the_mother_agreed(db: None) -> None:
    town = Town.found()
    elder, daughter = town.elder(), town.person("女儿")
    town.kin(elder, daughter)
    town.proxy(elder, daughter, [power.value for power in ProxyPower])
    act = _confirm(town, elder)
    assert act(town.actor(daughter)) is not None


def test_a_roster_does_not_make_ones_kin_a_volunteer(db: None) -> None:
    town = Town.found()
    loader = town.staff(Role.COORDINATOR)
    brother = town.person("王小弟", phone="13900000009")

    def told() -> list[str]:
        book = Workbook()
        book.active.append(["姓名", "身份证号", "联系电话", "所属站点", "培训日期", "承诺书日期"])
        book.active.append(["王小弟", "11010519491231002X", "13900000009", town.site.code, "2026-10-01", "2026-10-01"])
        file = BytesIO()
        book.save(file)
        upload = upload_roster(
            actor=loader, file=file, file_name="x.xlsx", kind=RosterKind.VOLUNTEERS, token=new_id(), now=town.now
        )
        return [one.code for one in verdicts_of(upload=upload, levels=(Level.ERROR,))]

    assert told() == []
    town.kin(brother, Person.objects.get(pk=loader.id))
    assert told() == ["own_or_kin_row"]


ASKS_ITSELF = {"accept_need.py", "certify_visit.py"}
"""Kin do not help each other for hours; a certification asks once for all its people."""


def test_the_acts_that_decide_ask_one_predicate() -> None:
    deciding = {
        "act_for_parent.py", "certify_visit.py", "confirm_visit.py", "correct_data.py", "fall_back.py", "fill_posts.py",
        "join_on_paper.py", "join_review.py", "merge_people.py", "placing.py", "renew_volunteer.py", "reveal.py",
        "review_need.py", "special_status.py", "start_visit.py",
    }  # fmt: skip
    named: dict[str, set[str]] = {}
    for path in (SOURCE / "usecases").glob("*.py"):
        tree = ast.parse(path.read_text())
        named[path.name] = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert {name for name in deciding if "is_own_or_kin" not in named[name]} == set()
    assert {name for name, names in named.items() if {"are_kin", "kin_among"} & names} <= ASKS_ITSELF
