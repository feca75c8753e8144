"""The desk's ranked helpers: who suits and why, and why not whoever the clerk names."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nuanliu.domain.care.models import Visit
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import FreeTime, Person
from nuanliu.domain.people.types import ConsentPurpose, Kinship, VolunteerState
from nuanliu.platform.clock import local
from nuanliu.platform.ids import new_id
from nuanliu.platform.words import long_day
from nuanliu.portals.desk.helpers import helpers_meant
from nuanliu.usecases.conduct.missing import note_no_show
from nuanliu.usecases.matching.ranking import about, ranked_helpers
from nuanliu.usecases.matching.types import Hindrance
from tests.support.office import browser_of, words_of
from tests.support.town import Town, add_service


def lives(person: Person, latitude: float, longitude: float = 104.5) -> Person:
    person.latitude, person.longitude = latitude, longitude
    person.save(update_fields=["latitude", "longitude"])
    return person


def names(need, now, limit=8) -> list[str]:
    people = Person.objects.select_related("volunteer", "home_site")
    return [one.person.name for one in ranked_helpers(need=need, people=people, now=now, limit=limit)]


def test_the_known_come_first_then_the_near_and_whoever_cannot_is_left_out(town: Town) -> None:
    elder = lives(town.elder("张桂兰"), 26.2)
    near, far = lives(town.volunteer("近"), 26.205), lives(town.volunteer("远"), 26.22)
    for person in (near, far):
        town.agrees(person, ConsentPurpose.LOCATION)
    beyond = lives(town.volunteer("太远"), 26.3)
    town.agrees(beyond, ConsentPurpose.LOCATION)
    silent = town.volunteer("不说住处")
    known = town.volunteer("熟")
    town.confirmed(elder, known)
    town.now += timedelta(days=4)
    kin = town.volunteer("女儿")
    town.kin(elder, kin)
    town.kin(kin, elder, Kinship.PARENT)
    busy = town.volunteer("忙")
    need = town.need(elder)
    town.taken(town.elder("刘奶奶"), busy)
    asleep = town.volunteer("没空")
    begin = local(need.starts_at)
    FreeTime.objects.create(
        volunteer=asleep.volunteer, weekday=begin.isoweekday() % 7 + 1, from_minute=480, to_minute=1200
    )
    assert names(need, town.now) == ["熟", "不说住处", "近", "远"]
    assert names(need, town.now, limit=2) == ["熟", "不说住处"]
    told = {
        one.person.name: one for one in about(need=need, now=town.now, helpers=[near, beyond, kin, busy, asleep, known])
    }
    assert {name: list(one.hindrances) for name, one in told.items()} == {
        "近": [],
        "太远": [Hindrance.TOO_FAR],
        "女儿": [Hindrance.KIN],
        "忙": [Hindrance.BUSY],
        "没空": [],
        "熟": [],
    }
    assert (told["近"].walk, told["熟"].seen, told["没空"].is_free) == (11, 1, False)
    assert silent.pk not in {one.person.pk for one in told.values()}


def test_a_skill_and_the_standard_are_asked(town: Town) -> None:
    add_service("S206", skill="barber", name="上门理发", plain_words="剪剪头发", position=2)
    elder = town.elder()
    town.volunteer("不会")
    able, untrained = (
        town.volunteer("会", skills=["barber"]),
        town.volunteer("没培训", skills=["barber"], trained=False),
    )
    need = town.need(elder, service_code="S206")
    assert names(need, town.now) == ["会"]
    (told,) = about(need=need, helpers=[untrained], now=town.now)
    assert [str(words) for words in told.hindrances] == ["请先参加培训，再来接单。"]
    able.volunteer.state = "paused"
    able.volunteer.save()
    assert names(need, town.now) == []


def test_somebody_new_is_found_though_the_index_was_made_before(town: Town) -> None:
    need = town.need(town.elder())
    town.volunteer("先来")
    assert names(need, town.now) == ["先来"]
    town.volunteer("后到")
    assert sorted(names(need, town.now)) == ["先来", "后到"]


@pytest.fixture
def client(town: Town) -> Client:
    return browser_of(town.staff(Role.COORDINATOR))


def test_the_page_offers_who_suits_with_reasons_and_assigns_at_one_press(town: Town, client: Client) -> None:
    elder, helper = town.elder(), town.volunteer("李志愿")
    need = town.need(elder)
    page = words_of(client.get(f"/desk/needs/{need.id}/"))
    assert "合适的人" in page
    assert "派 李志愿" in page
    assert "新来的，还没接过" in page
    answer = client.post(f"/desk/needs/{need.id}/assign/", {"token": new_id(), "helper": helper.volunteer.number})
    assert answer.status_code == 303
    assert Visit.objects.get(need_id=need.id).volunteer_id == helper.pk


def test_the_clerk_names_somebody_and_reads_why_not_and_nothing_is_written(town: Town, client: Client) -> None:
    elder, helper = town.elder(), town.volunteer("王小明")
    town.kin(elder, helper)
    need = town.need(elder)
    asked = {"token": new_id(), "helper": "王小明", "look": "1"}
    page = words_of(client.post(f"/desk/needs/{need.id}/assign/", asked))
    assert "王小明 恐怕不行" in page
    assert "是老人的家里人。" in page
    other = town.volunteer("赵有空")
    asked = {"token": new_id(), "helper": other.volunteer.number, "look": "1"}
    assert "赵有空 合适" in words_of(client.post(f"/desk/needs/{need.id}/assign/", asked))
    assert not Visit.objects.filter(need_id=need.id).exists()


def test_nobody_who_suits_is_said_and_more_helpers_ask_no_more_of_the_database(town: Town, client: Client) -> None:
    need = town.need(town.elder())
    url = f"/desk/needs/{need.id}/"
    assert "没有找到合适又有空的人" in words_of(client.get(url))
    town.volunteer("一")
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(url)
    for name in ("二", "三", "四"):
        town.volunteer(name)
    client.get(url)
    with CaptureQueriesContext(connection) as four:
        client.get(url)
    assert len(four) == len(one)


def test_who_rests_or_is_paused_is_named_with_the_reason_and_not_offered(town: Town) -> None:
    resting, paused, fit = town.volunteer("歇着"), town.volunteer("停着"), town.volunteer("在岗")
    paused.volunteer.state = VolunteerState.PAUSED
    paused.volunteer.save(update_fields=["state"])
    for number in range(3):
        visit = town.taken(town.elder(f"老人{number}"), resting, starts_at=town.now + timedelta(days=1 + number))
        missed = visit.need.starts_at + timedelta(hours=1)
        note_no_show(actor=town.clerk(), visit_id=visit.id, reason="没有来", now=missed)
    town.now = missed
    need = town.need(town.elder("张桂兰"))
    assert names(need, town.now) == ["在岗"]
    told = {one.person.name: one for one in about(need=need, helpers=[resting, paused, fit], now=town.now)}
    until = long_day(missed + timedelta(days=30))
    assert told["歇着"].hindrances[0] == f"先歇着，{until}起可以接单。"
    assert (told["停着"].hindrances, told["在岗"].hindrances) == ((Hindrance.PAUSED,), ())
    [found] = helpers_meant(actor=town.clerk(), need=need, text="停着")
    assert found.pk == paused.pk
