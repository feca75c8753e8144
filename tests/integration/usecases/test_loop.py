"""需求提交 → 志愿接单 → 服务认定 → 积分记录, with every refusal beside its success."""

from datetime import timedelta

import pytest

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import Face, NeedState, Payer, VisitState
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.types import Kind, Unit
from nuanliu.domain.network.operations import appoint
from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.passbook.accounts import Holder
from nuanliu.domain.passbook.operations import UnableToPost
from nuanliu.domain.passbook.queries import passbook_lines
from nuanliu.domain.people.types import CreditChoice, ProxyPower, VolunteerState
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.accept_need import accept_need, assign_need
from nuanliu.usecases.cancel import cancel_need, cancel_visit
from nuanliu.usecases.certify_visit import certify_visit, choose_credit, credit_unchosen, void_visit
from nuanliu.usecases.confirm_visit import confirm_visit, uphold_visit
from nuanliu.usecases.fall_back import mark_unserved, reopen_need
from nuanliu.usecases.place_need import place_need
from nuanliu.usecases.review_need import resubmit_need, review_need
from nuanliu.usecases.start_visit import end_visit, start_visit
from tests.support.town import Town, add_service


def code_of(refused: pytest.ExceptionInfo[Unable]) -> str:
    return refused.value.code


def fresh(visit: Visit) -> Visit:
    return Visit.objects.select_related("need").get(site_id=visit.site_id, id=visit.id)


def certified(town: Town, visit: Visit, **more: object) -> Visit:
    return certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at + timedelta(hours=1), **more)


# -- the whole loop --------------------------------------------------------------------------------


def test_an_hour_served_stands_once_in_the_passbook(town: Town) -> None:
    elder, helper = town.elder(), town.volunteer()
    visit = certified(town, town.confirmed(elder, helper, minutes=55))

    lines = passbook_lines(holder=Holder(helper.pk, helper.home_site_id), unit=Unit.TIME)
    assert [(line.number, line.amount, line.balance, line.kind, line.subject) for line in lines] == [
        (1, 60, 60, Kind.SERVICE, visit.id)
    ]
    saved = town.savings(helper)
    assert (saved.time, saved.coin, saved.honour) == (60, 0, 60)
    assert (fresh(visit).state, fresh(visit).need.state) == (VisitState.CREDITED, NeedState.CREDITED)
    assert check_books().is_right


@pytest.mark.parametrize(("measured", "counted"), [(55, 60), (54, 30), (29, 30), (24, 0), (60, 60), (89, 90)])
def test_minutes_are_counted_by_the_standard(town: Town, measured: int, counted: int) -> None:
    helper = town.volunteer()
    visit = certified(town, town.confirmed(town.elder(), helper, minutes=measured))
    assert (visit.measured_minutes, visit.counted_minutes, visit.state) == (measured, counted, VisitState.CREDITED)
    assert (town.savings(helper).time, town.savings(helper).honour) == (counted, counted)


def test_an_hour_is_a_coin_if_chosen_and_never_both(town: Town) -> None:
    helper = town.volunteer()
    certified(town, town.confirmed(town.elder(), helper, choice="coin"))
    saved = town.savings(helper)
    assert (saved.time, saved.coin, saved.honour) == (0, 100, 60)
    assert check_books().is_right


def test_every_step_is_in_the_audit(town: Town) -> None:
    visit = certified(town, town.confirmed(town.elder(), town.volunteer()))
    actions = Event.objects.filter(subject_id__in=[visit.id, visit.need_id]).order_by("id")
    assert list(actions.values_list("action", flat=True)) == [
        "need.placed",
        "need.published",
        "visit.taken",
        "visit.started",
        "visit.ended",
        "visit.confirmed",
        "visit.certified",
        "visit.credited",
    ]


# -- 需求提交 ------------------------------------------------------------------------------------------


def test_what_a_clerk_places_is_open_and_what_an_old_person_asks_waits_for_review(town: Town) -> None:
    elder = town.elder()
    by_clerk = town.need(elder)
    by_herself = town.need(elder, clerk=town.actor(elder))
    assert (by_clerk.state, by_herself.state) == (NeedState.OPEN, NeedState.SUBMITTED)
    assert (by_clerk.number, by_herself.number) == (1, 2)
    assert by_herself.review_by == town.now + timedelta(hours=24)


def test_the_same_form_sent_twice_is_one_need(town: Town) -> None:
    elder, clerk, token = town.elder(minutes=120), town.clerk(), new_id()
    first = town.need(elder, clerk=clerk, token=token)
    second = town.need(elder, clerk=clerk, token=token)
    assert (first.id, Need.objects.count(), town.savings(elder).time_held) == (second.id, 1, 60)
    with pytest.raises(Unable) as refused:
        town.need(town.elder("另一位"), clerk=clerk, token=token)
    assert (code_of(refused), Need.objects.count()) == ("token_used", 1)


@pytest.mark.parametrize(
    ("answers", "code", "field"),
    [
        ({"starts_at": timedelta(hours=-1)}, "in_the_past", "when"),
        ({"starts_at": timedelta(hours=1)}, "too_soon", "when"),
        ({"starts_at": timedelta(days=400)}, "too_far", "when"),
        ({"starts_at": timedelta(days=1, hours=14)}, "at_night", "when"),
        ({"minutes": 29}, "minutes_out_of_range", "minutes"),
        ({"minutes": 121}, "minutes_out_of_range", "minutes"),
        ({"service_code": "S999"}, "no_such_service", "service"),
    ],
)
def test_a_need_that_cannot_be_placed_names_the_answer_to_change(town: Town, answers, code, field) -> None:
    if "starts_at" in answers:
        answers = {"starts_at": town.now + answers["starts_at"]}
    with pytest.raises(Unable) as refused:
        town.need(town.elder(), **answers)
    assert (code_of(refused), refused.value.field, Need.objects.count()) == (code, field, 0)


def test_only_staff_may_place_an_urgent_need(town: Town) -> None:
    elder = town.elder()
    soon = town.now + timedelta(hours=3)
    with pytest.raises(Unable) as refused:
        town.need(elder, clerk=town.actor(elder), starts_at=soon)
    assert code_of(refused) == "too_soon"
    assert town.need(elder, starts_at=soon).is_urgent is True
    assert town.need(elder).is_urgent is False


def test_a_stranger_and_another_sites_clerk_place_nothing(town: Town) -> None:
    elder = town.elder()
    for actor in (town.actor(town.person("路人")), town.staff(Role.HOTLINE, node=town.other_site)):
        with pytest.raises(NotVisible):
            town.need(elder, clerk=actor)


def test_a_relative_places_only_with_the_power_to_ask(town: Town) -> None:
    elder, daughter, son = town.elder(), town.person("女儿"), town.person("儿子")
    town.proxy(elder, daughter, [ProxyPower.ASK, ProxyPower.SEE])
    town.proxy(elder, son, [ProxyPower.SEE])
    assert town.need(elder, clerk=town.actor(daughter)).channel == "family"
    with pytest.raises(NotVisible):
        town.need(elder, clerk=town.actor(son))


def test_first_visit_to_someone_alone_wants_two_helpers_and_later_ones_one(town: Town) -> None:
    elder, one, two = town.elder(alone=True), town.volunteer("甲"), town.volunteer("乙")
    need = town.need(elder)
    assert need.helpers_wanted == 2
    first = accept_need(actor=town.actor(one), need_id=need.id, now=town.now)
    assert fresh(first).need.state == NeedState.OPEN
    second = accept_need(actor=town.actor(two), need_id=need.id, now=town.now)
    assert (fresh(second).need.state, {first.slot, second.slot}) == (NeedState.MATCHED, {1, 2})
    for visit, helper in ((first, one), (second, two)):
        actor = town.actor(helper)
        start_visit(actor=actor, visit_id=visit.id, code=need.code, now=need.starts_at)
        end_visit(actor=actor, visit_id=visit.id, code=need.code, choice="time", now=need.ends_at)
        confirm_visit(actor=town.actor(elder), visit_id=visit.id, came=True, now=need.ends_at)
        certified(town, fresh(visit))
    assert (town.savings(one).time, town.savings(two).time) == (60, 60)
    assert fresh(second).need.state == NeedState.CREDITED
    assert town.need(elder).helpers_wanted == 1


# -- review ----------------------------------------------------------------------------------------


def test_a_need_is_approved_or_returned_with_a_reason_and_sent_again(town: Town) -> None:
    elder, clerk = town.elder(), town.clerk()
    need = town.need(elder, clerk=town.actor(elder))
    with pytest.raises(Unable) as refused:
        review_need(actor=clerk, need_id=need.id, approve=False, now=town.now)
    assert code_of(refused) == "no_reason"
    review_need(actor=clerk, need_id=need.id, approve=False, reason="换个时间", now=town.now)
    resubmit_need(
        actor=town.actor(elder),
        need_id=need.id,
        starts_at=town.now + timedelta(days=3),
        minutes=90,
        note="",
        now=town.now,
    )
    again = review_need(actor=clerk, need_id=need.id, approve=True, now=town.now)
    assert (again.state, again.planned_minutes) == (NeedState.OPEN, 90)
    assert review_need(actor=clerk, need_id=need.id, approve=True, now=town.now).state == NeedState.OPEN


def test_minutes_that_went_elsewhere_before_review_do_not_strand_a_need(town: Town) -> None:
    elder, clerk = town.elder(minutes=60), town.clerk()
    asked = town.need(elder, clerk=town.actor(elder), payer=Payer.OWN_TIME)
    town.need(elder, clerk=clerk, payer=Payer.OWN_TIME, starts_at=town.now + timedelta(days=4))
    approved = review_need(actor=clerk, need_id=asked.id, approve=True, now=town.now)
    assert (approved.state, approved.payer, town.savings(elder).time_held) == (NeedState.OPEN, Payer.WELFARE, 60)


def test_nobody_reviews_for_kin(town: Town) -> None:
    elder = town.elder()
    clerk_person = town.person("接线员")
    town.kin(elder, clerk_person)
    appoint(holder=clerk_person.login, node=town.site, role=Role.HOTLINE, at=town.now, actor_id=None)
    kin_clerk = town.actor(clerk_person)
    need = town.need(elder, clerk=kin_clerk)
    assert need.state == NeedState.SUBMITTED
    with pytest.raises(Unable) as refused:
        review_need(actor=kin_clerk, need_id=need.id, approve=True, now=town.now)
    assert code_of(refused) == "own_or_kin"
    assert review_need(actor=town.clerk(), need_id=need.id, approve=True, now=town.now).state == NeedState.OPEN


# -- own time --------------------------------------------------------------------------------------


def test_own_minutes_are_held_when_published_and_paid_when_certified(town: Town) -> None:
    elder, helper = town.elder(minutes=120), town.volunteer()
    visit = town.confirmed(elder, helper, minutes=60)
    assert (town.savings(elder).time, town.savings(elder).time_free) == (120, 60)
    certified(town, visit)
    assert (town.savings(elder).time, town.savings(elder).time_held, town.savings(helper).time) == (60, 0, 60)
    assert check_books().is_right


def test_own_minutes_cannot_be_overdrawn_by_two_needs(town: Town) -> None:
    elder, clerk = town.elder(minutes=90), town.clerk()
    assert town.need(elder, clerk=clerk, payer=Payer.OWN_TIME).payer == Payer.OWN_TIME
    with pytest.raises(UnableToPost) as refused:
        town.need(elder, clerk=clerk, payer=Payer.OWN_TIME, starts_at=town.now + timedelta(days=4))
    assert (code_of(refused), Need.objects.count()) == ("not_enough", 1)
    assert town.need(elder, clerk=clerk, starts_at=town.now + timedelta(days=4)).payer == Payer.WELFARE


def test_she_never_pays_more_than_she_agreed_to_and_the_rest_comes_back(town: Town) -> None:
    elder, helper = town.elder(minutes=200), town.volunteer()
    certified(town, town.confirmed(elder, helper, minutes=30))
    assert (town.savings(elder).time, town.savings(helper).time) == (170, 30)


@pytest.mark.parametrize("choice", ["time", "coin"])
def test_own_time_paid_to_a_helper_of_another_site_clears_between_the_books(town: Town, choice: str) -> None:
    elder, helper = town.elder(minutes=120), town.volunteer(site=town.other_site)
    certified(town, town.confirmed(elder, helper, choice=choice))
    saved = town.savings(helper)
    assert (town.savings(elder).time, saved.time, saved.coin, saved.honour) == (
        60,
        60 if choice == "time" else 0,
        100 if choice == "coin" else 0,
        60,
    )
    assert check_books().findings == []


# -- 志愿接单 ------------------------------------------------------------------------------------------


def test_the_second_volunteer_is_told_that_it_is_taken(town: Town) -> None:
    need = town.need(town.elder())
    first, second = town.volunteer("甲"), town.volunteer("乙")
    mine = accept_need(actor=town.actor(first), need_id=need.id, now=town.now)
    assert accept_need(actor=town.actor(first), need_id=need.id, now=town.now).id == mine.id
    with pytest.raises(Unable) as refused:
        accept_need(actor=town.actor(second), need_id=need.id, now=town.now)
    assert (code_of(refused), Visit.objects.count()) == ("already_taken", 1)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"state": VolunteerState.APPLYING}, "not_active"),
        ({"state": VolunteerState.PAUSED}, "not_active"),
        ({"trained": False}, "untrained"),
    ],
)
def test_who_may_not_take_a_need_is_told_why(town: Town, facts, code) -> None:
    need = town.need(town.elder())
    with pytest.raises(Unable) as refused:
        accept_need(actor=town.actor(town.volunteer(**facts)), need_id=need.id, now=town.now)
    assert code_of(refused) == code


def test_skill_kin_own_need_and_overlap(town: Town) -> None:
    add_service("S206", name="上门理发", skill="hairdressing", position=2)
    elder, daughter = town.elder(), town.volunteer("女儿")
    town.kin(elder, daughter)
    haircut = town.need(elder, service_code="S206")
    talk = town.need(elder, starts_at=town.now + timedelta(days=3))

    def refusal(person, need) -> str:
        with pytest.raises(Unable) as refused:
            accept_need(actor=town.actor(person), need_id=need.id, now=town.now)
        return code_of(refused)

    assert refusal(town.volunteer("没证"), haircut) == "no_skill"
    assert refusal(daughter, talk) == "kin"
    barber = town.volunteer("理发师", skills=["hairdressing"])
    assert accept_need(actor=town.actor(barber), need_id=haircut.id, now=town.now).slot == 1
    same_time = town.need(town.elder("别人"), starts_at=haircut.starts_at + timedelta(minutes=30))
    assert refusal(barber, same_time) == "overlap"


def test_staff_put_a_helper_on_a_need_and_a_stranger_cannot(town: Town) -> None:
    need, helper = town.need(town.elder()), town.volunteer()
    with pytest.raises(NotVisible):
        assign_need(actor=town.actor(town.volunteer()), need_id=need.id, volunteer_id=helper.pk, now=town.now)
    assert assign_need(actor=town.clerk(), need_id=need.id, volunteer_id=helper.pk, now=town.now).volunteer == helper


def test_a_visit_given_back_opens_the_need_again(town: Town) -> None:
    elder, helper, other = town.elder(), town.volunteer("甲"), town.volunteer("乙")
    visit = town.taken(elder, helper)
    with pytest.raises(Unable) as refused:
        cancel_visit(actor=town.actor(helper), visit_id=visit.id, reason=" ", now=town.now)
    assert code_of(refused) == "no_reason"
    cancel_visit(actor=town.actor(helper), visit_id=visit.id, reason="生病", now=town.now)
    assert fresh(visit).need.state == NeedState.OPEN
    assert accept_need(actor=town.actor(other), need_id=visit.need_id, now=town.now).slot == 1


def test_cancelling_gives_the_minutes_back_and_tells_the_helper(town: Town) -> None:
    elder, helper = town.elder(minutes=60), town.volunteer()
    visit = town.taken(elder, helper)
    for _twice in range(2):
        cancel_need(actor=town.actor(elder), need_id=visit.need_id, reason="", now=town.now)
    assert (fresh(visit).state, town.savings(elder).time_held) == (VisitState.CANCELLED, 0)
    assert Notice.objects.filter(person=helper, kind=NoticeKind.NEED_CANCELLED).count() == 1
    assert check_books().is_right


def test_a_visit_that_has_begun_is_not_cancelled(town: Town) -> None:
    elder = town.elder()
    visit = town.served(elder, town.volunteer())
    with pytest.raises(Unable) as refused:
        cancel_need(actor=town.actor(elder), need_id=visit.need_id, reason="", now=visit.ended_at)
    assert code_of(refused) == "need_not_so_far"


# -- the visit -------------------------------------------------------------------------------------


def test_a_wrong_code_is_counted_and_after_five_only_staff_can_start(town: Town) -> None:
    visit = town.taken(town.elder(), town.volunteer())
    actor, need = town.actor(visit.volunteer), fresh(visit).need
    wrong = f"{(int(need.code) + 1) % 10_000:04d}"
    for expected in ["wrong_code"] * 5 + ["code_locked"]:
        with pytest.raises(Unable) as refused:
            start_visit(actor=actor, visit_id=visit.id, code=wrong, now=need.starts_at)
        assert code_of(refused) == expected
    with pytest.raises(Unable) as refused:
        start_visit(actor=actor, visit_id=visit.id, code=need.code, now=need.starts_at)
    assert code_of(refused) == "code_locked"
    by_desk = start_visit(actor=town.clerk(), visit_id=visit.id, reason="老人忘了暗号", now=need.starts_at)
    assert (by_desk.state, by_desk.start_evidence) == (VisitState.SERVING, "staff")


@pytest.mark.parametrize(("typed", "works"), [("full", True), ("spaced", True), ("short", False)])
def test_the_code_may_be_typed_as_people_type(town: Town, typed, works) -> None:
    visit = town.taken(town.elder(), town.volunteer())
    need = fresh(visit).need
    code = {
        "full": need.code.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        "spaced": " ".join(need.code),
        "short": need.code[:3],
    }[typed]
    if works:
        assert start_visit(actor=town.actor(visit.volunteer), visit_id=visit.id, code=code, now=need.starts_at)
        return
    with pytest.raises(Unable):
        start_visit(actor=town.actor(visit.volunteer), visit_id=visit.id, code=code, now=need.starts_at)


@pytest.mark.parametrize(("offset", "code"), [(timedelta(minutes=-31), "too_early"), (timedelta(hours=14), "too_late")])
def test_a_visit_starts_around_its_time(town: Town, offset, code) -> None:
    visit = town.taken(town.elder(), town.volunteer())
    need = fresh(visit).need
    with pytest.raises(Unable) as refused:
        start_visit(actor=town.actor(visit.volunteer), visit_id=visit.id, code=need.code, now=need.starts_at + offset)
    assert code_of(refused) == code


def test_where_two_are_wanted_one_alone_does_not_begin_but_staff_may_decide(town: Town) -> None:
    visit = town.taken(town.elder(alone=True), town.volunteer("甲"))
    need = fresh(visit).need
    with pytest.raises(Unable) as refused:
        start_visit(actor=town.actor(visit.volunteer), visit_id=visit.id, code=need.code, now=need.starts_at)
    assert code_of(refused) == "second_missing"
    begun = start_visit(actor=town.clerk(), visit_id=visit.id, reason="老人同意一位", now=need.starts_at)
    assert begun.state == VisitState.SERVING


def test_another_volunteer_cannot_start_it_and_starting_twice_is_once(town: Town) -> None:
    visit = town.taken(town.elder(), town.volunteer())
    need = fresh(visit).need
    with pytest.raises(NotVisible):
        start_visit(actor=town.actor(town.volunteer()), visit_id=visit.id, code=need.code, now=need.starts_at)
    actor = town.actor(visit.volunteer)
    first = start_visit(actor=actor, visit_id=visit.id, code=need.code, now=need.starts_at)
    later = start_visit(actor=actor, visit_id=visit.id, code=need.code, now=need.starts_at + timedelta(minutes=5))
    assert first.started_at == later.started_at


def test_staff_report_late_with_a_reason_and_never_for_kin(town: Town) -> None:
    visit = town.taken(town.elder(), town.volunteer())
    need, clerk = fresh(visit).need, town.clerk()
    now = need.ends_at + timedelta(hours=2)
    with pytest.raises(Unable) as refused:
        start_visit(actor=clerk, visit_id=visit.id, now=now, started_at=need.starts_at)
    assert code_of(refused) == "no_reason"
    start_visit(actor=clerk, visit_id=visit.id, now=now, started_at=need.starts_at, reason="电话补报")
    ended = end_visit(actor=clerk, visit_id=visit.id, now=now, ended_at=need.ends_at, reason="电话补报")
    assert (ended.measured_minutes, ended.grade, ended.reported_late) == (60, "witnessed", True)
    with pytest.raises(Unable) as refused:
        end_visit(actor=clerk, visit_id=town.taken(town.elder(), town.volunteer()).id, now=now, reason="x")
    assert code_of(refused) == "not_started"


# -- confirmation ----------------------------------------------------------------------------------


def test_who_may_say_that_the_helper_came(town: Town) -> None:
    elder, helper = town.elder(), town.volunteer()
    visit = town.served(elder, helper)
    for actor in (town.actor(helper), town.actor(town.person("路人"))):
        with pytest.raises((Unable, NotVisible)):
            confirm_visit(actor=actor, visit_id=visit.id, came=True, now=visit.ended_at)
    done = confirm_visit(actor=town.clerk(), visit_id=visit.id, came=True, face=Face.FINE, now=visit.ended_at)
    assert (done.state, done.face) == (VisitState.CONFIRMED, "fine")


def test_did_not_come_goes_to_the_desk_and_is_upheld_or_voided(town: Town) -> None:
    elder = town.elder(minutes=120)
    clerk, certifier = town.clerk(), town.certifier()
    first = town.served(elder, town.volunteer("甲"))
    confirm_visit(actor=town.actor(elder), visit_id=first.id, came=False, now=first.ended_at)
    assert fresh(first).need.state == NeedState.DISPUTED
    with pytest.raises(Unable):
        certify_visit(actor=certifier, visit_id=first.id, now=first.ended_at)
    uphold_visit(actor=certifier, visit_id=first.id, reason="邻居证明", now=first.ended_at)
    assert certify_visit(actor=certifier, visit_id=first.id, now=first.ended_at).state == VisitState.CREDITED

    second = town.served(elder, town.volunteer("乙"), clerk=clerk, starts_at=town.now + timedelta(days=5))
    confirm_visit(actor=town.actor(elder), visit_id=second.id, came=False, now=second.ended_at)
    void_visit(actor=certifier, visit_id=second.id, reason="没有来", now=second.ended_at)
    assert fresh(second).need.state == NeedState.VOIDED
    assert (town.savings(elder).time, town.savings(elder).time_held) == (60, 0)


# -- 服务认定 ------------------------------------------------------------------------------------------


def test_certifying_again_changes_nothing_whoever_clicks(town: Town) -> None:
    helper = town.volunteer()
    visit = town.confirmed(town.elder(), helper)
    for actor in (town.certifier("一"), town.certifier("二"), town.certifier("三")):
        assert certify_visit(actor=actor, visit_id=visit.id, now=visit.ended_at).state == VisitState.CREDITED
    assert (town.savings(helper).time, town.savings(helper).honour) == (60, 60)


def test_nobody_certifies_own_kins_or_hand_entered_visits(town: Town) -> None:
    helper, sister = town.volunteer("自己"), town.person("妹妹")
    town.kin(helper, sister)
    for person in (helper, sister):
        appoint(holder=person.login, node=town.site, role=Role.COORDINATOR, at=town.now, actor_id=None)
    visit = town.confirmed(town.elder(), helper)

    def refusal(actor, which) -> str:
        with pytest.raises(Unable) as refused:
            certify_visit(actor=actor, visit_id=which.id, now=visit.ended_at)
        return code_of(refused)

    assert refusal(town.actor(helper), visit) == "own_visit"
    assert refusal(town.actor(sister), visit) == "kin"

    by_hand = town.taken(town.elder("另一位"), town.volunteer("乙"), starts_at=town.now + timedelta(days=4))
    need, enterer = fresh(by_hand).need, town.staff(Role.COORDINATOR, "登记人")
    start_visit(actor=enterer, visit_id=by_hand.id, now=need.starts_at, reason="没带手机")
    end_visit(actor=enterer, visit_id=by_hand.id, now=need.ends_at, choice="time", reason="没带手机")
    confirm_visit(actor=town.clerk(), visit_id=by_hand.id, came=True, now=need.ends_at)
    assert refusal(enterer, by_hand) == "entered_it"
    one, two = town.certifier("一"), town.certifier("二")
    first = certify_visit(actor=one, visit_id=by_hand.id, now=need.ends_at)
    assert (first.state, first.first_review_by) == (VisitState.CONFIRMED, one.id)
    again = certify_visit(actor=one, visit_id=by_hand.id, now=need.ends_at)
    assert (again.state, again.first_review_by) == (VisitState.CONFIRMED, one.id)
    assert certify_visit(actor=two, visit_id=by_hand.id, now=need.ends_at).state == VisitState.CREDITED


def test_another_sites_certifier_sees_nothing(town: Town) -> None:
    visit = town.confirmed(town.elder(), town.volunteer())
    with pytest.raises(NotVisible):
        certify_visit(actor=town.staff(Role.CERTIFIER, node=town.other_site), visit_id=visit.id, now=visit.ended_at)


def test_an_unconfirmed_visit_is_never_credited(town: Town) -> None:
    visit = town.served(town.elder(), town.volunteer())
    with pytest.raises(Unable) as refused:
        certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at + timedelta(days=30))
    assert code_of(refused) == "not_confirmed"


# -- choice ----------------------------------------------------------------------------------------


def test_without_a_choice_honour_is_posted_and_the_helper_is_asked(town: Town) -> None:
    helper = town.volunteer()
    visit = certified(town, town.confirmed(town.elder(), helper, choice=""))
    assert (visit.state, town.savings(helper).honour, town.savings(helper).time) == (VisitState.CERTIFIED, 60, 0)
    assert Notice.objects.filter(person=helper, kind=NoticeKind.CHOOSE_CREDIT).count() == 1
    now = visit.certified_at + timedelta(days=1)
    chosen = choose_credit(actor=town.actor(helper), visit_id=visit.id, choice=CreditChoice.COIN, now=now)
    assert (chosen.state, town.savings(helper).coin) == (VisitState.CREDITED, 100)
    with pytest.raises(Unable) as refused:
        choose_credit(actor=town.actor(helper), visit_id=visit.id, choice=CreditChoice.TIME, now=now)
    assert (code_of(refused), town.savings(helper).time) == ("not_to_choose", 0)


def test_after_seven_days_it_is_time(town: Town) -> None:
    helper = town.volunteer()
    visit = certified(town, town.confirmed(town.elder(minutes=60), helper, choice=""))
    assert credit_unchosen(now=visit.certified_at + timedelta(days=6)) == 0
    assert credit_unchosen(now=visit.certified_at + timedelta(days=8)) == 1
    assert credit_unchosen(now=visit.certified_at + timedelta(days=8)) == 0
    assert town.savings(helper).time == 60
    assert check_books().is_right


def test_a_voided_visit_is_reversed_once_and_shows_both_lines(town: Town) -> None:
    elder, helper = town.elder(minutes=60), town.volunteer()
    visit = certified(town, town.confirmed(elder, helper))
    certifier = town.certifier()
    for _twice in range(2):
        void_visit(actor=certifier, visit_id=visit.id, reason="查实未到", now=visit.certified_at)
    saved = town.savings(helper)
    assert (saved.time, saved.honour, town.savings(elder).time) == (0, 0, 60)
    lines = passbook_lines(holder=Holder(helper.pk, helper.home_site_id), unit=Unit.TIME)
    assert [(line.amount, line.is_correction) for line in lines] == [(-60, True), (60, False)]
    assert check_books().is_right


# -- nobody came -----------------------------------------------------------------------------------


def test_a_need_nobody_took_is_shown_and_can_be_opened_again(town: Town) -> None:
    elder = town.elder(minutes=60)
    need = town.need(elder)
    assert mark_unserved(now=need.starts_at - timedelta(minutes=1)) == 0
    assert mark_unserved(now=need.starts_at + timedelta(minutes=1)) == 1
    assert town.savings(elder).time_held == 0
    later = need.starts_at + timedelta(days=1)
    again = reopen_need(actor=town.clerk(), need_id=need.id, starts_at=later, now=need.starts_at)
    assert (again.state, again.starts_at, again.payer) == (NeedState.OPEN, later, Payer.WELFARE)


def test_a_need_for_two_that_only_one_took_is_unserved_when_its_time_is_over(town: Town) -> None:
    helper = town.volunteer()
    visit = town.taken(town.elder(alone=True), helper)
    need = fresh(visit).need
    assert mark_unserved(now=need.starts_at + timedelta(minutes=30)) == 0
    assert mark_unserved(now=need.ends_at + timedelta(minutes=1)) == 1
    assert (fresh(visit).state, fresh(visit).need.state) == (VisitState.CANCELLED, NeedState.UNSERVED)
    assert Notice.objects.filter(person=helper, kind=NoticeKind.NEED_CANCELLED).count() == 1


def test_nothing_is_told_of_what_was_rolled_back(town: Town) -> None:
    elder = town.elder(minutes=30)
    with pytest.raises(UnableToPost):
        place_need(
            actor=town.clerk(),
            elder_id=elder.pk,
            service_code="S101",
            starts_at=town.now + timedelta(days=2),
            minutes=60,
            payer=Payer.OWN_TIME,
            token=new_id(),
            now=town.now,
        )
    # The refusal was raised inside the transaction of the test itself, so only the use case's own block is undone.
    assert (Need.objects.count(), Notice.objects.count()) == (0, 0)
