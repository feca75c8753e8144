"""Gatherings until their day: planned, announced, people on the list and off it, changed, called off."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nuanliu.domain.audit.models import Event
from nuanliu.domain.gatherings.models import Gathering, Signup
from nuanliu.domain.gatherings.operations import UnableToGather
from nuanliu.domain.gatherings.queries import calendar, calendar_with_changes
from nuanliu.domain.gatherings.types import GatheringState, Role, SignupState, Way
from nuanliu.domain.network.operations import create_node
from nuanliu.domain.network.types import NodeKind
from nuanliu.domain.network.types import Role as Post
from nuanliu.domain.notices.models import Delivery, Notice
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.models import Person
from nuanliu.platform.clock import at, local_date
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import new_id
from nuanliu.usecases.accept_need import UnableToTakeNeed, accept_need
from nuanliu.usecases.gather.plan import announce_gathering, call_off, change_plan, plan_gathering
from nuanliu.usecases.gather.reminding import remind_of_gatherings
from nuanliu.usecases.gather.sign_up import leave_list, sign_up, sign_up_group, sign_up_team
from tests.support.gathered import announced, comes, places, plan_of, planned, stands

pytestmark = pytest.mark.django_db


def told(person: Person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("created_at", "id").values_list("kind", flat=True))


def actions() -> list[str]:
    return list(
        Event.objects.filter(subject_type__in=["gathering", "signup"])
        .order_by("recorded_at", "id")
        .values_list("action", flat=True)
    )


def refused(act, code: str) -> None:
    with pytest.raises(UnableToGather) as refusal:
        act()
    assert refusal.value.code == code


def test_a_draft_is_nobodys_business_until_it_is_announced(town):
    chief = town.coordinator()
    draft = planned(town, chief, guest=10, usher=2)
    assert (draft.state, draft.number, draft.site_id, places(draft)) == (
        "draft", 1, town.site.pk, {"guest": (0, 10), "usher": (0, 2)},
    )  # fmt: skip
    assert list(calendar(now=town.now)) == []
    helper = town.volunteer()
    refused(lambda: comes(town, draft, helper, Role.USHER), "not_open")
    announce_gathering(actor=chief, gathering_id=draft.id, now=town.now)
    announce_gathering(actor=chief, gathering_id=draft.id, now=town.now)
    assert [one.id for one in calendar(now=town.now)] == [draft.id]
    assert comes(town, draft, helper, Role.USHER).state == SignupState.IN
    assert actions() == ["gathering.planned", "gathering.announced", "signup.made"]


def test_the_same_token_plans_once(town):
    chief, token = town.coordinator(), new_id()
    facts = {"host_id": town.site.pk, "plan": plan_of(town, guest=1), "token": token, "now": town.now}
    assert plan_gathering(actor=chief, **facts).id == plan_gathering(actor=chief, **facts).id
    assert Gathering.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"service": "S999"}, "no_service"),
        ({"wanted": {}}, "nobody"),
        ({"leader": "V-nobody"}, "no_leader"),
        ({"starts_at": None}, "too_late"),
        ({"ends_at": None}, "ends_first"),
    ],
)
def test_what_cannot_be_held_is_not_planned(town, wrong, code):
    plan = plan_of(town, guest=1)
    if "starts_at" in wrong:
        wrong = {"starts_at": town.now - timedelta(minutes=1)}
    if "ends_at" in wrong:
        wrong = {"ends_at": plan.starts_at}
    facts = {"host_id": town.site.pk, "plan": replace(plan, **wrong), "token": new_id(), "now": town.now}
    refused(lambda: plan_gathering(actor=town.coordinator(), **facts), code)


def test_who_runs_gatherings_where(town):
    chief = town.coordinator()
    plan = {"plan": plan_of(town, guest=1), "token": new_id(), "now": town.now}
    for stranger, host in ((chief, town.other_site), (town.clerk(), town.site), (town.certifier(), town.site)):
        with pytest.raises(NotVisible):
            plan_gathering(actor=stranger, host_id=host.pk, **plan)
    branch = create_node(
        kind=NodeKind.BRANCH, code="DZB-1", name="老干部支部", parent=town.site, at=town.now, actor_id=None
    )
    secretary = town.staff(Post.SECRETARY, "郑书记", node=branch)
    made = plan_gathering(actor=secretary, host_id=branch.pk, **plan)
    assert (made.host_id, made.site_id) == (branch.pk, town.site.pk)
    assert announce_gathering(actor=chief, gathering_id=made.id, now=town.now).state == "announced"


def test_a_branch_of_the_city_keeps_its_gatherings_in_the_planners_own_book(town):
    branch = create_node(
        kind=NodeKind.BRANCH, code="DZB-9", name="市直支部", parent=town.city, at=town.now, actor_id=None
    )
    secretary = town.staff(Post.SECRETARY, "郑书记", node=branch)
    assert planned(town, secretary, host=branch).site_id == town.site.pk


def test_places_go_in_order_and_the_first_in_line_moves_up(town):
    party = announced(town, town.coordinator(), guest=2, usher=1)
    people = [town.elder(name) for name in ("甲", "乙", "丙", "丁")]
    lines = [comes(town, party, person) for person in people]
    assert [line.state for line in lines] == ["in", "in", "waiting", "waiting"]
    assert comes(town, party, people[2]).id == lines[2].id, "signing up again is the same line"
    assert places(party) == {"guest": (2, 2), "usher": (0, 1)}
    leave_list(actor=town.actor(people[0]), gathering_id=party.id, signup_id=lines[0].id, now=town.now)
    leave_list(actor=town.actor(people[0]), gathering_id=party.id, signup_id=lines[0].id, now=town.now)
    assert stands(party) == [
        ("甲", "guest", "off"), ("乙", "guest", "in"), ("丙", "guest", "in"), ("丁", "guest", "waiting"),
    ]  # fmt: skip
    assert (told(people[2]), told(people[3])) == (["gathering_up"], [])
    assert Delivery.objects.get(notice__person=people[2], channel="call_sheet").lapses_at == party.starts_at
    back = comes(town, party, people[0])
    assert (back.state, back.number) == ("waiting", 5), "whoever comes back stands at the end"


def test_nobody_overtakes_whoever_waits(town):
    chief = town.coordinator()
    party = announced(town, chief, performer=5)
    for name, heads in (("甲队", 4), ("乙队", 3)):
        sign_up_group(actor=chief, gathering_id=party.id, name=name, heads=heads, role=Role.PERFORMER, now=town.now)
    again = sign_up_group(actor=chief, gathering_id=party.id, name="乙队", heads=3, role=Role.PERFORMER, now=town.now)
    alone = comes(town, party, town.volunteer(), Role.PERFORMER)
    assert (again.state, alone.state) == ("waiting", "waiting"), "one place is left, and it is not hers"
    change_plan(actor=chief, gathering_id=party.id, plan=plan_of(town, performer=8), now=town.now)
    assert [state for _name, _role, state in stands(party)] == ["in", "in", "in"]
    assert places(party) == {"performer": (8, 8)}


def test_who_may_sign_whom(town):
    party = announced(town, town.coordinator(), guest=9)
    elder, daughter = town.elder("张桂兰"), town.person("女儿")
    town.proxy(elder, daughter, ["ask"])
    son = town.person("儿子")
    town.proxy(elder, son, ["see"])
    other = town.elder("王奶奶", site=town.other_site)

    def sign(actor, person):
        return sign_up(actor=actor, gathering_id=party.id, person_id=person.pk, role=Role.GUEST, now=town.now)

    for stranger in (town.actor(son), town.actor(town.volunteer()), town.certifier()):
        with pytest.raises(NotVisible):
            sign(stranger, elder)
    with pytest.raises(NotVisible):
        sign(town.clerk(), other)
    assert sign(town.actor(daughter), elder).way == Way.FAMILY
    assert sign(town.actor(other), other).way == Way.SELF
    assert sign(town.clerk(), town.elder("李爷爷")).way == Way.DESK
    assert told(elder) == []


def test_a_leader_signs_her_team_all_or_none(town):
    branch = create_node(kind=NodeKind.BRANCH, code="DZB-2", name="支部", parent=town.site, at=town.now, actor_id=None)
    team = create_node(kind=NodeKind.TEAM, code="DUI-2", name="义工队", parent=branch, at=town.now, actor_id=None)
    leader = town.staff(Post.TEAM_LEADER, "何队长", node=team)
    people = [town.volunteer(name) for name in ("甲", "乙", "丙")]
    Person.objects.filter(pk__in=[one.pk for one in people]).update(branch=team)
    stranger = town.volunteer("丁")
    party = announced(town, town.coordinator(), usher=2)

    def sign(who):
        return sign_up_team(
            actor=leader, gathering_id=party.id, people=[one.pk for one in who], role=Role.USHER, now=town.now
        )

    with pytest.raises(NotVisible):
        sign([people[0], stranger])
    late = town.volunteer("没培训", trained=False)
    Person.objects.filter(pk=late.pk).update(branch=team)
    with pytest.raises(UnableToGather, match="没培训") as refusal:
        sign([people[0], late])
    assert (refusal.value.code, Signup.objects.count()) == ("untrained", 0)
    made = sign(people)
    assert sorted(one.state for one in made) == ["in", "in", "waiting"]
    assert {one.unit_id for one in made} == {team.pk}
    assert sorted(kind for one in people for kind in told(one)) == ["gathering_in", "gathering_in"]
    assert sign(people) == []


def test_helpers_are_asked_what_every_helper_is_asked(town):
    party = announced(town, town.coordinator(), usher=9, doctor=1, minutes=180)
    refused(lambda: comes(town, party, town.elder(), Role.USHER), "not_active")
    refused(lambda: comes(town, party, town.volunteer(trained=False), Role.USHER), "untrained")
    refused(lambda: comes(town, party, town.volunteer(born=date(2014, 1, 1)), Role.USHER), "too_young")
    refused(lambda: comes(town, party, town.volunteer(), Role.DOCTOR), "no_skill")
    refused(lambda: comes(town, party, town.volunteer(), Role.SPEAKER), "not_wanted")
    assert comes(town, party, town.volunteer("小黄", born=date(2011, 1, 1)), Role.USHER).state == "in", "groups only"
    assert comes(town, party, town.volunteer("老李", born=date(1950, 1, 1)), Role.USHER).state == "in", "for a part"
    assert comes(town, party, town.volunteer("医生", skills=["medical"]), Role.DOCTOR).state == "in"


def test_nobody_is_in_two_places(town):
    chief, helper, elder = town.coordinator(), town.volunteer(), town.elder()
    party = announced(town, chief, usher=1, guest=1)
    other = announced(town, chief, usher=1)
    comes(town, party, helper, Role.USHER)
    refused(lambda: comes(town, other, helper, Role.USHER), "overlap")
    need = town.need(elder, starts_at=party.starts_at)
    with pytest.raises(UnableToTakeNeed) as refusal:
        accept_need(actor=town.actor(helper), need_id=need.id, now=town.now)
    assert refusal.value.code == "overlap"
    busy = town.volunteer("忙人")
    accept_need(actor=town.actor(busy), need_id=need.id, now=town.now)
    refused(lambda: comes(town, other, busy, Role.USHER), "overlap")


def test_another_time_is_told_and_another_word_is_not(town):
    chief, elder = town.coordinator(), town.elder()
    party = announced(town, chief, guest=1)
    comes(town, party, elder)
    change_plan(
        actor=chief, gathering_id=party.id, plan=replace(plan_of(town, guest=1), about="带水杯。"), now=town.now
    )
    assert told(elder) == []
    change_plan(actor=chief, gathering_id=party.id, plan=plan_of(town, days=4, guest=1), now=town.now)
    assert told(elder) == ["gathering_changed"]
    refused(
        lambda: change_plan(actor=chief, gathering_id=party.id, plan=plan_of(town, usher=1), now=town.now), "too_few"
    )
    assert [one.revision for one in calendar_with_changes(now=town.now)] == [2]


def test_called_off_is_told_with_its_reason(town):
    chief, elder, waits = town.coordinator(), town.elder("张桂兰"), town.elder("李爷爷")
    party = announced(town, chief, guest=1)
    comes(town, party, elder)
    comes(town, party, waits)
    refused(lambda: call_off(actor=chief, gathering_id=party.id, reason=" ", now=town.now), "no_reason")
    with pytest.raises(NotVisible):
        call_off(actor=town.clerk(), gathering_id=party.id, reason="下雨", now=town.now)
    for _ in range(2):
        assert call_off(actor=chief, gathering_id=party.id, reason="下雨", now=town.now).state == GatheringState.OFF
    assert (told(elder), told(waits)) == (["gathering_off"], ["gathering_off"])
    assert Notice.objects.get(person=elder).params["reason"] == "下雨"
    assert list(calendar(now=town.now)) == []
    assert [(one.id, one.state, one.revision) for one in calendar_with_changes(now=town.now)] == [(party.id, "off", 1)]
    refused(
        lambda: comes(
            town,
            party,
            town.elder("迟到"),
        ),
        "not_open",
    )


def test_the_evening_before_who_has_a_place_is_told_once(town):
    party = announced(town, town.coordinator(), guest=1, usher=1)
    guest, waiting = town.elder("张桂兰"), town.elder("王秀英")
    for person in (guest, waiting):
        comes(town, party, person)
    evening = at(local_date(party.starts_at) - timedelta(days=1), 18)
    hour = timedelta(hours=1)
    assert [remind_of_gatherings(now=evening + late * hour) for late in (-1, 0, 1, 3)] == [0, 1, 0, 0]
    rows = Notice.objects.filter(kind=NoticeKind.GATHERING_TOMORROW).values_list("person__name", flat=True)
    assert list(rows) == ["张桂兰"]
    assert Delivery.objects.get(notice__kind=NoticeKind.GATHERING_TOMORROW, channel="call_sheet").lapses_at
