"""My data: seen, carried away, put right, looked at, closed; by the person, and at the desk for her."""

import json
from datetime import UTC, timedelta

import pytest
import time_machine
from django.urls import reverse

from nuanliu.domain.network.types import Role
from nuanliu.domain.notices.types import Channel, Language, Topic
from nuanliu.domain.people.models import Closing, Correction, Person
from nuanliu.domain.people.operations import make_elder
from nuanliu.domain.people.queries import contact_of, find_people
from nuanliu.platform.ids import new_id
from nuanliu.usecases.choose_channels import Chosen, choose_channels
from nuanliu.usecases.correct_data import access_correction
from nuanliu.usecases.erase_person import erase_due
from nuanliu.usecases.reveal import reveal_contact
from tests.support.office import browser_of, words_of
from tests.support.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    town = Town.found()
    with time_machine.travel(town.now, tick=False):
        yield town


@pytest.fixture
def elder(town):
    elder = town.elder("王秀英", minutes=600, phone="13800001111")
    make_elder(person=elder, circumstances=["hard_of_hearing"], at=town.now, helper_note="膝盖不好")
    return elder


@pytest.fixture
def own(town, elder):
    return browser_of(town.actor(elder))


@pytest.fixture
def desk(town):
    return browser_of(town.clerk())


def send(client, name, *args, **fields):
    return client.post(reverse(name, args=args), {"token": str(new_id()), **fields})


def test_she_sees_all_that_is_kept(own):
    page = words_of(own.get(reverse("mine:data")))
    for kept in ("王秀英", "138 0000 1111", "文化路 3 号", "膝盖不好", "听力不好", "10 小时"):
        assert kept in page.replace("\xa0", " "), kept


def test_how_she_wants_to_be_told_is_on_the_page_and_in_the_copy(own, elder, town):
    usual = json.loads(own.get(reverse("mine:copy-json")).content)["told_how"]
    assert (usual["channels"], usual["set_at"]) == ({"visits": "", "book": "", "events": ""}, None)
    chosen = Chosen(language=Language.TRADITIONAL, channels={Topic.VISITS: Channel.SMS})
    choose_channels(actor=town.actor(elder), person_id=elder.pk, chosen=chosen, now=town.now)
    told = json.loads(own.get(reverse("mine:copy-json")).content)["told_how"]
    assert told == {
        "language": "zh-hant",
        "channels": {"visits": "sms", "book": "", "events": ""},
        "set_at": town.now.astimezone(UTC).isoformat(),
        "set_by_herself": True,
    }
    page = words_of(own.get(reverse("mine:data")))
    assert ("发短信" in page, "繁體中文" in page) == (True, True)


def test_the_copies_hold_everything_and_name_nobody_in_their_names(own, elder):
    copy = own.get(reverse("mine:copy-json"))
    found = json.loads(copy.content)
    assert (found["format"], found["person"]["phone"], found["elder"]["helper_note"]) == (
        "nuanliu-person/1",
        "13800001111",
        "膝盖不好",
    )
    assert found["passbook"]["lines"]["time"][0]["amount"] == 600
    assert set(found["family"]) == {"gifts", "dealings", "households", "away", "left"}
    paper = own.get(reverse("mine:copy-pdf"))
    assert paper.content.startswith(b"%PDF")
    for answer in (copy, paper):
        assert answer["Content-Disposition"].startswith('attachment; filename="my-data-20261102.')
        assert answer["Cache-Control"] == "no-store"


def test_the_desk_sees_it_after_a_reason_and_she_reads_that(town, own, desk, elder):
    data = reverse("mine-at-desk:data", args=[elder.pk])
    assert "13800001111" not in words_of(desk.get(data)).replace(" ", "")
    assert desk.get(reverse("mine-at-desk:copy-json", args=[elder.pk]))["Location"] == data
    assert "没有人看过" in words_of(own.get(reverse("mine:looked")))
    assert send(desk, "mine-at-desk:data", elder.pk, reason="").status_code == 200
    assert send(desk, "mine-at-desk:data", elder.pk, reason="本人来要一份").status_code == 303
    assert "13800001111" in words_of(desk.get(data)).replace("\xa0", "").replace(" ", "")
    assert (
        json.loads(desk.get(reverse("mine-at-desk:copy-json", args=[elder.pk])).content)["person"]["name"] == "王秀英"
    )
    page = words_of(own.get(reverse("mine:looked"))).replace("\xa0", " ")
    for told in ("接线员 赵接线", "看了您的电话、住址等全部资料", "为了：本人来要一份", "上午 9 点"):
        assert told in page, told


def test_who_looked_has_pages(town, own, elder):
    clerk = town.clerk()
    for number in range(25):
        reveal_contact(actor=clerk, person_id=elder.pk, reason=f"第{number}次", now=town.now)
    first, second = (words_of(own.get(reverse("mine:looked"), {"page": page})) for page in (1, 2))
    assert ("为了：第24次" in first, "为了：第0次" in first) == (True, False)
    assert "为了：第0次" in second


def test_consents_are_given_and_taken_back_on_the_same_page(own):
    page = own.get(reverse("mine:consent", args=["health"]))
    words = page.context["one"].words.fingerprint
    assert send(own, "mine:consent", "health", answer="yes", words=words).status_code == 303
    assert "同意，" in words_of(own.get(reverse("mine:consents")))
    assert "收回，不同意了" in words_of(own.get(reverse("mine:consent", args=["health"])))
    assert send(own, "mine:consent", "health", answer="no", words=words).status_code == 303
    assert words_of(own.get(reverse("mine:consents"))).count("没有同意") == 3
    assert send(own, "mine:consent", "honour_name", answer="yes", words=words).status_code == 404


def test_old_words_are_not_agreed_to(own):
    answer = send(own, "mine:consent", "health", answer="yes", words="0" * 64)
    assert (answer.status_code, "这段话刚刚改过" in words_of(answer)) == (200, True)


def test_a_wrong_telephone_is_put_right_by_the_desk(town, own, desk, elder):
    assert send(own, "mine:correct", what="phone", wanted="").status_code == 200
    assert send(own, "mine:correct", what="phone", wanted="１３９-０００１-２２２２").status_code == 303
    assert "办理中" in words_of(own.get(reverse("mine:correct")))
    row = Correction.objects.get()
    assert "王秀英" in words_of(desk.get(reverse("mine:corrections")))
    refused = send(desk, "mine:decide", row.pk, decision="wrong", answer="")
    assert (refused.status_code, "不改，请写明原因" in words_of(refused)) == (200, True)
    assert send(desk, "mine:decide", row.pk, decision="right", answer="核对过了").status_code == 303
    assert send(desk, "mine:decide", row.pk, decision="wrong", answer="晚了").status_code == 303
    assert "没有要改的" in words_of(desk.get(reverse("mine:corrections")))
    assert "社区说：核对过了" in words_of(own.get(reverse("mine:correct")))
    assert contact_of(person=Person.objects.get(pk=elder.pk)).phone == "139-0001-2222"
    assert [one.person.pk for one in find_people(actor=town.clerk(), text="13900012222")] == [elder.pk]


def test_a_new_name_is_found_by_its_letters(town, own, desk, elder):
    send(own, "mine:correct", what="name", wanted="汪秀英")
    send(desk, "mine:decide", Correction.objects.get().pk, decision="right")
    assert [one.person.name for one in find_people(actor=town.clerk(), text="wxy")] == ["汪秀英"]


def test_nobody_decides_on_her_own_correction(town):
    clerk = town.clerk()
    client = browser_of(clerk)
    send(client, "mine:correct", what="name", wanted="赵大明")
    row = Correction.objects.get()
    assert client.get(reverse("mine:decide", args=[row.pk])).status_code == 404
    other = town.staff(Role.HOTLINE, "孙接线")
    assert access_correction(actor=other, correction_id=row.pk) == row


def test_closing_waits_can_be_taken_back_and_is_carried_out(town, own, elder):
    page = words_of(own.get(reverse("mine:close")))
    assert ("先等 15 天" in page, "存折里还有" in page) == (True, True)
    assert send(own, "mine:close").status_code == 303
    assert "11月17日" in words_of(own.get(reverse("mine:close")))
    assert "不注销了" in words_of(own.get(reverse("mine:home")))
    assert send(own, "mine:keep").status_code == 303
    assert "我要注销" in words_of(own.get(reverse("mine:close")))
    assert send(own, "mine:close").status_code == 303
    assert Closing.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_whoever_is_forgotten_has_no_page_any_more(town, elder):
    own, desk = browser_of(town.actor(elder)), browser_of(town.clerk())
    send(own, "mine:close")
    assert erase_due(now=town.now + timedelta(days=16)) == 1
    assert own.get(reverse("mine:home")).status_code == 303
    for page in ("mine-at-desk:home", "desk:person"):
        assert desk.get(reverse(page, args=[elder.pk])).status_code == 404
    assert "王秀英" not in words_of(desk.get(reverse("desk:people")))


# -- how she is told


def test_she_chooses_how_she_is_told_and_so_does_the_desk(own, desk, elder):
    page = own.get(reverse("mine:channels"))
    assert "打电话念出来" in words_of(page)
    assert send(own, "mine:channels", visits="sms", language="en").status_code == 303
    elder.refresh_from_db()
    chosen = elder.notice_preference
    assert (chosen.language, chosen.visits, chosen.book, chosen.events) == ("en", "sms", "sms", "sms")
    said = {"visits": "call_sheet", "book": "inbox", "language": "zh-hans"}
    assert send(desk, "mine-at-desk:channels", elder.pk, **said).status_code == 303
    chosen.refresh_from_db()
    assert (chosen.language, chosen.visits, chosen.book, chosen.events) == (
        "zh-hans", "call_sheet", "inbox", "call_sheet",
    )  # fmt: skip
    refused = send(own, "mine:channels", visits="pigeon", language="zh-hans")
    assert "请从列出的里面选一个。" in words_of(refused)
