"""Disputes: who may object, who decides, and the book afterwards: a reversal and a new line, never a change."""

from datetime import timedelta

import pytest

from nuanliu.domain.care.disputes.models import Dispute, Ruling
from nuanliu.domain.care.disputes.types import DisputeState, Finding, RulingState, Side
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Actor, Role
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.operations import UnableToPost
from nuanliu.domain.passbook.queries import passbook_lines
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import CreditChoice
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import UnableToCertify, certify_visit, choose_credit, void_visit
from nuanliu.usecases.disputes.appealing import appeal
from nuanliu.usecases.disputes.raising import add_words, raise_dispute, withdraw_dispute
from nuanliu.usecases.disputes.ruling import Answer, UnableToRule, propose_ruling, second_ruling
from nuanliu.usecases.disputes.speaking import UnableToDispute
from nuanliu.usecases.use_time import donate
from tests.support.town import Town

VOID = Answer(Finding.VOID, None, "邻居都说没来")
STANDS = Answer(Finding.STANDS, None, "录音里有开门声")


def counts(minutes: int) -> Answer:
    return Answer(Finding.MINUTES, minutes, f"核实是 {minutes} 分钟")


@pytest.fixture
def credited(town: Town) -> Visit:
    """Sixty minutes that the old person paid from her own two hours."""
    visit = town.confirmed(town.elder("张桂兰", minutes=120), town.volunteer("李志愿"))
    return certify_visit(actor=town.certifier("甲"), visit_id=visit.id, now=visit.ended_at)


def objects(town: Town, visit: Visit, side: Side = Side.ELDER, **more: object) -> Dispute:
    """One side objects the day after."""
    visit = Visit.objects.select_related("volunteer").get(id=visit.id)
    need = Need.objects.select_related("elder").get(id=visit.need_id)
    who = need.elder if side is Side.ELDER else visit.volunteer
    facts = {"words": "没有那么久", "token": new_id(), "now": visit.ended_at + timedelta(days=1), **more}
    return raise_dispute(actor=town.actor(who), visit_id=visit.id, **facts)


def decided(town: Town, dispute: Dispute, answer: Answer) -> Ruling:
    """One proposes, another agrees."""
    now = dispute.raised_at + timedelta(days=2)
    ruling = propose_ruling(actor=town.certifier("提"), dispute_id=dispute.id, answer=answer, token=new_id(), now=now)
    return second_ruling(actor=town.coordinator("定"), ruling_id=ruling.id, now=now, is_agreed=True)


def book(person: Person, unit: Unit = Unit.TIME) -> list[tuple[int, bool]]:
    """Amounts of the lines, oldest first, and whether each corrects another."""
    lines = passbook_lines(holder=Holder(person.pk, person.home_site_id), unit=unit)
    return [(line.amount, line.is_correction) for line in reversed(lines)]


def now_of(visit: Visit) -> Visit:
    return Visit.objects.select_related("volunteer").get(id=visit.id)


def test_fewer_minutes_are_a_reversal_and_a_new_line_in_both_books(town: Town, credited: Visit) -> None:
    helper, elder = credited.volunteer, Need.objects.get(id=credited.need_id).elder
    dispute = objects(town, credited)
    ruling = decided(town, dispute, counts(30))
    visit = now_of(credited)
    assert (visit.state, visit.counted_minutes, visit.paused) == (VisitState.CREDITED, 30, "")
    assert visit.arithmetic[-1] == ["corrected", 30]
    assert book(helper) == [(60, False), (-60, True), (30, False)]
    assert book(helper, Unit.HONOUR) == [(60, False), (-60, True), (30, False)]
    assert book(elder) == [(120, False), (-60, False), (60, True), (-30, False)]
    assert (town.savings(helper).time, town.savings(elder).time_free) == (30, 90)
    assert (ruling.state, ruling.before_minutes) == (RulingState.IN_FORCE, 60)
    assert Dispute.objects.get(id=dispute.id).state == DisputeState.DECIDED
    assert Notice.objects.filter(kind=NoticeKind.DISPUTE_DECIDED).count() == 2
    assert check_books().findings == []


def test_more_minutes_take_no_more_of_hers_than_was_reserved(town: Town, credited: Visit) -> None:
    helper, elder = credited.volunteer, Need.objects.get(id=credited.need_id).elder
    decided(town, objects(town, credited, Side.HELPER), counts(90))
    assert (town.savings(helper).time, town.savings(elder).time_free) == (90, 60)
    assert check_books().findings == []


def test_nothing_counts_and_then_on_appeal_it_does(town: Town, credited: Visit) -> None:
    helper, elder = credited.volunteer, Need.objects.get(id=credited.need_id).elder
    dispute = objects(town, credited)
    decided(town, dispute, VOID)
    assert now_of(credited).state == VisitState.VOIDED
    assert Need.objects.get(id=credited.need_id).state == NeedState.VOIDED
    assert (town.savings(helper).time, town.savings(helper).honour, town.savings(elder).time_free) == (0, 0, 120)
    later = dispute.raised_at + timedelta(days=4)
    appeal(actor=town.actor(helper), dispute_id=dispute.id, words="我有照片", now=later)
    city = town.staff(Role.BUREAU_STANDARDS, "局一", node=town.city)
    other = town.staff(Role.BUREAU_STANDARDS, "局二", node=town.city)
    with pytest.raises(UnableToRule, match="no_power"):
        propose_ruling(actor=town.certifier("新"), dispute_id=dispute.id, answer=counts(60), token=new_id(), now=later)
    ruling = propose_ruling(actor=city, dispute_id=dispute.id, answer=counts(60), token=new_id(), now=later)
    second_ruling(actor=other, ruling_id=ruling.id, now=later, is_agreed=True)
    assert (now_of(credited).state, now_of(credited).counted_minutes) == (VisitState.CREDITED, 60)
    assert book(helper) == [(60, False), (-60, True), (60, False)]
    assert (town.savings(helper).honour, town.savings(elder).time_free) == (60, 60)
    assert Need.objects.get(id=credited.need_id).state == NeedState.CREDITED
    with pytest.raises(UnableToDispute, match="no_appeal"):
        appeal(actor=town.actor(elder), dispute_id=dispute.id, words="还是不服", now=later)
    assert check_books().findings == []


def test_a_ruling_on_what_she_has_yet_to_choose_tells_her_no_second_time(town: Town) -> None:
    visit = town.confirmed(town.elder("张桂兰", minutes=120), town.volunteer("李志愿"))
    Visit.objects.filter(id=visit.id).update(choice="")
    certify_visit(actor=town.certifier("甲"), visit_id=visit.id, now=visit.ended_at)
    decided(town, objects(town, visit), counts(30))
    assert (now_of(visit).state, now_of(visit).counted_minutes) == (VisitState.CERTIFIED, 30)
    assert Notice.objects.filter(kind=NoticeKind.CHOOSE_CREDIT).count() == 1


def test_what_counts_only_by_a_ruling_is_chosen_then(town: Town) -> None:
    helper = town.volunteer("李志愿")
    visit = town.confirmed(town.elder("张桂兰", minutes=120), helper, minutes=15)
    Visit.objects.filter(id=visit.id).update(choice="")
    certify_visit(actor=town.certifier("甲"), visit_id=visit.id, now=visit.ended_at)
    assert (now_of(visit).state, now_of(visit).counted_minutes) == (VisitState.CREDITED, 0)
    dispute = objects(town, visit, Side.HELPER)
    decided(town, dispute, counts(30))
    assert (now_of(visit).state, town.savings(helper).honour, town.savings(helper).time) == (
        VisitState.CERTIFIED,
        30,
        0,
    )
    assert Need.objects.get(id=visit.need_id).state == NeedState.CERTIFIED
    told = Notice.objects.filter(kind=NoticeKind.CHOOSE_CREDIT)
    assert [(one.person_id, one.subject_id, one.params["minutes"]) for one in told] == [(helper.pk, visit.need_id, 30)]
    later = dispute.raised_at + timedelta(days=3)
    choose_credit(actor=town.actor(helper), visit_id=visit.id, choice=CreditChoice.TIME, now=later)
    assert (now_of(visit).state, town.savings(helper).time) == (VisitState.CREDITED, 30)
    assert check_books().findings == []


def test_a_correction_of_a_correction_has_its_own_lines(town: Town, credited: Visit) -> None:
    helper = credited.volunteer
    dispute = objects(town, credited)
    decided(town, dispute, counts(30))
    later = dispute.raised_at + timedelta(days=4)
    appeal(actor=town.actor(helper), dispute_id=dispute.id, words="太少", now=later)
    city = [town.staff(Role.BUREAU_STANDARDS, f"局{n}", node=town.city) for n in range(2)]
    ruling = propose_ruling(actor=city[0], dispute_id=dispute.id, answer=counts(45), token=new_id(), now=later)
    second_ruling(actor=city[1], ruling_id=ruling.id, now=later, is_agreed=True)
    assert book(helper) == [(60, False), (-60, True), (30, False), (-30, True), (45, False)]
    void_visit(actor=town.certifier("末"), visit_id=credited.id, reason="查实未到", now=later)
    assert town.savings(helper).time == 0
    assert check_books().findings == []


def test_what_the_helper_has_spent_is_no_hindrance_while_the_rest_covers_it(town: Town, credited: Visit) -> None:
    helper = credited.volunteer
    donate(actor=town.actor(helper), unit=Unit.TIME, amount=20, token=new_id(), now=credited.ended_at)
    dispute = objects(town, credited)
    decided(town, dispute, counts(30))
    assert town.savings(helper).time == 10
    assert book(helper)[-2:] == [(30, False), (-60, True)]
    assert check_books().findings == []


def test_what_is_spent_cannot_be_taken_and_the_dispute_stays_open(town: Town, credited: Visit) -> None:
    donate(actor=town.actor(credited.volunteer), unit=Unit.TIME, amount=50, token=new_id(), now=credited.ended_at)
    dispute = objects(town, credited)
    with pytest.raises(UnableToPost, match="not_enough"):
        decided(town, dispute, VOID)
    assert Dispute.objects.get(id=dispute.id).state == DisputeState.OPEN
    assert Ruling.objects.get(dispute_id=dispute.id).state == RulingState.PROPOSED
    assert check_books().findings == []


def test_coins_and_what_is_not_chosen_yet(town: Town) -> None:
    helper = town.volunteer()
    visit = town.confirmed(town.elder(minutes=60), helper, choice="")
    visit = certify_visit(actor=town.certifier("甲"), visit_id=visit.id, now=visit.ended_at)
    dispute = objects(town, visit)
    decided(town, dispute, counts(30))
    assert (town.savings(helper).honour, town.savings(helper).time) == (30, 0)
    choose_credit(actor=town.actor(helper), visit_id=visit.id, choice=CreditChoice.COIN, now=visit.ended_at)
    assert (town.savings(helper).coin, town.savings(helper).honour) == (50, 30)
    assert check_books().findings == []


def test_it_stands(town: Town, credited: Visit) -> None:
    decided(town, objects(town, credited), STANDS)
    assert book(credited.volunteer) == [(60, False)]
    assert now_of(credited).paused == ""


def test_while_it_is_open_nobody_certifies_or_voids(town: Town) -> None:
    visit = town.confirmed(town.elder(minutes=60), town.volunteer())
    dispute = objects(town, visit, now=visit.ended_at)
    certifier = town.certifier("甲")
    for act in (
        lambda: certify_visit(actor=certifier, visit_id=visit.id, now=visit.ended_at),
        lambda: void_visit(actor=certifier, visit_id=visit.id, reason="没来", now=visit.ended_at),
    ):
        with pytest.raises(UnableToCertify, match="paused"):
            act()
    decided(town, dispute, counts(40))
    assert (now_of(visit).state, now_of(visit).measured_minutes) == (VisitState.CONFIRMED, 40)
    certify_visit(actor=certifier, visit_id=visit.id, now=visit.ended_at)
    assert now_of(visit).counted_minutes == 30


def test_who_took_part_does_not_decide(town: Town, credited: Visit) -> None:
    dispute = objects(town, credited)
    first = town.actor(Person.objects.get(pk=credited.certified_by))
    kin = town.certifier("亲戚")
    town.kin(credited.volunteer, Person.objects.get(pk=kin.id))
    clerk = town.clerk()

    def refusal(actor: Actor) -> str:
        try:
            propose_ruling(actor=actor, dispute_id=dispute.id, answer=STANDS, token=new_id(), now=dispute.raised_at)
        except Unable as refused:
            return refused.code
        except NotVisible:
            return "not visible"
        return "done"

    elsewhere = town.staff(Role.CERTIFIER, "别处", node=town.other_site)
    assert [refusal(actor) for actor in (first, kin, clerk, elsewhere)] == [
        "took_part", "own_or_kin", "not visible", "not visible",
    ]  # fmt: skip
    one = town.certifier("提")
    ruling = propose_ruling(actor=one, dispute_id=dispute.id, answer=STANDS, token=new_id(), now=dispute.raised_at)
    with pytest.raises(UnableToRule, match="second_person"):
        second_ruling(actor=one, ruling_id=ruling.id, now=dispute.raised_at, is_agreed=True)
    another = town.coordinator("退")
    second_ruling(actor=another, ruling_id=ruling.id, now=dispute.raised_at, is_agreed=False, words="证人没问")
    assert Ruling.objects.get(id=ruling.id).state == RulingState.GIVEN_BACK
    assert refusal(one) == "done"


def test_the_standard_says_whether_two_are_wanted(town: Town, credited: Visit) -> None:
    town.rules(town.now, dispute_second_person=False)
    dispute = objects(town, credited)
    ruling = propose_ruling(
        actor=town.certifier("提"), dispute_id=dispute.id, answer=counts(30), token=new_id(), now=dispute.raised_at
    )
    assert (ruling.state, town.savings(credited.volunteer).time) == (RulingState.IN_FORCE, 30)


def test_the_days_and_once(town: Town, credited: Visit) -> None:
    helper = town.actor(credited.volunteer)
    last, token = credited.certified_at + timedelta(days=15), new_id()
    with pytest.raises(UnableToDispute, match="too_late"):
        raise_dispute(actor=helper, visit_id=credited.id, words="少了", token=token, now=last + timedelta(minutes=1))
    with pytest.raises(UnableToDispute, match="no_words"):
        raise_dispute(actor=helper, visit_id=credited.id, words=" ", token=token, now=last)
    made = [raise_dispute(actor=helper, visit_id=credited.id, words="少了", token=token, now=last) for _n in range(2)]
    assert made[0].id == made[1].id
    assert made[0].decide_by == last + timedelta(days=14)
    with pytest.raises(UnableToDispute, match="once"):
        objects(town, credited)
    withdraw_dispute(actor=helper, dispute_id=made[0].id, now=last)
    assert now_of(credited).paused == ""
    assert objects(town, credited).state == DisputeState.OPEN


def test_the_desk_writes_down_for_either_side_and_both_add_words(town: Town, credited: Visit) -> None:
    clerk, stranger = town.clerk(), town.actor(town.person("路人"))
    with pytest.raises(NotVisible):
        raise_dispute(actor=stranger, visit_id=credited.id, words="x", token=new_id(), now=credited.ended_at)
    dispute = raise_dispute(
        actor=clerk, visit_id=credited.id, words="老人来电", token=new_id(), now=credited.ended_at, side=Side.ELDER
    )
    assert Notice.objects.get(kind=NoticeKind.DISPUTE_RAISED).person_id == credited.volunteer_id
    for actor in (town.actor(credited.volunteer), clerk):
        add_words(actor=actor, dispute_id=dispute.id, words="我说", token=new_id(), now=credited.ended_at)
    assert dispute.sayings.count() == 3
    with pytest.raises(NotVisible):
        withdraw_dispute(actor=town.actor(credited.volunteer), dispute_id=dispute.id, now=credited.ended_at)
