"""The roll of a gathering, its certification, and what it brings: once each, to the minute, and back again."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nuanliu.domain.audit.models import Event
from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.gatherings.operations import UnableToGather
from nuanliu.domain.gatherings.types import Role
from nuanliu.domain.honours.models import Reached
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.passbook.pools import Source, pool_account
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import CreditChoice
from nuanliu.platform.errors import NotVisible
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.gather.afterwards import choose_gathering_credit, credit_unchosen_gatherings, void_line
from nuanliu.usecases.gather.certify import assess_roll, certify_gathering
from nuanliu.usecases.gather.plan import call_off
from nuanliu.usecases.gather.roll import keep_roll, open_roll, return_roll
from nuanliu.usecases.gather.sign_up import sign_up, sign_up_group
from tests.support.gathered import announced, comes, stands

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def refused(act, code: str) -> None:
    with pytest.raises(UnableToGather) as refusal:
        act()
    assert refusal.value.code == code


@pytest.fixture
def chief(town):
    return town.coordinator()


def held(town, chief, helpers, *, guests=(), minutes=120, **more) -> Gathering:
    """Its roll is open, on its day, with these people on it."""
    party = announced(town, chief, guest=len(guests) or 1, usher=len(helpers), minutes=minutes, **more)
    for person in guests:
        comes(town, party, person)
    for person in helpers:
        comes(town, party, person, Role.USHER)
    return open_roll(actor=chief, gathering_id=party.id, now=party.starts_at)


def roll(chief, party, *, came, minutes=None, hands_in=True, is_paper=False):
    return keep_roll(
        actor=chief, gathering_id=party.id, came=came, minutes=minutes or {}, hands_in=hands_in, is_paper=is_paper,
        now=party.ends_at,
    )  # fmt: skip


def certify(actor, party, **more):
    return certify_gathering(actor=actor, gathering_id=party.id, now=party.ends_at + HOUR, **more)


def counted(party) -> dict[str, tuple[int | None, str]]:
    rows = Signup.objects.filter(gathering_id=party.id).exclude(role=Role.GUEST).select_related("person")
    return {row.name: (row.counted_minutes, row.credit) for row in rows}


def books_are_right() -> bool:
    return check_books().is_right


def test_from_the_roll_to_the_passbook(town, chief):
    time, coin, open_ = (
        town.volunteer(name, choice=choice) for name, choice in (("时", "time"), ("币", "coin"), ("未", ""))
    )
    absent, guest = town.volunteer("没来", choice="time"), town.elder()
    party = held(town, chief, [time, coin, open_, absent], guests=[guest])
    roll(chief, party, came={1, 2, 3, 4}, minutes={3: 65})
    party = certify(town.certifier(), party)
    assert counted(party) == {
        "时": (120, "credited"),
        "币": (60, "credited"),
        "未": (120, "certified"),
        "没来": (None, ""),
    }
    saved = [town.savings(one) for one in (time, coin, open_, absent, guest)]
    assert [(one.time, one.coin, one.honour) for one in saved] == [
        (120, 0, 120), (0, 100, 60), (0, 0, 120), (0, 0, 0), (0, 0, 0),
    ]  # fmt: skip
    assert [Notice.objects.filter(person=one).latest("created_at").kind for one in (time, coin, open_)] == [
        "gathering_counted", "gathering_counted", "gathering_choose",
    ]  # fmt: skip
    assert books_are_right()


def test_certifying_twice_credits_once(town, chief):
    helper = town.volunteer(choice="time")
    party = held(town, chief, [helper])
    roll(chief, party, came={1})
    for certifier in (town.certifier(), town.certifier("另一位")):
        certify(certifier, party)
    assert (town.savings(helper).time, town.savings(helper).honour) == (120, 120)
    assert Event.objects.filter(action="gathering.certified").count() == 1


def test_an_early_leaver_and_a_correction_with_its_reason(town, chief):
    early, wrong = town.volunteer("早走", choice="time"), town.volunteer("写错", choice="time")
    party = held(town, chief, [early, wrong])
    roll(chief, party, came={1, 2}, minutes={1: 29})
    certifier = town.certifier()
    assert [line.minutes for line, _c in assess_roll(actor=certifier, gathering=party, now=party.ends_at).lines] == [
        29,
        120,
    ]
    refused(lambda: certify(certifier, party, corrected={2: 60}), "no_reason")
    certify(certifier, party, corrected={1: 29, 2: 60}, reason="七点就走了")
    assert counted(party) == {"早走": (30, "credited"), "写错": (60, "credited")}
    assert Signup.objects.get(person=wrong).note == "七点就走了"
    told = Event.objects.get(action="signup.corrected")
    assert (told.details["measured"], told.details["before"], told.reason) == (60, 120, "七点就走了")


def test_who_does_not_certify(town, chief):
    helper = town.volunteer(choice="time")
    certifier = town.certifier()
    on_it, kin = town.certifier("在名单上"), town.certifier("家人")
    party = held(town, chief, [helper])
    town.kin(helper, Person.objects.get(pk=kin.id))
    sign_up(actor=chief, gathering_id=party.id, person_id=on_it.id, role=Role.GUEST, now=party.starts_at)
    refused(lambda: certify(certifier, party), "not_so_far")
    roll(chief, party, came={1})
    refused(lambda: certify(on_it, party), "on_the_roll")
    refused(lambda: certify(kin, party), "kin")
    refused(lambda: certify(chief, party), "kept_it")
    for stranger in (town.clerk(), town.actor(helper)):
        with pytest.raises(NotVisible):
            certify(stranger, party)
    assert town.savings(helper).time == 0
    assert certify(certifier, party).state == "certified"


def test_a_roll_from_paper_wants_two(town, chief):
    helper = town.volunteer(choice="time")
    party = held(town, chief, [helper])
    roll(chief, party, came={1}, is_paper=True)
    first, second = town.certifier("甲"), town.certifier("乙")
    for _ in range(2):
        assert certify(first, party).state == "rolled"
    assert town.savings(helper).time == 0
    assert certify(second, party).state == "certified"
    assert town.savings(helper).time == 120


def test_a_roll_goes_back_and_comes_again(town, chief):
    helper, certifier = town.volunteer(choice="time"), town.certifier()
    party = held(town, chief, [helper])
    roll(chief, party, came={1})
    refused(lambda: return_roll(actor=certifier, gathering_id=party.id, reason="", now=party.ends_at), "no_reason")
    for _ in range(2):
        back = return_roll(actor=certifier, gathering_id=party.id, reason="少点了人", now=party.ends_at)
    assert (back.state, back.return_reason) == ("held", "少点了人")
    late = town.volunteer("当场来的", choice="time")
    line = sign_up(actor=chief, gathering_id=party.id, person_id=late.pk, role=Role.USHER, now=party.ends_at)
    assert (line.way, line.state, line.number) == ("door", "in", 2)
    roll(chief, party, came={1, 2})
    certify(certifier, party)
    assert counted(party) == {"李志愿": (120, "credited"), "当场来的": (120, "credited")}


def test_what_a_roll_refuses(town, chief):
    helper = town.volunteer()
    party = announced(town, chief, usher=1, guest=1)
    comes(town, party, helper, Role.USHER)
    day_before = party.starts_at - timedelta(days=1)
    refused(lambda: open_roll(actor=chief, gathering_id=party.id, now=day_before), "too_early")
    refused(lambda: roll(chief, party, came={1}), "not_so_far")
    with pytest.raises(NotVisible):
        open_roll(actor=town.actor(helper), gathering_id=party.id, now=party.starts_at)
    open_roll(actor=chief, gathering_id=party.id, now=party.starts_at)
    refused(lambda: roll(chief, party, came=set()), "nobody_came")
    refused(lambda: roll(chief, party, came={1, 9}), "no_line")
    refused(lambda: roll(chief, party, came={1}, minutes={1: 9999}), "too_long")
    refused(lambda: roll(chief, party, came=set(), minutes={1: 30}, hands_in=False), "not_there")
    assert roll(chief, party, came=set(), hands_in=False).state == "held"
    assert call_off(actor=chief, gathering_id=party.id, reason="没人来", now=party.ends_at).state == "off"


def test_the_leader_keeps_the_roll_on_her_phone(town, chief):
    leader, helper = town.volunteer("队长"), town.volunteer("队员", choice="time")
    party = held(town, chief, [helper], leader=leader.volunteer.number)
    roll(town.actor(leader), party, came={1})
    assert certify(chief, party).certified_by == chief.id
    assert Gathering.objects.get(id=party.id).rolled_by == leader.pk


def test_a_troupe_fills_the_pool(town, chief):
    party = announced(town, chief, performer=12)
    sign_up_group(actor=chief, gathering_id=party.id, name="夕阳红舞蹈队", heads=12, role=Role.PERFORMER, now=town.now)
    open_roll(actor=chief, gathering_id=party.id, now=party.starts_at)
    roll(chief, party, came={1}, minutes={1: 90})
    certify(town.certifier(), party)
    account = pool_account(site=town.site.pk, unit=Unit.TIME)
    assert (account.posted, account.months[0].came) == (90 * 12, {Source.GROUP_HOURS: 90 * 12})
    line = Signup.objects.get(gathering_id=party.id)
    void_line(actor=town.certifier("另一位"), signup_id=line.id, reason="没跳", now=party.ends_at)
    assert (pool_account(site=town.site.pk, unit=Unit.TIME).posted, books_are_right()) == (0, True)


def test_a_group_is_refused_where_time_goes_to_members(town, chief):
    town.rules(town.now, group_hours_target="members")
    party = announced(town, chief, performer=12)
    refused(
        lambda: sign_up_group(
            actor=chief, gathering_id=party.id, name="舞蹈队", heads=12, role=Role.PERFORMER, now=town.now
        ),
        "members_only",
    )


def test_the_helper_chooses_once(town, chief):
    helper = town.volunteer()
    party = held(town, chief, [helper])
    roll(chief, party, came={1})
    certify(town.certifier(), party)
    line = Signup.objects.get(person=helper)

    def choose(actor, choice):
        return choose_gathering_credit(actor=actor, signup_id=line.id, choice=choice, now=party.ends_at)

    with pytest.raises(NotVisible):
        choose(chief, CreditChoice.COIN)
    for _ in range(2):
        choose(town.actor(helper), CreditChoice.COIN)
    refused(lambda: choose(town.actor(helper), CreditChoice.TIME), "not_to_choose")
    saved = town.savings(helper)
    assert (saved.time, saved.coin, saved.honour) == (0, 200, 120)


def test_who_does_not_choose_saves_time(town, chief):
    helper = town.volunteer()
    party = held(town, chief, [helper])
    roll(chief, party, came={1})
    party = certify(town.certifier(), party)
    assert credit_unchosen_gatherings(now=party.certified_at + timedelta(days=7)) == 0
    assert credit_unchosen_gatherings(now=party.certified_at + timedelta(days=7, minutes=1)) == 1
    assert credit_unchosen_gatherings(now=party.certified_at + timedelta(days=8)) == 0
    assert town.savings(helper).time == 120


def test_one_line_is_made_void_and_the_others_stand(town, chief):
    false, true = town.volunteer("假", choice="coin"), town.volunteer("真", choice="time")
    party = held(town, chief, [false, true])
    roll(chief, party, came={1, 2})
    certifier = town.certifier()
    certify(certifier, party)
    line = Signup.objects.get(person=false)
    refused(lambda: void_line(actor=certifier, signup_id=line.id, reason="", now=party.ends_at), "no_reason")
    for _ in range(2):
        void_line(actor=certifier, signup_id=line.id, reason="没来", now=party.ends_at + 2 * HOUR)
    assert counted(party) == {"假": (120, "voided"), "真": (120, "credited")}
    assert [(one.time, one.coin, one.honour) for one in map(town.savings, (false, true))] == [(0, 0, 0), (120, 0, 120)]
    assert (Notice.objects.filter(person=false).latest("created_at").kind, books_are_right()) == (
        "gathering_void",
        True,
    )


def test_the_day_of_a_helper_is_one_day(town, chief):
    """Four hours at a gathering and four at another are all a senior's day; a visit on top of it counts nothing."""
    old = town.volunteer("老李", born=date(1950, 1, 1), choice="time")
    morning = held(town, chief, [old], minutes=240)
    roll(chief, morning, came={1})
    certifier = town.certifier()
    certify(certifier, morning)
    assert counted(morning) == {"老李": (120, "credited")}, "once at most two hours"
    evening = announced(town, chief, usher=1, minutes=240)
    Gathering.objects.filter(id=evening.id).update(
        starts_at=evening.starts_at + 5 * HOUR, ends_at=evening.ends_at + 5 * HOUR
    )
    evening.refresh_from_db()
    comes(town, evening, old, Role.USHER)
    open_roll(actor=chief, gathering_id=evening.id, now=evening.starts_at)
    roll(chief, evening, came={1})
    certify(certifier, evening)
    assert counted(evening) == {"老李": (120, "credited")}
    visit = town.confirmed(town.elder(), old, starts_at=evening.ends_at + HOUR, choice="time")
    assert certify_visit(actor=certifier, visit_id=visit.id, now=visit.need.ends_at).counted_minutes == 0


def test_a_star_is_reached_at_once(town, chief):
    helper = town.volunteer(choice="time")
    town.give(helper, 540)
    party = held(town, chief, [helper])
    roll(chief, party, came={1})
    assert not Reached.objects.filter(person=helper).exists()
    certify(town.certifier(), party)
    assert list(Reached.objects.filter(person=helper).values_list("hours", flat=True)) == [10]
    line = Signup.objects.get(person=helper)
    void_line(actor=town.certifier("另一位"), signup_id=line.id, reason="没来", now=party.ends_at)
    assert not Reached.objects.filter(person=helper, withdrawn_at=None).exists()


def test_two_hundred_cost_hardly_more_questions_than_ten(town, chief):
    """However long the roll: the same statements, and one more for every hundred lines."""
    costs = {}
    certifier = town.certifier()
    for number, days in ((10, 3), (200, 4)):
        people = [town.volunteer(f"{days}-{one}", choice="time") for one in range(number)]
        party = announced(town, chief, usher=number, days=days)
        rows = [
            Signup(
                site_id=party.site_id, gathering_id=party.id, number=line, role=Role.USHER, person=person, state="in",
                way="self", signed_at=town.now, choice="time",
            )
            for line, person in enumerate(people, 1)
        ]  # fmt: skip
        Signup.objects.bulk_create(rows)
        party.parts.update(taken=number)
        open_roll(actor=chief, gathering_id=party.id, now=party.starts_at)
        with CaptureQueriesContext(connection) as seen:
            roll(chief, party, came=set(range(1, number + 1)))
            certify(certifier, party)
        costs[number] = len(seen)
        assert len([one for one in stands(party) if one[2] == "in"]) == number
        assert Signup.objects.filter(gathering_id=party.id, credit="credited", counted_minutes=120).count() == number
    assert costs[200] - costs[10] <= 40, costs
    assert books_are_right()
