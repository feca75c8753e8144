"""Every act that writes, ready to be done in a town of its own: what the tests of sending again go through."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import time_machine

from nuanliu.domain.care.disputes.models import Dispute, Ruling
from nuanliu.domain.care.disputes.types import Finding
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.models import Delivery
from nuanliu.domain.notices.operations import mark_called, mark_read
from nuanliu.domain.notices.types import Channel
from nuanliu.domain.people import operations as people
from nuanliu.domain.people.models import Proxy
from nuanliu.domain.people.types import CreditChoice
from nuanliu.domain.signing import operations as signing
from nuanliu.domain.signing import seconds, totp
from nuanliu.domain.signing.codes import send_code
from nuanliu.domain.signing.devices import devices_of, end_all_devices, end_device
from nuanliu.domain.signing.passwords import choose_password
from nuanliu.domain.signing.release import release
from nuanliu.domain.signing.types import Channel as CodeChannel
from nuanliu.domain.signing.types import Purpose
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.accept_need import accept_need, assign_need, decline_need
from nuanliu.usecases.act_for_parent import take_back_proxy
from nuanliu.usecases.cancel import cancel_need, cancel_visit
from nuanliu.usecases.certify_visit import certify_visit, choose_credit, credit_unchosen, void_visit
from nuanliu.usecases.certifying import asking
from nuanliu.usecases.confirm_visit import confirm_visit, uphold_visit
from nuanliu.usecases.disputes.appealing import appeal
from nuanliu.usecases.disputes.raising import add_words, raise_dispute, withdraw_dispute
from nuanliu.usecases.disputes.ruling import Answer, propose_ruling, second_ruling
from nuanliu.usecases.fall_back import mark_unserved, reopen_need
from nuanliu.usecases.import_roster import commit_roster, discard_roster, upload_roster
from nuanliu.usecases.place_need import place_need
from nuanliu.usecases.register_elder import register_elder
from nuanliu.usecases.remind_visits import remind_visits
from nuanliu.usecases.reveal import reveal_contact
from nuanliu.usecases.review_need import resubmit_need, review_need
from nuanliu.usecases.rosters.types import RosterKind
from nuanliu.usecases.start_visit import end_visit, start_visit
from nuanliu.usecases.time_out_holds import time_out_holds
from tests.support.signing import new_session
from tests.support.town import Town
from tests.unit.usecases.rosters.workbooks import identity, workbook

Act = Callable[[], Any]
Journey = Callable[[Town], Act]
"""Builds what comes before in the town, and gives the act itself; what the act returns can be compared."""

JOURNEYS: dict[str, Journey] = {}
DAY = timedelta(days=1)


def journey(build: Journey) -> Journey:
    JOURNEYS[build.__name__] = build
    return build


def refusal(act: Act) -> str:
    """The code with which the act is refused."""
    try:
        act()
    except Unable as refused:
        return refused.code
    return "done"


def swept(_count: int) -> None:
    """A sweep's count says what this run did itself; sent again, it finds it done."""


def need_of(visit: Visit) -> Need:
    return Need.objects.get(site_id=visit.site_id, id=visit.need_id)


# -- needs


@journey
def place(town: Town) -> Act:
    elder, clerk, token = town.elder(minutes=120), town.clerk(), new_id()
    starts = town.now + 2 * DAY
    return lambda: (
        place_need(
            actor=clerk, elder_id=elder.pk, service_code="S101", starts_at=starts, minutes=60, token=token, now=town.now
        ).state
    )


@journey
def publish(town: Town) -> Act:
    elder = town.elder(minutes=120)
    need = town.need(elder, clerk=town.actor(elder))
    clerk = town.clerk()
    return lambda: review_need(actor=clerk, need_id=need.id, approve=True, now=town.now).state


def returned(town: Town) -> Need:
    elder = town.elder()
    need = town.need(elder, clerk=town.actor(elder))
    return review_need(actor=town.clerk(), need_id=need.id, approve=False, reason="请改天", now=town.now)


@journey
def send_back(town: Town) -> Act:
    elder = town.elder()
    need, clerk = town.need(elder, clerk=town.actor(elder)), town.clerk()
    return lambda: review_need(actor=clerk, need_id=need.id, approve=False, reason="请改天", now=town.now).state


@journey
def resubmit(town: Town) -> Act:
    need = returned(town)
    actor, starts = town.actor(need.elder), town.now + 3 * DAY
    return lambda: (
        resubmit_need(actor=actor, need_id=need.id, starts_at=starts, minutes=60, note="改好了", now=town.now).state
    )


@journey
def cancel_the_need(town: Town) -> Act:
    visit = town.taken(town.elder(minutes=120), town.volunteer())
    clerk = town.clerk()
    return lambda: cancel_need(actor=clerk, need_id=visit.need_id, reason="老人住院", now=town.now).state


def unserved(town: Town) -> tuple[Need, datetime]:
    need = town.need(town.elder(minutes=120))
    later = need.starts_at + timedelta(hours=1)
    return need, later


@journey
def nobody_came(town: Town) -> Act:
    _need, later = unserved(town)
    return lambda: swept(mark_unserved(now=later))


@journey
def reopen(town: Town) -> Act:
    need, later = unserved(town)
    mark_unserved(now=later)
    clerk = town.clerk()
    return lambda: reopen_need(actor=clerk, need_id=need.id, starts_at=later + DAY, now=later).state


@journey
def holds_time_out(town: Town) -> Act:
    need = town.need(town.elder(minutes=120))
    return lambda: swept(time_out_holds(now=need.ends_at + 60 * DAY))


# -- visits


@journey
def take(town: Town) -> Act:
    need, actor = town.need(town.elder()), town.actor(town.volunteer())
    return lambda: accept_need(actor=actor, need_id=need.id, now=town.now).state


@journey
def assign(town: Town) -> Act:
    need, helper, clerk = town.need(town.elder()), town.volunteer(), town.clerk()
    return lambda: assign_need(actor=clerk, need_id=need.id, volunteer_id=helper.pk, now=town.now).state


@journey
def decline(town: Town) -> Act:
    need, actor = town.need(town.elder()), town.actor(town.volunteer())
    return lambda: decline_need(actor=actor, need_id=need.id, now=town.now)


@journey
def give_back(town: Town) -> Act:
    helper = town.volunteer()
    visit, actor = town.taken(town.elder(), helper), town.actor(helper)
    return lambda: cancel_visit(actor=actor, visit_id=visit.id, reason="发烧了", now=town.now).state


@journey
def remind(town: Town) -> Act:
    visit = town.taken(town.elder(), town.volunteer())
    morning = at(local_date(need_of(visit).starts_at), 7, 30)
    return lambda: swept(remind_visits(now=morning))


@journey
def start(town: Town) -> Act:
    helper = town.volunteer()
    visit, actor = town.taken(town.elder(), helper), town.actor(helper)
    need = need_of(visit)
    return lambda: start_visit(actor=actor, visit_id=visit.id, code=need.code, now=need.starts_at).state


@journey
def start_with_a_wrong_code(town: Town) -> Act:
    helper = town.volunteer()
    visit, actor = town.taken(town.elder(), helper), town.actor(helper)
    need = need_of(visit)
    wrong = f"{(int(need.code) + 1) % 10_000:04d}"
    return lambda: refusal(lambda: start_visit(actor=actor, visit_id=visit.id, code=wrong, now=need.starts_at))


@journey
def end(town: Town) -> Act:
    helper = town.volunteer()
    visit, actor = town.taken(town.elder(), helper), town.actor(helper)
    need = need_of(visit)
    start_visit(actor=actor, visit_id=visit.id, code=need.code, now=need.starts_at)
    return lambda: end_visit(actor=actor, visit_id=visit.id, code=need.code, choice="time", now=need.ends_at).state


@journey
def confirm(town: Town) -> Act:
    elder = town.elder()
    visit, actor = town.served(elder, town.volunteer()), town.actor(elder)
    return lambda: confirm_visit(actor=actor, visit_id=visit.id, came=True, face="happy", now=visit.ended_at).state


@journey
def uphold(town: Town) -> Act:
    elder = town.elder()
    visit = town.served(elder, town.volunteer())
    confirm_visit(actor=town.actor(elder), visit_id=visit.id, came=False, now=visit.ended_at)
    certifier = town.certifier()
    return lambda: uphold_visit(actor=certifier, visit_id=visit.id, reason="邻居看见了", now=visit.ended_at).state


# -- deciding


@journey
def certify(town: Town) -> Act:
    visit, certifier = town.confirmed(town.elder(minutes=120), town.volunteer()), town.certifier()
    return lambda: certify_visit(actor=certifier, visit_id=visit.id, now=visit.ended_at + DAY).state


@journey
def review_first(town: Town) -> Act:
    visit = town.taken(town.elder(), town.volunteer())
    need, enterer, one = need_of(visit), town.staff(Role.COORDINATOR, "登记人"), town.certifier("一")
    start_visit(actor=enterer, visit_id=visit.id, now=need.starts_at, reason="没带手机")
    end_visit(actor=enterer, visit_id=visit.id, now=need.ends_at, choice="time", reason="没带手机")
    confirm_visit(actor=town.clerk(), visit_id=visit.id, came=True, now=need.ends_at)
    return lambda: certify_visit(actor=one, visit_id=visit.id, now=need.ends_at).state


@journey
def ask_back(town: Town) -> Act:
    visit, certifier, token = town.confirmed(town.elder(), town.volunteer()), town.certifier(), new_id()
    sent = {"question": "几点到的？", "token": token, "now": visit.ended_at}
    return lambda: asking.ask_back(actor=certifier, visit_id=visit.id, **sent).question


@journey
def answer_back(town: Town) -> Act:
    helper = town.volunteer()
    visit = town.confirmed(town.elder(), helper)
    asking.ask_back(
        actor=town.certifier(), visit_id=visit.id, question="几点到的？", token=new_id(), now=visit.ended_at
    )
    actor = town.actor(helper)
    return lambda: asking.answer_asking(actor=actor, visit_id=visit.id, answer="九点", now=visit.ended_at).paused


def objected(town: Town) -> tuple[Visit, Dispute]:
    visit, one = town.confirmed(town.elder(minutes=120), town.volunteer()), town.certifier()
    visit = certify_visit(actor=one, visit_id=visit.id, now=visit.ended_at)
    actor = town.actor(visit.volunteer)
    return visit, raise_dispute(actor=actor, visit_id=visit.id, words="少了", token=new_id(), now=visit.ended_at)


def proposed(town: Town) -> tuple[Visit, Ruling]:
    visit, dispute = objected(town)
    answer, actor = Answer(Finding.MINUTES, 30, "三十分"), town.certifier("提")
    sent = {"answer": answer, "token": new_id(), "now": visit.ended_at}
    return visit, propose_ruling(actor=actor, dispute_id=dispute.id, **sent)


@journey
def object_to(town: Town) -> Act:
    visit, token = town.confirmed(town.elder(), town.volunteer()), new_id()
    actor = town.actor(visit.volunteer)
    return lambda: raise_dispute(actor=actor, visit_id=visit.id, words="少了", token=token, now=visit.ended_at).state


@journey
def add_to_a_dispute(town: Town) -> Act:
    visit, dispute = objected(town)
    actor, token = town.actor(visit.volunteer), new_id()
    sent = {"words": "还有", "token": token, "now": visit.ended_at}
    return lambda: add_words(actor=actor, dispute_id=dispute.id, **sent).words


@journey
def take_a_dispute_back(town: Town) -> Act:
    visit, dispute = objected(town)
    actor = town.actor(visit.volunteer)
    return lambda: withdraw_dispute(actor=actor, dispute_id=dispute.id, now=visit.ended_at).state


@journey
def propose_a_ruling(town: Town) -> Act:
    visit, dispute = objected(town)
    actor, token, answer = town.certifier("提"), new_id(), Answer(Finding.VOID, None, "没来")
    sent = {"answer": answer, "token": token, "now": visit.ended_at}
    return lambda: propose_ruling(actor=actor, dispute_id=dispute.id, **sent).state


@journey
def put_a_ruling_in_force(town: Town) -> Act:
    visit, ruling = proposed(town)
    actor = town.certifier("定")
    return lambda: second_ruling(actor=actor, ruling_id=ruling.id, now=visit.ended_at, is_agreed=True).state


@journey
def appeal_a_ruling(town: Town) -> Act:
    visit, ruling = proposed(town)
    second_ruling(actor=town.certifier("定"), ruling_id=ruling.id, now=visit.ended_at, is_agreed=True)
    actor = town.actor(visit.volunteer)
    return lambda: appeal(actor=actor, dispute_id=ruling.dispute_id, words="不服", now=visit.ended_at).state


def unchosen(town: Town) -> tuple[Visit, Act]:
    helper = town.volunteer()
    visit = town.confirmed(town.elder(), helper, choice="")
    certified = certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    assert certified.state == VisitState.CERTIFIED
    return (
        visit,
        lambda: (
            choose_credit(
                actor=town.actor(helper), visit_id=visit.id, choice=CreditChoice.COIN, now=visit.ended_at
            ).state
        ),
    )


@journey
def choose(town: Town) -> Act:
    return unchosen(town)[1]


@journey
def credit_who_has_not_chosen(town: Town) -> Act:
    visit, _act = unchosen(town)
    return lambda: swept(credit_unchosen(now=visit.ended_at + 60 * DAY))


@journey
def void(town: Town) -> Act:
    visit, certifier = town.confirmed(town.elder(minutes=120), town.volunteer()), town.certifier()
    certify_visit(actor=certifier, visit_id=visit.id, now=visit.ended_at)
    return lambda: void_visit(actor=certifier, visit_id=visit.id, reason="查实未到", now=visit.ended_at).state


# -- people


@journey
def register(town: Town) -> Act:
    clerk, token, site = town.clerk(), new_id(), town.site.pk
    return lambda: register_elder(actor=clerk, site_id=site, name="王秀英", token=token, now=town.now).person.name


@journey
def look(town: Town) -> Act:
    elder, clerk = town.elder(phone="13800000001"), town.clerk()
    return lambda: reveal_contact(actor=clerk, person_id=elder.pk, reason="要打电话", now=town.now).phone


@journey
def withdraw(town: Town) -> Act:
    elder, son = town.elder(), town.person("王建国")
    town.proxy(elder, son, ["ask"])
    proxy, actor = Proxy.objects.get(elder_id=elder.pk), town.actor(elder)
    return lambda: take_back_proxy(actor=actor, proxy_id=proxy.pk, now=town.now)


@journey
def set_times(town: Town) -> Act:
    actor = town.actor(town.volunteer())
    return lambda: people.set_free_times(actor=actor, spans=[(1, 480, 720), (2, 480, 720)])


@journey
def set_choice(town: Town) -> Act:
    actor = town.actor(town.volunteer())
    return lambda: people.set_default_choice(actor=actor, choice="coin")


@journey
def issue_card(town: Town) -> Act:
    elder, clerk = town.elder(), town.clerk()
    people.issue_pin_card(actor=clerk, person=elder, now=town.now)

    def act() -> int:
        card, pin = people.issue_pin_card(actor=clerk, person=elder, now=town.now)
        assert (
            signing.sign_in_with_card(number=card.number, pin=pin, address=str(elder.pk), now=town.now).pk == elder.pk
        )
        return len(pin)

    return act


@journey
def sign_in_wrongly(town: Town) -> Act:
    elder = town.elder()
    number = f"9{elder.pk.int % 10**7:07d}"
    people.put_pin_card(person=elder, number=number, pin="1945", actor_id=None, now=town.now)
    return lambda: refusal(
        lambda: signing.sign_in_with_card(number=number, pin="0000", address=str(elder.pk), now=town.now)
    )


@journey
def send_a_code(town: Town) -> Act:
    phone, token = f"139{new_id().int % 10**8:08d}", new_id()
    said = {"purpose": Purpose.SIGN_IN, "channel": CodeChannel.SMS, "address": phone, "token": token, "now": town.now}
    return lambda: send_code(phone=phone, **said).channel


@journey
def let_try_again(town: Town) -> Act:
    elder, clerk = town.elder(), town.clerk()
    number = f"8{elder.pk.int % 10**7:07d}"
    people.put_pin_card(person=elder, number=number, pin="1945", actor_id=None, now=town.now)
    wrong = {"number": number, "pin": "0000", "address": str(elder.pk), "now": town.now}
    for _time in range(5):
        refusal(lambda: signing.sign_in_with_card(**wrong))
    return lambda: release(actor=clerk, person_id=elder.pk, now=town.now)


@journey
def add_an_app(town: Town) -> Act:
    login, secret = town.volunteer().login, b"12345678901234567890"
    digits = totp.digits_of(secret=secret, step=totp.step_at(town.now))
    token = new_id()
    return lambda: seconds.add_authenticator(login=login, secret=secret, typed=digits, token=token, now=town.now)


@journey
def remove_an_app(town: Town) -> Act:
    login, secret = town.volunteer().login, b"12345678901234567890"
    digits = totp.digits_of(secret=secret, step=totp.step_at(town.now))
    seconds.add_authenticator(login=login, secret=secret, typed=digits, token=new_id(), now=town.now)
    token = new_id()
    return lambda: seconds.remove_second(login=login, passkey_id=None, token=token, now=town.now)


@journey
def sign_one_device_out(town: Town) -> Act:
    login, token = town.volunteer().login, new_id()
    with time_machine.travel(town.now, tick=False):
        new_session(login)
    [device] = devices_of(login=login, now=town.now)
    return lambda: end_device(login=login, device_id=device.id, token=token, now=town.now)


@journey
def make_recovery_codes(town: Town) -> Act:
    login, token = town.volunteer().login, new_id()
    return lambda: len(seconds.new_recovery_codes(login=login, token=token, now=town.now))


@journey
def change_password(town: Town) -> Act:
    login, token = town.volunteer().login, new_id()
    return lambda: choose_password(login=login, password="rain-on-the-terraces", token=token, now=town.now)


@journey
def sign_out_everywhere(town: Town) -> Act:
    login, token = town.volunteer().login, new_id()
    return lambda: end_all_devices(login=login, token=token, now=town.now)


# -- notices


def on_the_sheet(town: Town) -> Delivery:
    need = town.need(town.elder())
    return Delivery.objects.get(notice__subject_id=need.id, channel=Channel.CALL_SHEET)


@journey
def read_messages(town: Town) -> Act:
    elder = town.elder()
    town.need(elder)
    return lambda: mark_read(person_id=elder.pk, now=town.now)


@journey
def tell_by_telephone(town: Town) -> Act:
    line, clerk, token = on_the_sheet(town), town.clerk(), new_id()
    return lambda: mark_called(actor=clerk, delivery_id=line.pk, outcome="told", token=token, now=town.now)


@journey
def ring_in_vain(town: Town) -> Act:
    line, clerk, token = on_the_sheet(town), town.clerk(), new_id()
    return lambda: mark_called(
        actor=clerk, delivery_id=line.pk, outcome="no_answer", token=token, now=town.now, is_told=False
    )


# -- rosters


def elders_roster(town: Town) -> tuple[Any, Act]:
    actor, token = town.staff(Role.COORDINATOR, "周负责"), new_id()
    known = identity("19400302", int(town.site.code[-3:]) * 2 % 1000)
    head = ("姓名", "性别", "身份证号", "联系电话", "所属站点", "住址")
    row = ("赵淑芬", "女", known, "16908580001", town.site.code, "文化路3号")
    book = workbook([head, row])
    return actor, lambda: upload_roster(
        actor=actor, file=book, file_name="老人.xlsx", kind=RosterKind.ELDERS, token=token, now=town.now
    )


@journey
def upload(town: Town) -> Act:
    _actor, act = elders_roster(town)
    return lambda: act().error_count


@journey
def commit(town: Town) -> Act:
    actor, act = elders_roster(town)
    made = act()
    return lambda: commit_roster(actor=actor, upload_id=made.pk, now=town.now).outcome


@journey
def discard(town: Town) -> Act:
    actor, act = elders_roster(town)
    made = act()
    return lambda: discard_roster(actor=actor, upload_id=made.pk, now=town.now)
