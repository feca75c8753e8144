"""After closing an account nothing of the person is found anywhere, and the book is what it was."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings as installation

from nuanliu.domain.audit.chain import seal_events, verify_chain
from nuanliu.domain.audit.queries import story_of
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.messages import Message
from nuanliu.domain.notices.models import Delivery, Notice
from nuanliu.domain.notices.ports import FilePort
from nuanliu.domain.notices.types import Channel
from nuanliu.domain.passbook.accounts import Holder, open_savings
from nuanliu.domain.people.models import Closing, Person, PinCard, Proxy
from nuanliu.domain.people.operations import Facts, agree_proxy, make_elder, put_pin_card, register_person
from nuanliu.domain.people.queries import find_people
from nuanliu.domain.people.types import ConsentPurpose, Kinship, ProxyPower, Sex
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.cancel import cancel_need
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.erase_person import (
    UnableToClose,
    ask_to_close,
    closing_under_way,
    erase_due,
    take_back_closing,
)
from nuanliu.usecases.reveal import reveal_contact
from tests.support.dumps import found_in_dump, rows_of, tables
from tests.support.town import Town

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "欧阳䶮"
CANARIES = {
    "name": NAME,
    "identity": "520299194603010027",
    "phone": "13985809913",
    "address": "梅花路 913 号",
    "street": "梅花巷913弄",
    "note": "膝盖不好913",
    "emergency": "找侄女 13785809913",
    "need note": "门铃坏了913",
    "cancel": "要去看孙子913",
    "reason": "核对欧阳䶮的住址913",
    "decision": "她说很好913",
    "pinyin": "ouyang",
    "card": "613913",
    "account": "e-canary913",
}
DAY = timedelta(days=1)


@pytest.fixture
def town() -> Town:
    return Town.found()


@pytest.fixture
def elder(town):
    facts = Facts(
        name=NAME, home_site=town.site, sex=Sex.FEMALE, birth_date=date(1946, 3, 1), identity=CANARIES["identity"],
        phone=CANARIES["phone"], address=CANARIES["address"], street=CANARIES["street"], latitude=26.2, longitude=105.4,
    )  # fmt: skip
    person = register_person(facts=facts, username=CANARIES["account"], at=town.now)
    open_savings(holder=Holder(person.pk, town.site.pk), at=town.now)
    make_elder(
        person=person, circumstances=["hard_of_hearing"], at=town.now, helper_note=CANARIES["note"],
        emergency=CANARIES["emergency"], floor_and_stairs="三楼",
    )  # fmt: skip
    town.agrees(person, ConsentPurpose.HEALTH)
    town.give(person, 600)
    return person


@pytest.fixture
def lived(town, elder):
    """She has a daughter, a card, visits that were paid and one that was called off, and was looked at."""
    put_pin_card(person=elder, number=CANARIES["card"], pin="2580", actor_id=None, now=town.now)
    daughter, helper, clerk = town.person("韩小燕"), town.volunteer("杨志远"), town.clerk()
    town.kin(elder, daughter, Kinship.CHILD)
    agree_proxy(elder=elder.elder, relative=daughter, powers=list(ProxyPower), how="in person", at=town.now)
    visit = town.confirmed(elder, helper, note=CANARIES["need note"])
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.need.ends_at, note=CANARIES["decision"])
    off = town.need(elder, clerk=clerk, starts_at=town.now + 5 * DAY)
    cancel_need(actor=clerk, need_id=off.id, reason=CANARIES["cancel"], now=town.now)
    reveal_contact(actor=clerk, person_id=elder.pk, reason=CANARIES["reason"], now=town.now)
    return clerk


def journal() -> dict[str, list[tuple]]:
    return {table: rows_of(table) for table in tables(beginning="ledger_")}


def closed(town, person, *, now=None):
    now = now or town.now + 10 * DAY
    ask_to_close(actor=town.actor(person), person_id=person.pk, now=now, token=new_id())
    return now


def test_nothing_of_her_is_found_and_the_book_is_the_same(town, elder, lived, tmp_path, settings):
    settings.STATE = tmp_path
    delivery = Delivery.objects.filter(notice__person=elder).first()
    port = FilePort(Channel.VOICE, tmp_path / "outbox")
    port.send(Message(to=CANARIES["phone"], title="通知", body=NAME, reference=str(delivery.pk)))
    port.send(Message(to="13900000000", title="通知", body="别人的", reference=str(new_id())))
    before, known = journal(), {name for _table, name in found_in_dump(CANARIES.values())}
    asked = closed(town, elder)
    with time_machine.travel(asked + 16 * DAY, tick=False):
        assert erase_due(now=asked + 14 * DAY) == 0
        assert erase_due(now=asked + 16 * DAY) == 1
        assert erase_due(now=asked + 17 * DAY) == 0
    clear = {NAME, CANARIES["street"], CANARIES["need note"], CANARIES["reason"], CANARIES["cancel"], "ouyang"}
    assert clear <= known, "the search finds what is there in clear"
    assert found_in_dump(CANARIES.values()) == set()
    assert "别人的" in (tmp_path / "outbox" / "voice.jsonl").read_text()
    assert [one for one in CANARIES.values() if one in (tmp_path / "outbox" / "voice.jsonl").read_text()] == []
    assert journal() == before
    assert check_books().is_right
    for text in (NAME, CANARIES["phone"], CANARIES["identity"][-4:], "oy", CANARIES["street"]):
        assert find_people(actor=lived, text=text) == [], text


def test_who_is_forgotten_is_a_nameless_row(town, elder, lived):
    asked = closed(town, elder)
    erase_due(now=asked + 15 * DAY)
    row = Person.objects.get(pk=elder.pk)
    assert (row.name, row.data_key, row.birth_date, row.identity_index) == ("已注销", None, None, None)
    assert not row.login.is_active
    assert not row.login.has_usable_password()
    assert town.actor(row).id is None
    assert not PinCard.objects.filter(person=row).exists()
    assert not Proxy.objects.filter(elder_id=row.pk, withdrawn_at=None).exists()
    assert not Notice.objects.filter(person=row).exists()
    assert town.savings(row).time == 540
    told = [one.action for one in story_of(subjects=[row.pk])]
    assert told[-2:] == ["account.closing_asked", "account.erased"]


def test_the_audit_still_proves_itself(town, elder, lived):
    seal_events(now=town.now)
    asked = closed(town, elder)
    erase_due(now=asked + 15 * DAY)
    seal_events(now=asked + 15 * DAY)
    report = verify_chain()
    assert (report.wrong, report.taken_out > 0) == ([], True)


def test_it_can_be_taken_back_until_the_last_day(town, elder, lived):
    before = found_in_dump([NAME])
    asked = closed(town, elder)
    assert closing_under_way(person_id=elder.pk).due_at == asked + 15 * DAY
    again = ask_to_close(actor=town.actor(elder), person_id=elder.pk, now=asked + DAY, token=new_id())
    assert again.due_at == asked + 15 * DAY
    take_back_closing(actor=town.actor(elder), person_id=elder.pk, now=asked + 14 * DAY)
    take_back_closing(actor=town.actor(elder), person_id=elder.pk, now=asked + 14 * DAY)
    assert erase_due(now=asked + 20 * DAY) == 0
    assert found_in_dump([NAME]) == before
    assert Closing.objects.count() == 1


def test_nobody_goes_with_something_unfinished_or_an_office(town, elder):
    need = town.need(elder)
    with pytest.raises(UnableToClose) as refusal:
        closed(town, elder)
    assert refusal.value.code == "unfinished"
    clerk = town.clerk()
    with pytest.raises(UnableToClose) as refusal:
        ask_to_close(actor=clerk, person_id=clerk.id, now=town.now, token=new_id())
    assert refusal.value.code == "appointed"
    cancel_need(actor=town.actor(elder), need_id=need.id, reason="", now=town.now)
    asked = closed(town, elder, now=town.now)
    town.need(elder)
    assert erase_due(now=asked + 16 * DAY) == 0
    assert Person.objects.get(pk=elder.pk).name == NAME


def test_a_helper_is_forgotten_in_what_others_were_told(town, elder):
    helper = town.volunteer("司马䶮")
    visit = town.confirmed(elder, helper)
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.need.ends_at)
    assert "司马䶮" in json.dumps(list(Notice.objects.values_list("params", flat=True)), ensure_ascii=False)
    number = helper.volunteer.number
    asked = closed(town, helper)
    erase_due(now=asked + 16 * DAY)
    assert found_in_dump(["司马䶮", "sima", number, "13900000000"]) == set()
    assert check_books().is_right


def test_only_she_or_the_desk_of_her_site_may_ask(town, elder):
    for actor in (
        town.actor(town.volunteer()),
        town.certifier(),
        town.staff(Role.COORDINATOR, "周站长", node=town.other_site),
    ):
        with pytest.raises(NotVisible):
            ask_to_close(actor=actor, person_id=elder.pk, now=town.now, token=new_id())
    clerk = town.clerk()
    assert ask_to_close(actor=clerk, person_id=elder.pk, now=town.now, token=new_id()).asked_by == clerk.id
    assert installation.KEYS_FILE is None
