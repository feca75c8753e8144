"""Needs near a volunteer: the best for her first with one reason, equal to a slow and obvious list."""

from datetime import time, timedelta
from random import Random
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nuanliu.domain.care.models import Need
from nuanliu.domain.care.series.types import Wish
from nuanliu.domain.people.models import FreeTime, Person
from nuanliu.domain.people.types import ConsentPurpose, Sex
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import local
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.geo import metres_between, place
from nuanliu.platform.ids import new_id
from nuanliu.usecases.accept_need import UnableToTakeNeed, accept_need, assign_need, decline_need
from nuanliu.usecases.cancel import cancel_need, cancel_visit
from nuanliu.usecases.matching import near
from nuanliu.usecases.matching.near import Why, need_near, needs_near
from nuanliu.usecases.matching.ranking import about, ranked_helpers
from nuanliu.usecases.matching.types import Hindrance
from nuanliu.usecases.placing import UnableToPlaceNeed
from nuanliu.usecases.series.place import Wanted, place_series
from tests.support.town import Town, add_service

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def town(db) -> Town:
    return Town.found()


def lives(person, latitude, longitude=104.5):
    person.latitude, person.longitude = latitude, longitude
    person.save(update_fields=["latitude", "longitude"])
    return person


def names(town, helper, now=None, **more) -> list[str]:
    return [one.need.elder.name for one in needs_near(actor=town.actor(helper), now=now or town.now, **more)]


def test_who_is_known_and_near_comes_first_and_each_says_why(town):
    add_service("S206", skill="barber", name="上门理发", plain_words="剪剪头发", position=2)
    me = lives(town.volunteer("我"), 26.2)
    town.agrees(me, ConsentPurpose.LOCATION)
    me.volunteer.reach_metres = 3000
    me.volunteer.save(update_fields=["reach_metres"])
    friend = lives(town.elder("熟人"), 26.21)
    town.served(friend, me)
    town.now += timedelta(days=3)
    day = local(town.now + 48 * HOUR)
    FreeTime.objects.create(volunteer=me.volunteer, weekday=day.isoweekday(), from_minute=480, to_minute=1080)
    for name, latitude in (("近", 26.203), ("稍远", 26.215), ("太远", 26.4)):
        town.need(lives(town.elder(name), latitude))
    town.need(friend)
    town.need(lives(town.elder("没空"), 26.203), starts_at=town.now + 70 * HOUR)
    town.need(lives(town.elder("理发"), 26.203), service_code="S206")
    found = needs_near(actor=town.actor(me), now=town.now)
    assert [(one.need.elder.name, one.why) for one in found] == [
        ("熟人", Why.SEEN),
        ("近", Why.CLOSE),
        ("稍远", Why.FREE),
        ("没空", Why.NOT_FREE),
        ("太远", Why.FAR),
        ("理发", Why.NO_SKILL),
    ]
    assert [bool(one.hindrances) for one in found] == [False] * 5 + [True]
    with pytest.raises(NotVisible):
        needs_near(actor=town.clerk(), now=town.now)


def test_where_only_a_woman_may_come_a_man_is_not_shown_it_and_cannot_take_it(town):
    woman, man, unsaid = (town.volunteer(name) for name in ("女", "男", "没写"))
    for person, sex in ((woman, Sex.FEMALE), (man, Sex.MALE), (unsaid, Sex.UNKNOWN)):
        person.sex = sex
        person.save(update_fields=["sex"])
    hers = town.need(town.elder("只要女的"), wishes=[Wish.ONLY_WOMAN])
    town.need(town.elder("都行"), starts_at=hers.starts_at - HOUR)
    soft = town.need(town.elder("最好女的"), wishes=[Wish.WOMAN], starts_at=hers.starts_at + 2 * HOUR)
    assert [names(town, who) for who in (woman, man, unsaid)] == [
        ["只要女的", "最好女的", "都行"],
        ["都行", "最好女的"],
        ["都行", "最好女的"],
    ]
    assert need_near(actor=town.actor(man), need=hers, now=town.now).hindrances == ["老人说了只要女的来。"]
    for who in (man, unsaid):
        with pytest.raises(UnableToTakeNeed) as refused:
            accept_need(actor=town.actor(who), need_id=hers.id, now=town.now)
        assert (refused.value.code, str(refused.value.words)) == ("only_woman", "老人说了只要女的来，谢谢您的心意。")
    with pytest.raises(UnableToTakeNeed) as refused:
        assign_need(actor=town.coordinator(), need_id=hers.id, volunteer_id=man.pk, now=town.now)
    assert refused.value.code == "only_woman"
    gone = [
        accept_need(actor=town.actor(who), need_id=need.id, now=town.now) for who, need in ((woman, hers), (man, soft))
    ]
    assert [visit.volunteer_id for visit in gone] == [woman.pk, man.pk]


def test_the_desk_ranks_only_who_may_come_and_reads_why_another_may_not(town):
    woman, man = town.volunteer("女"), town.volunteer("男")
    for person, sex in ((woman, Sex.FEMALE), (man, Sex.MALE)):
        person.sex = sex
        person.save(update_fields=["sex"])
    people = Person.objects.filter(volunteer__isnull=False).select_related("volunteer")
    told = {}
    for wish in (Wish.ONLY_WOMAN, Wish.ONLY_MAN, Wish.WOMAN):
        need = town.need(town.elder(f"老人{wish}"), wishes=[wish])
        best = [one.person.name for one in ranked_helpers(need=need, people=people, now=town.now, limit=9)]
        against = {one.person.name: one.hindrances for one in about(need=need, helpers=[woman, man], now=town.now)}
        told[wish] = (best, against)
    assert told == {
        Wish.ONLY_WOMAN: (["女"], {"女": (), "男": (Hindrance.ONLY_WOMAN,)}),
        Wish.ONLY_MAN: (["男"], {"女": (Hindrance.ONLY_MAN,), "男": ()}),
        Wish.WOMAN: (["女", "男"], {"女": (), "男": ()}),
    }


def test_the_list_follows_what_happens(town):
    me, other = town.volunteer("我"), town.volunteer("别人")
    first, second = (town.need(town.elder(name)) for name in ("甲", "乙"))
    assert sorted(names(town, me)) == ["乙", "甲"]
    visit = accept_need(actor=town.actor(other), need_id=first.id, now=town.now)
    assert names(town, me) == ["乙"]
    cancel_visit(actor=town.actor(other), visit_id=visit.id, reason="病了", now=town.now)
    assert sorted(names(town, me)) == ["乙", "甲"]
    town.need(town.elder("丙"))
    assert sorted(names(town, me)) == ["丙", "乙", "甲"]
    decline_need(actor=town.actor(me), need_id=first.id, now=town.now)
    cancel_need(actor=town.clerk(), need_id=second.id, reason="不用了", now=town.now)
    assert (names(town, me), sorted(names(town, other))) == (["丙"], ["丙", "甲"])
    assert names(town, me, now=town.now + 72 * HOUR) == []


def _slow(town, me, now) -> list[str]:
    """Every open need, one after the other, by the words of the Standard."""
    standard = standard_in_force(at=now, site=me.home_site_id)
    here = place(latitude=me.latitude, longitude=me.longitude)
    spans = list(me.volunteer.free_times.values_list("weekday", "from_minute", "to_minute"))
    found = []
    for need in Need.objects.filter(state="open", starts_at__gt=now).select_related("elder__elder", "service"):
        metres = metres_between(here, place(latitude=need.elder.latitude, longitude=need.elder.longitude))
        begin = local(need.starts_at)
        minute = begin.hour * 60 + begin.minute
        free = [day == begin.isoweekday() and a <= minute and minute + need.planned_minutes <= b for day, a, b in spans]
        beside = (bool(spans) and not any(free)) or metres > me.volunteer.reach_metres
        speaks = bool(set(need.elder.elder.languages) & set(me.volunteer.languages) - {"putonghua"})
        points = standard.integer("match_points_served") + standard.integer("match_points_speech") * speaks
        points -= standard.integer("match_points_km") * 2 * metres / 1000
        points -= standard.integer("match_load_percent") / 100 * (need.planned_minutes / 60) ** 2
        able = need.service.skill in {"", *me.volunteer.skills}
        found.append(((not able) * 2 or int(beside), -round(points, 9), need.starts_at, need.elder.name))
    return [name for *_, name in sorted(found)]


def test_the_index_gives_what_the_slow_list_gives(town):
    random = Random(7)
    add_service("S206", skill="barber", name="上门理发", plain_words="剪剪头发", position=2)
    clerk = town.clerk()
    for number in range(24):
        elder = lives(town.elder(f"老人{number:02d}"), 26.2 + random.random() / 20, 104.5 + random.random() / 20)
        elder.elder.languages = random.choice([["putonghua"], ["miao"], ["yi", "putonghua"], []])
        elder.elder.save(update_fields=["languages"])
        town.need(
            elder,
            clerk=clerk,
            service_code=random.choice(["S101", "S101", "S206"]),
            minutes=random.choice([30, 60]),
            starts_at=town.now + timedelta(days=random.randrange(2, 12), hours=random.randrange(10)),
        )
    for number in range(4):
        me = lives(town.volunteer(f"志愿者{number}", skills=["barber"] if number % 2 else []), 26.22, 104.52)
        town.agrees(me, ConsentPurpose.LOCATION)
        me.volunteer.languages, me.volunteer.reach_metres = ["putonghua", "miao"], 1500 + 900 * number
        me.volunteer.save(update_fields=["languages", "reach_metres"])
        for weekday in range(1, 6) if number > 1 else ():
            FreeTime.objects.create(volunteer=me.volunteer, weekday=weekday, from_minute=480, to_minute=1080)
        slow = _slow(town, me, town.now)
        assert len(slow) == 24
        assert names(town, me) == slow
        with mock.patch.object(near, "_MORE", 0):
            assert names(town, me, limit=9) == slow[:9], "the index alone finds the best nine"


def test_more_needs_ask_no_more_of_the_database(town):
    me, counts = town.volunteer("我"), []
    for count in (1, 3):
        for number in range(count):
            town.need(town.elder(f"老人{count}{number}"))
        needs_near(actor=town.actor(me), now=town.now)
        actor = town.actor(me)
        with CaptureQueriesContext(connection) as asked:
            needs_near(actor=actor, now=town.now)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_wishes_that_nobody_can_fulfil_are_not_taken(town):
    elder, both = town.elder(), [Wish.ONLY_MAN, Wish.ONLY_WOMAN]
    with pytest.raises(UnableToPlaceNeed) as refused:
        town.need(elder, wishes=both)
    assert (refused.value.code, refused.value.field) == ("nobody_left", "wishes")
    wanted = Wanted(service_code="S101", weekdays=(4,), at=time(9), minutes=60, wishes=tuple(both))
    with pytest.raises(UnableToPlaceNeed) as refused:
        place_series(actor=town.coordinator(), elder_id=elder.pk, wanted=wanted, token=new_id(), now=town.now)
    assert refused.value.code == "nobody_left"
    assert town.need(elder, wishes=[Wish.ONLY_WOMAN, Wish.WOMAN]).state == "open"
