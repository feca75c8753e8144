"""A volunteer spends her own time on a need of her own: held, posted, released, one account all the while."""

from datetime import date, timedelta

import pytest

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.people.models import Elder, Person
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.accept_need import UnableToTakeNeed, accept_need
from nuanliu.usecases.cancel import cancel_need
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.place_need import place_need
from nuanliu.usecases.receive_help import UnableToReceive, receive_help
from nuanliu.usecases.review_need import review_need
from tests.support.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db) -> Town:
    return Town.found()


@pytest.fixture
def helper(town) -> Person:
    person = town.volunteer("周老师", born=date(1962, 5, 5))
    town.give(person, 300)
    return person


def receives(town, person, **more) -> Elder:
    facts = {"actor": town.actor(person), "lives_alone": False, "floor": "", "now": town.now, **more}
    return receive_help(person_id=person.pk, **facts)


def has(town, person) -> tuple[int, int]:
    found = town.savings(person)
    return found.time, found.time_held


def test_from_asking_to_the_line_in_her_own_book(town, helper) -> None:
    elder = receives(town, helper, floor="五楼，没有电梯")
    assert (elder.pk, elder.circumstances, elder.has_phone) == (helper.pk, [], True)
    me = town.actor(helper)
    assert (me.is_elder, me.is_volunteer) == (True, True)
    need = town.need(helper, clerk=me)
    assert (need.state, need.payer, has(town, helper)) == ("submitted", "own_time", (300, 0))
    review_need(actor=town.clerk(), need_id=need.id, approve=True, now=town.now)
    assert has(town, helper) == (300, 60)
    with pytest.raises(UnableToTakeNeed) as refused:
        accept_need(actor=me, need_id=need.id, now=town.now)
    assert refused.value.code == "own_need"
    other = town.volunteer("李志愿")
    visit = town.confirmed(helper, other, starts_at=town.now + timedelta(days=3))
    assert has(town, helper) == (300, 120)
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    assert (has(town, helper), has(town, other)) == ((240, 60), (60, 0))
    cancel_need(actor=me, need_id=need.id, reason="不用了", now=town.now)
    assert has(town, helper) == (240, 0)
    assert check_books().findings == []


def test_who_lives_alone_gets_two_at_the_first_visit(town, helper) -> None:
    assert receives(town, helper, lives_alone=True).circumstances == ["lives_alone"]
    need = place_need(
        actor=town.clerk(), elder_id=helper.pk, service_code="S101", starts_at=town.now + timedelta(days=2),
        minutes=60, token=new_id(), now=town.now,
    )  # fmt: skip
    assert (need.helpers_wanted, has(town, helper)) == (2, (300, 120))


def test_too_young_or_of_unknown_age_is_told_why(town) -> None:
    for person in (town.volunteer("小李", born=date(1966, 11, 3)), town.person("不详")):
        with pytest.raises(UnableToReceive) as refused:
            receives(town, person)
        assert refused.value.code == "not_yet"
    assert receives(town, town.volunteer("老李", born=date(1966, 11, 2))).pk


def test_a_clerk_of_the_site_may_do_it_and_again_changes_nothing(town, helper) -> None:
    stranger = town.actor(town.volunteer("别人"))
    with pytest.raises(NotVisible):
        receives(town, helper, actor=stranger)
    receives(town, helper, actor=town.clerk(), lives_alone=True)
    assert Elder.objects.get(pk=helper.pk).told_by == "desk"
    assert receives(town, helper).circumstances == ["lives_alone"]
