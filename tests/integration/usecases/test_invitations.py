"""Helpers invited for a need: first to accept goes, others are told, every answer is kept."""

from datetime import timedelta

import pytest

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.invitations.operations import UnableToStepInvitation
from nuanliu.domain.care.invitations.queries import times_asked, waiting_for_me
from nuanliu.domain.care.invitations.types import WhyNot
from nuanliu.domain.care.models import Declined, Need, Visit
from nuanliu.domain.notices.models import Notice
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.accept_need import accept_need
from nuanliu.usecases.cancel import cancel_need
from nuanliu.usecases.change_need import Changed, change_need
from nuanliu.usecases.fall_back import mark_unserved
from nuanliu.usecases.inviting.answer import (
    UnableToAnswerInvitation,
    accept_invitation,
    decline_invitation,
    expire_invitations,
    see_invitations,
)
from nuanliu.usecases.inviting.ask import Invitee, Wave, invite, withdraw_invitation
from tests.support.town import Town, add_service

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def town(db) -> Town:
    return Town.found()


def asked(town, need, *helpers, now=None, **more):
    whom = [Invitee(volunteer_id=one.pk, place=n, chance=500) for n, one in enumerate(helpers, start=1)]
    return invite(actor=town.coordinator(), need_id=need.id, whom=whom, now=now or town.now, **more)


def states(need) -> dict[str, str]:
    return dict(Invitation.objects.filter(need_id=need.id).values_list("volunteer__name", "state"))


def told(helper) -> list[str]:
    return list(Notice.objects.filter(person=helper).order_by("created_at", "id").values_list("kind", flat=True))


def refused(act) -> str:
    with pytest.raises(Unable) as caught:
        act()
    return caught.value.code


def test_the_first_to_accept_goes_and_the_others_are_told_kindly(town):
    elder, helpers = town.elder(), [town.volunteer(name) for name in ("甲", "乙", "丙")]
    need = town.need(elder)
    done = asked(town, need, *helpers)
    assert [(one.place, one.chance, one.answer_by) for one in done.sent] == [
        (n, 500, town.now + 12 * HOUR) for n in (1, 2, 3)
    ]
    assert [told(one) for one in helpers] == [["invited"]] * 3
    first = next(one for one in done.sent if one.volunteer_id == helpers[1].pk)
    with pytest.raises(NotVisible):
        accept_invitation(actor=town.actor(helpers[0]), invitation_id=first.id, now=town.now)
    later = town.now + HOUR
    visit = accept_invitation(actor=town.actor(helpers[1]), invitation_id=first.id, now=later)
    again = accept_invitation(actor=town.actor(helpers[1]), invitation_id=first.id, now=later + HOUR)
    assert (visit.id, visit.volunteer_id, again.id) == (again.id, helpers[1].pk, visit.id)
    assert states(need) == {"甲": "filled", "乙": "accepted", "丙": "filled"}
    assert [told(one)[-1] for one in helpers] == ["invite_filled", "invited", "invite_filled"]
    row = Invitation.objects.get(id=first.id)
    assert (row.settled_at, row.settled_by) == (later, helpers[1].pk)
    other = Invitation.objects.get(need_id=need.id, volunteer=helpers[0])
    too_late = lambda: accept_invitation(actor=town.actor(helpers[0]), invitation_id=other.id, now=later)  # noqa: E731
    assert refused(too_late) == "already_taken"
    actions = Event.objects.filter(subject_type="invitation").values_list("action", flat=True)
    assert sorted(actions) == ["invitation.accepted", *["invitation.filled"] * 2, *["invitation.sent"] * 3]


def test_a_need_for_two_takes_two(town):
    bath = add_service("S207", name="助浴", name_en="Bathing", helpers=2)
    helpers = [town.volunteer(name) for name in ("甲", "乙", "丙")]
    need = town.need(town.elder(), service_code=bath.code)
    sent = asked(town, need, *helpers).sent
    for one in sent[:2]:
        helper = next(who for who in helpers if who.pk == one.volunteer_id)
        accept_invitation(actor=town.actor(helper), invitation_id=one.id, now=town.now)
    assert sorted(states(need).values()) == ["accepted", "accepted", "filled"]
    assert Need.objects.get(id=need.id).state == "matched"
    assert sorted(Visit.objects.filter(need_id=need.id).values_list("slot", flat=True)) == [1, 2]


def test_who_takes_it_on_her_own_has_accepted(town):
    invited, other = town.volunteer("甲"), town.volunteer("乙")
    need, second = town.need(town.elder()), town.need(town.elder("李奶奶"))
    asked(town, need, invited)
    asked(town, second, invited, other)
    accept_need(actor=town.actor(invited), need_id=need.id, now=town.now)
    assert states(need) == {"甲": "accepted"}
    mine = Invitation.objects.get(need_id=second.id, volunteer=invited)
    twice = lambda: accept_invitation(actor=town.actor(invited), invitation_id=mine.id, now=town.now)  # noqa: E731
    assert refused(twice) == "overlap"
    accept_need(actor=town.actor(other), need_id=second.id, now=town.now)
    assert states(second) == {"甲": "filled", "乙": "accepted"}


def test_a_no_is_kept_with_its_reason_and_she_is_not_asked_again(town):
    helper, need = town.volunteer("甲"), town.need(town.elder())
    (one,) = asked(town, need, helper).sent
    for _twice in range(2):
        row = decline_invitation(
            actor=town.actor(helper), invitation_id=one.id, why=WhyNot.NO_TIME, now=town.now + HOUR
        )
    assert (row.state, row.reason, row.settled_at) == ("declined", "no_time", town.now + HOUR)
    again = asked(town, need, helper)
    assert ([*again.sent], [one.why for one in again.left_out]) == ([], ["declined"])
    moved = Changed(starts_at=need.starts_at + 24 * HOUR, minutes=60, note="")
    change_need(actor=town.clerk(), need_id=need.id, changed=moved, now=town.now)
    assert (Declined.objects.count(), len(asked(town, need, helper).sent)) == (0, 1)


def test_staff_write_down_what_she_said_by_telephone(town):
    yes, no, need = town.volunteer("甲"), town.volunteer("乙"), town.need(town.elder())
    first, second = sorted(asked(town, need, yes, no).sent, key=lambda one: one.place)
    clerk = town.coordinator()
    decline_invitation(actor=clerk, invitation_id=second.id, why=None, now=town.now)
    visit = accept_invitation(actor=clerk, invitation_id=first.id, now=town.now)
    assert (visit.volunteer_id, states(need)) == (yes.pk, {"甲": "accepted", "乙": "declined"})
    assert Invitation.objects.get(id=second.id).settled_by == clerk.id
    stranger = town.actor(town.volunteer("丙"))
    with pytest.raises(NotVisible):
        decline_invitation(actor=stranger, invitation_id=second.id, why=None, now=town.now)


def test_nothing_heard_in_time_runs_out_and_a_late_yes_counts(town):
    helper, need = town.volunteer("甲"), town.need(town.elder())
    (one,) = asked(town, need, helper).sent
    assert see_invitations(volunteer_id=helper.pk, now=town.now + HOUR) == 1
    assert see_invitations(volunteer_id=helper.pk, now=town.now + 2 * HOUR) == 0
    assert expire_invitations(now=one.answer_by - HOUR) == 0
    assert expire_invitations(now=one.answer_by) == 1
    assert expire_invitations(now=one.answer_by) == 0
    row = Invitation.objects.get(id=one.id)
    assert (row.state, row.seen_at, row.settled_by) == ("expired", town.now + HOUR, None)
    assert not waiting_for_me(volunteer_id=helper.pk, now=one.answer_by).exists()
    accept_invitation(actor=town.actor(helper), invitation_id=one.id, now=one.answer_by + HOUR)
    assert states(need) == {"甲": "accepted"}


def test_it_is_withdrawn_by_the_desk_and_with_the_need(town):
    helper, clerk = town.volunteer("甲"), town.coordinator()
    needs = [town.need(town.elder(f"老人{n}"), starts_at=town.now + (48 + n) * HOUR) for n in range(4)]
    town.rules(town.now, invite_most_a_week=20)
    sent = [asked(town, need, helper).sent[0] for need in needs]
    with pytest.raises(NotVisible):
        withdraw_invitation(actor=town.actor(helper), invitation_id=sent[0].id, now=town.now)
    for _twice in range(2):
        withdraw_invitation(actor=clerk, invitation_id=sent[0].id, now=town.now)
    cancel_need(actor=clerk, need_id=needs[1].id, reason="不用了", now=town.now)
    moved = Changed(starts_at=needs[2].starts_at + HOUR, minutes=60, note="")
    change_need(actor=clerk, need_id=needs[2].id, changed=moved, now=town.now)
    mark_unserved(now=needs[3].starts_at + HOUR)
    assert [states(need)["甲"] for need in needs] == ["withdrawn"] * 4
    assert told(helper) == [*["invited"] * 4, *["invite_over"] * 4]
    with pytest.raises(UnableToAnswerInvitation):
        accept_invitation(actor=town.actor(helper), invitation_id=sent[0].id, now=town.now)
    with pytest.raises(UnableToStepInvitation):
        decline_invitation(actor=town.actor(helper), invitation_id=sent[0].id, why=None, now=town.now)


def test_whom_to_ask_and_how_many_and_how_often(town):
    elder, kin = town.elder(), town.volunteer("女儿")
    town.kin(elder, kin)
    need = town.need(elder)
    helpers = [town.volunteer(f"志愿者{n}") for n in range(6)]
    assert refused(lambda: asked(town, need)) == "nobody"
    assert refused(lambda: asked(town, need, *helpers)) == "too_many"
    with pytest.raises(NotVisible):
        invite(actor=town.actor(helpers[0]), need_id=need.id, whom=[], now=town.now)
    done = asked(town, need, helpers[0], kin)
    assert ([one.volunteer_id for one in done.sent], [one.why for one in done.left_out]) == ([helpers[0].pk], ["kin"])
    again = asked(town, need, helpers[0], helpers[1])
    assert next(one.id for one in again.sent) == done.sent[0].id
    assert told(helpers[0]) == ["invited"], "who is asked already is not asked twice"
    late = need.starts_at - HOUR
    assert refused(lambda: asked(town, need, helpers[2], now=late)) == "too_late"
    soon = asked(town, need, helpers[2], now=late - HOUR)
    assert soon.sent[0].answer_by == late
    evening = need.starts_at - 18 * HOUR
    assert asked(town, need, helpers[4], now=evening).sent[0].answer_by == late, "nobody answers at night"
    cancel_need(actor=town.clerk(), need_id=need.id, reason="不用了", now=town.now)
    assert refused(lambda: asked(town, need, helpers[3])) == "not_open"


def test_nobody_is_asked_too_often_but_a_wave_is_one_asking_and_the_urgent_is_urgent(town):
    helper, run = town.volunteer("甲"), new_id()
    needs = [town.need(town.elder(f"老人{n}"), starts_at=town.now + (48 + 2 * n) * HOUR) for n in range(5)]
    for need in needs[:2]:
        asked(town, need, helper, wave=Wave(run_id=run, number=1))
    assert times_asked(people=[helper.pk], since=town.now) == {helper.pk: 1}
    asked(town, needs[2], helper)
    asked(town, needs[3], helper)
    assert [one.why for one in asked(town, needs[4], helper).left_out] == ["asked_enough"]
    assert len(asked(town, needs[4], helper, wave=Wave(run_id=run, number=2)).sent) == 1
    later = town.need(town.elder("老人"), starts_at=town.now + 300 * HOUR)
    assert len(asked(town, later, helper, now=town.now + 8 * 24 * HOUR).sent) == 1, "a week later she may be asked"
    urgent = town.need(town.elder("急"), starts_at=town.now + 72 * HOUR)
    Need.objects.filter(id=urgent.id).update(is_urgent=True)
    assert len(asked(town, urgent, helper).sent) == 1
