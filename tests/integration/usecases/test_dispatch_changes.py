"""A plan is changed, worked out again, confirmed; one is asked after the other, and answers are learned from."""

from datetime import timedelta

import pytest

from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.models import Visit
from nuanliu.domain.dispatch.models import Acceptance, Run, RunVisit
from nuanliu.domain.network.types import Actor
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.ids import new_id
from nuanliu.usecases.accept_need import accept_need
from nuanliu.usecases.dispatch.changing import ban, exchange, pin, unmark
from nuanliu.usecases.dispatch.confirming import confirm, send_waves
from nuanliu.usecases.dispatch.learning import chance_of, learn_acceptance
from nuanliu.usecases.dispatch.running import UnableToDispatch, ask_run, carry_out
from nuanliu.usecases.inviting.answer import accept_invitation, decline_invitation
from tests.integration.usecases.test_dispatch import WEEK, chosen, day, free, proposed
from tests.support.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town.found()


def again(town: Town, actor: Actor, run: Run) -> Run:
    made = ask_run(actor=actor, scope_id=run.scope_id, week=WEEK, token=new_id(), now=town.now, follows=run.pk)
    carry_out(run_id=made.pk, now=town.now)
    return Run.objects.get(pk=made.pk)


def test_marks_are_worked_out_anew_and_what_people_know_stays(town: Town) -> None:
    elders = [town.elder(name) for name in ("张桂兰", "王秀英", "刘素珍")]
    knows, other = town.volunteer("李熟人"), town.volunteer("赵另一位")
    for helper in (knows, other):
        free(helper, 2, 8, 12)
        free(helper, 3, 8, 12)
    town.taken(elders[0], knows, starts_at=town.now + timedelta(days=1))
    town.now += timedelta(days=2)
    first, second = (town.need(elder, starts_at=day(2, 9)) for elder in elders[:2])
    third = town.need(elders[2], starts_at=day(3, 9))
    leader = town.coordinator()
    run = proposed(town, leader)
    assert chosen(run) >= {(first.id, knows.pk), (second.id, other.pk)}
    who: dict[str, object] = {"actor": leader, "run_id": run.pk, "now": town.now}

    exchange(**who, need_id=first.id, volunteer_id=other.pk, with_need=second.id)  # type: ignore[arg-type]
    with pytest.raises(UnableToDispatch) as refused:
        confirm(actor=leader, run_id=run.pk, needs=None, now=town.now)
    assert refused.value.code == "unsolved"
    turned = again(town, leader, run)
    assert chosen(turned) >= {(first.id, other.pk), (second.id, knows.pk)}
    assert turned.worth < run.worth
    stayed = {pair for pair in chosen(run) if pair[0] == third.id}
    assert stayed <= chosen(turned)
    with pytest.raises(UnableToDispatch) as refused:
        pin(**who, need_id=third.id, volunteer_id=knows.pk)  # type: ignore[arg-type]
    assert refused.value.code == "replaced"

    who["run_id"] = turned.pk
    unmark(**who, need_id=first.id, volunteer_id=other.pk)  # type: ignore[arg-type]
    ban(**who, need_id=second.id, volunteer_id=knows.pk)  # type: ignore[arg-type]
    back = again(town, leader, turned)
    assert chosen(back) >= {(first.id, knows.pk), (second.id, other.pk)}
    assert back.worth == run.worth


def test_confirmed_invitations_leave_one_after_the_other(town: Town) -> None:
    elder = town.elder("张桂兰")
    best, next_one = town.volunteer("李一"), town.volunteer("李二")
    town.taken(elder, best, starts_at=town.now + timedelta(days=1))
    town.now += timedelta(days=2)
    need = town.need(elder, starts_at=day(2, 9))
    leader = town.coordinator()
    run = proposed(town, leader)
    assert chosen(run) == {(need.id, best.pk)}

    assert confirm(actor=leader, run_id=run.pk, needs=[need.id], now=town.now) == 1
    assert send_waves(now=town.now) == 1
    assert send_waves(now=town.now) == 0, "she is asked, and nobody else"
    asked = Invitation.objects.get(need_id=need.id)
    assert (asked.volunteer_id, asked.run_id, asked.wave, asked.source) == (best.pk, run.pk, 1, "dispatch")
    assert Visit.objects.filter(need_id=need.id).count() == 0
    assert proposed(town, leader).failure == "empty", "a need that somebody is asked for is left alone"

    decline_invitation(actor=town.actor(best), invitation_id=asked.id, why=None, now=town.now)
    assert send_waves(now=town.now) == 1
    second = Invitation.objects.get(need_id=need.id, wave=2)
    assert second.volunteer_id == next_one.pk
    accept_invitation(actor=town.actor(next_one), invitation_id=second.id, now=town.now)
    assert send_waves(now=town.now) == 0
    assert list(Visit.objects.filter(need_id=need.id).values_list("volunteer_id", flat=True)) == [next_one.pk]
    with pytest.raises(UnableToDispatch) as refused:
        confirm(actor=leader, run_id=run.pk, needs=None, now=town.now)
    assert refused.value.code == "nothing"


def test_a_proposal_that_has_aged_asks_nobody(town: Town) -> None:
    elder, helper = town.elder("张桂兰"), town.volunteer("李一")
    need = town.need(elder, starts_at=day(2, 9))
    leader = town.coordinator()
    run = proposed(town, leader)
    other = town.volunteer("李二")
    accept_need(actor=town.actor(other), need_id=need.id, now=town.now)
    confirm(actor=leader, run_id=run.pk, needs=None, now=town.now)
    assert send_waves(now=town.now) == 0
    assert RunVisit.objects.get(run=run).state == "missed"
    assert not Invitation.objects.filter(volunteer=helper).exists()


def test_answers_are_learned_smoothly_and_can_be_forgotten(town: Town) -> None:
    standard = standard_in_force(at=town.now)
    assert chance_of(yes=0, heard=0, standard=standard) == 700
    assert chance_of(yes=1, heard=1, standard=standard) == 760
    assert chance_of(yes=0, heard=1, standard=standard) == 560
    assert chance_of(yes=0, heard=40, standard=standard) == 250, "nobody is given up"
    elder = town.elder("张桂兰")
    helpers = [town.volunteer("李一"), town.volunteer("李二")]
    needs = [town.need(elder, starts_at=day(1 + n, 9)) for n in range(2)]
    for helper, need, state in zip(helpers, needs, ("accepted", "declined"), strict=True):
        Invitation.objects.create(
            site_id=need.site_id,
            need_id=need.id,
            volunteer=helper,
            source="desk",
            asked_at=town.now,
            answer_by=town.now + timedelta(hours=1),
            starts_at=need.starts_at,
            state=state,
            settled_at=town.now,
        )
    assert learn_acceptance(now=town.now) == 2
    assert dict(Acceptance.objects.values_list("person_id", "chance")) == {helpers[0].pk: 760, helpers[1].pk: 560}
    assert learn_acceptance(now=town.now) == 2
    town.rules(town.now + timedelta(hours=1), dispatch_learns=False)
    assert learn_acceptance(now=town.now + timedelta(hours=2)) == 2
    assert not Acceptance.objects.exists()
