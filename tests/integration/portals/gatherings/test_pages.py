"""A gathering from the plan to the passbook, at the pages where people do it."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import reverse

from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.gatherings.types import Role
from nuanliu.domain.network.operations import create_node
from nuanliu.domain.network.types import NodeKind
from nuanliu.domain.network.types import Role as Post
from nuanliu.domain.people.models import Person
from tests.integration.portals.volunteer.phone import Phone, queries_of
from tests.support.gathered import announced, comes, stands
from tests.support.pdf_reading import text_of
from tests.support.town import Town

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def phone(town: Town, who: object, now: object = None) -> Phone:
    person = who if isinstance(who, Person) else Person.objects.get(pk=who.id)  # type: ignore[attr-defined]
    return Phone(person, now or town.now)  # type: ignore[arg-type]


def sent_to(one: Phone, address: str, **data: str) -> Any:
    """A form sent to an address that carries a mark."""
    with time_machine.travel(one.now, tick=False):
        return one.client.post(address, data)


def test_from_the_plan_to_the_passbook(town: Town) -> None:
    chief, certifier, elder = town.coordinator(), town.certifier(), town.elder()
    leader, helper = town.volunteer("何队长"), town.volunteer("李志愿", choice="time")
    desk = phone(town, chief)
    plan = {
        "title": "重阳节联欢", "service": "S101", "host": str(town.site.pk), "place": "活动室", "day": "2026-11-05",
        "begins": "9：30", "ends": "1130", "guest": "1", "usher": "２", "about": "有茶点。",
        "leader": leader.volunteer.number.lower(),
    }  # fmt: skip
    wrong = desk.post("gatherings:new", **{**plan, "ends": "0900"})
    assert (wrong.status_code, "结束要比开始晚" in wrong.content.decode(), "重阳节联欢" in wrong.content.decode()) == (
        200, True, True,
    )  # fmt: skip
    assert desk.post("gatherings:new", **plan).status_code == 303
    party = Gathering.objects.get()
    assert (party.planned_minutes, party.leader_id, party.state) == (120, leader.pk, "draft")
    assert desk.post("gatherings:announce", party.id).status_code == 303
    hers = phone(town, elder)
    assert "重阳节联欢" in hers.words("elder:gatherings")
    hers.post("elder:gathering", party.id, act="come")
    his = phone(town, helper)
    assert "引导帮忙：还要 2 位，我来" in his.words("volunteer:gathering", party.id)
    his.post("volunteer:gathering", party.id, act="usher")
    assert stands(party) == [("张桂兰", "guest", "in"), ("李志愿", "usher", "in")]
    ticks = phone(town, leader, party.starts_at)
    assert "您来点名" in ticks.words("volunteer:gathering", party.id)
    assert ticks.post("gatherings:begin", party.id).status_code == 303
    assert "2. 李志愿" in ticks.words("gatherings:roll", party.id)
    typed = {"came_1": "on", "came_2": "on", "minutes_2": "９０"}
    assert ticks.post("gatherings:roll", party.id, act="hand_in", **typed).status_code == 303
    judge = phone(town, certifier, party.ends_at + HOUR)
    assert "1 小时 30 分" in judge.words("gatherings:certify", party.id)
    assert judge.post("gatherings:certify", party.id, act="certify", minutes_2="90").status_code == 303
    assert town.savings(helper).time == 90
    assert "活动：重阳节联欢" in his.words("volunteer:passbook")
    assert "看这场活动" in his.words("volunteer:line", "time", 1)


def test_a_paper_roll_is_typed_by_numbers(town: Town) -> None:
    chief = town.coordinator()
    party = announced(town, chief, usher=30)
    people = [town.volunteer(f"义工{number:02d}") for number in range(1, 9)]
    for person in people:
        comes(town, party, person, Role.USHER)
    desk = phone(town, chief, party.ends_at)
    desk.post("gatherings:begin", party.id)
    for bad in ({"came": "1-3 x"}, {"came": "1-3", "minutes": "2:30"}, {"came": "1-99"}, {"came": ""}):
        assert desk.post("gatherings:paper", party.id, **bad).status_code == 200
    sent = desk.post("gatherings:paper", party.id, came="1－3，5 8", minutes="5=60")
    assert sent.status_code == 303
    rows = Signup.objects.filter(gathering_id=party.id).order_by("number").values_list("came", "minutes")
    assert list(rows) == [
        (True, 120), (True, 120), (True, 120), (False, None), (True, 60), (False, None), (False, None), (True, 120),
    ]  # fmt: skip
    assert Gathering.objects.get(id=party.id).is_paper_roll


def test_the_desk_signs_a_caller_and_a_leader_her_team(town: Town) -> None:
    clerk, elder = town.clerk(), town.elder("张桂兰")
    branch = create_node(kind=NodeKind.BRANCH, code="DZB-3", name="支部", parent=town.site, at=town.now, actor_id=None)
    secretary = town.staff(Post.SECRETARY, "郑书记", node=branch)
    people = [town.volunteer(name) for name in ("甲", "乙")]
    Person.objects.filter(pk__in=[one.pk for one in people]).update(branch=branch)
    party = announced(town, town.coordinator(), guest=1, usher=1)
    desk = phone(town, clerk)
    found = sent_to(desk, reverse("gatherings:sign", args=[party.id]), q="张桂")
    mark = parse_qs(urlsplit(found["Location"]).query)["s"][0]
    assert "张桂" not in found["Location"]
    address = f"{reverse('gatherings:sign', args=[party.id])}?s={mark}"
    assert "张桂兰" in desk.words("gatherings:sign", party.id, s=mark)
    sent = sent_to(desk, address, person=str(elder.pk), role="guest", token=str(party.id))
    assert sent.status_code == 303
    led = phone(town, secretary)
    sent = led.post("gatherings:team", party.id, people=[str(one.pk) for one in people], role="usher")
    assert sent.status_code == 303
    assert sorted((role, state) for _name, role, state in stands(party)) == [
        ("guest", "in"), ("usher", "in"), ("usher", "waiting"),
    ]  # fmt: skip
    line = Signup.objects.get(gathering_id=party.id, role="usher", state="in")
    led.post("gatherings:leave", party.id, line.id)
    assert Signup.objects.get(gathering_id=party.id, role="usher", state="in").id != line.id


def test_paper_and_calendar_say_the_same(town: Town) -> None:
    chief = town.coordinator()
    party = announced(town, chief, guest=9, usher=1)
    comes(town, party, town.volunteer("李志愿"), Role.USHER)
    desk = phone(town, chief)
    for size in ("a3", "a4"):
        text = text_of(desk.get("gatherings:poster", party.id, size).content).replace(" ", "")
        assert "重阳节联欢" in text
        assert "活动室二楼" in text
    sheet = text_of(desk.get("gatherings:roll-sheet", party.id).content)
    assert "李志愿" in sheet.replace(" ", "")
    for page in (("public:event-file", party.id), ("public:events-file",)):
        lines = desk.get(*page).content.decode().split("\r\n")
        for line in (f"UID:{party.id}@nuanliu", "SUMMARY:重阳节联欢", "CLASS:PUBLIC", "DTSTART:20261105T010000Z"):
            assert line in lines


def test_a_page_costs_the_same_for_one_and_for_many(town: Town) -> None:
    chief, certifier = town.coordinator(), town.certifier()
    party = announced(town, chief, guest=40, usher=40)
    comes(town, party, town.volunteer("第一"), Role.USHER)
    desk, judge = phone(town, chief, party.starts_at), phone(town, certifier, party.starts_at)
    costs = []
    for _round in range(2):
        costs.append(
            [
                queries_of(lambda: desk.get("gatherings:home")),
                queries_of(lambda: desk.get("gatherings:gathering", party.id)),
            ]
        )
        for number in range(3):
            comes(town, party, town.volunteer(f"又一{number}"), Role.USHER)
            announced(town, chief, guest=1, days=9)
    assert costs[0] == costs[1]
    desk.post("gatherings:begin", party.id)
    few = queries_of(lambda: desk.get("gatherings:roll", party.id))
    desk.post("gatherings:paper", party.id, came="1-7")
    many = queries_of(lambda: judge.get("gatherings:certify", party.id))
    assert abs(many - few) <= 15, "the same handful for one line and for seven"
