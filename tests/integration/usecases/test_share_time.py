"""A household: asked, agreed, whose time pays in which order, told of every use, left."""

import pytest

from nuanliu.domain.care.models import Need
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.passbook.types import SaidHow
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.operations import confirm_relation
from nuanliu.domain.people.types import KinProof, Kinship
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.cancel import cancel_need
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.share_time import UnableToShare, answer_sharing, ask_to_share, leave_household, sharing_of
from tests.support.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db) -> Town:
    return Town.found()


@pytest.fixture
def family(town) -> tuple[Person, Person, Person]:
    """Husband (founder, no time), wife (2 h), daughter (10 h), who all share."""
    husband, wife = town.elder("王大爷", phone="13800001111"), town.elder("张桂兰", phone="13800002222", minutes=120)
    daughter = town.volunteer("王小梅")
    town.give(daughter, 600)
    for one, kinship in ((wife, Kinship.SPOUSE), (daughter, Kinship.CHILD)):
        confirm_relation(person=husband, relative=one, kinship=kinship, proof=KinProof.HOUSEHOLD, by=None, at=town.now)
        ask(town, husband, one)
        answer(town, one)
    return husband, wife, daughter


def ask(town, person, relative, **more):
    facts = {"actor": town.actor(person), "token": new_id(), "now": town.now, **more}
    return ask_to_share(person_id=person.pk, relative_id=relative.pk, **facts)


def answer(town, person, *, is_yes=True, **more):
    facts = {"actor": town.actor(person), "how": SaidHow.SELF, "now": town.now, **more}
    return answer_sharing(person_id=person.pk, is_yes=is_yes, **facts)


def has(town, person) -> tuple[int, int]:
    found = town.savings(person)
    return found.time, found.time_held


def told(person) -> list[str]:
    said = Notice.objects.filter(person=person, kind__startswith="share").order_by("created_at", "kind")
    return list(said.values_list("kind", flat=True))


def code_of(act) -> str:
    with pytest.raises(UnableToShare) as refused:
        act()
    return refused.value.code


def test_the_first_member_in_order_whose_time_suffices_pays_for_all_of_it(town, family) -> None:
    husband, wife, daughter = family
    first, second = town.need(husband, minutes=120), town.need(husband, minutes=60)
    assert [need.payer for need in (first, second)] == ["family", "family"]
    assert [need.purse_code for need in (first, second)] == [str(wife.pk), str(daughter.pk)]
    assert (has(town, wife), has(town, daughter)) == ((120, 120), (600, 60))
    assert told(daughter) == ["share_asked", "share_used"]
    cancel_need(actor=town.actor(husband), need_id=second.id, reason="不用了", now=town.now)
    assert has(town, daughter) == (600, 0)


def test_a_certified_visit_is_paid_by_the_member_and_her_own_time_goes_first(town, family) -> None:
    husband, wife, daughter = family
    helper = town.volunteer("李志愿")
    visit = town.confirmed(husband, helper)
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    assert (has(town, wife), has(town, daughter), has(town, helper)) == ((60, 0), (600, 0), (60, 0))
    town.give(husband, 60)
    assert town.need(husband).payer == "own_time"
    assert town.need(wife, minutes=120).purse_code == str(daughter.pk)
    assert check_books().findings == []


def test_nobody_suffices_then_the_community_pays(town, family) -> None:
    husband, _wife, daughter = family
    leave_household(actor=town.actor(daughter), person_id=daughter.pk, now=town.now)
    assert town.need(husband, minutes=120).payer == "family"
    assert town.need(husband, minutes=120).payer == "welfare"
    assert Need.objects.filter(payer="family").count() == 1


def test_leaving_keeps_what_is_reserved_and_the_founder_ends_it_for_all(town, family) -> None:
    husband, wife, daughter = family
    town.need(husband)
    leave_household(actor=town.actor(wife), person_id=wife.pk, now=town.now)
    assert has(town, wife) == (120, 60)
    assert told(daughter)[-1] == "share_left"
    leave_household(actor=town.actor(husband), person_id=husband.pk, now=town.now)
    assert sharing_of(actor=town.actor(daughter), person_id=daughter.pk, now=town.now).mine is None
    leave_household(actor=town.actor(husband), person_id=husband.pk, now=town.now)


def test_no_is_no_and_only_kin_of_the_standard_are_asked(town) -> None:
    husband, brother, far = town.elder("王大爷"), town.elder("王二爷"), town.elder("远亲", site=town.other_site)
    son, word = town.volunteer("王小明"), town.volunteer("王小红")
    for one, kinship in ((brother, Kinship.SIBLING), (far, Kinship.CHILD), (son, Kinship.CHILD)):
        confirm_relation(person=husband, relative=one, kinship=kinship, proof=KinProof.BIRTH, by=None, at=town.now)
    town.kin(husband, word)
    codes = {one.pk: code_of(lambda one=one: ask(town, husband, one)) for one in (brother, far, word)}
    assert codes == {brother.pk: "kinship", far.pk: "far", word.pk: "unconfirmed"}
    assert code_of(lambda: ask(town, husband, town.elder("邻居"))) == "not_kin"
    ask(town, husband, son)
    assert town.need(husband).payer == "welfare"
    assert code_of(lambda: ask(town, husband, son)) == "taken"
    assert answer(town, son, is_yes=False).state == "refused"
    assert told(husband) == ["share_refused"]
    ask(town, husband, son)
    answer(town, son)
    confirm_relation(person=son, relative=word, kinship=Kinship.SPOUSE, proof=KinProof.MARRIAGE, by=None, at=town.now)
    assert code_of(lambda: ask(town, son, word)) == "not_founder"


def test_at_the_desk_two_clerks_write_it_down(town) -> None:
    husband, wife, clerk, other = town.elder("王大爷"), town.elder("张桂兰"), town.clerk(), town.clerk("钱接线")
    confirm_relation(
        person=husband, relative=wife, kinship=Kinship.SPOUSE, proof=KinProof.MARRIAGE, by=None, at=town.now
    )
    ask(town, husband, wife, actor=clerk)
    said = {"how": SaidHow.CALL, "note": "她说好"}
    assert code_of(lambda: answer(town, wife, actor=clerk, **said)) == "same_clerk"
    assert code_of(lambda: answer(town, wife, actor=other, how=SaidHow.CALL)) == "no_note"
    assert answer(town, wife, actor=other, **said).state == "agreed"
    with pytest.raises(NotVisible):
        leave_household(actor=town.actor(town.volunteer("别人")), person_id=wife.pk, now=town.now)
