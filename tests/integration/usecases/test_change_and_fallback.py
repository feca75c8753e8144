"""A published need is changed and its helper answers; a need that nobody took becomes a task that somebody answers."""

from datetime import timedelta

import pytest

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.series.models import ChangeAsked, FallbackTask
from nuanliu.domain.care.series.tasks import unserved_between
from nuanliu.domain.care.series.types import ForWhom, Wish
from nuanliu.domain.care.series.wished import wishes_of
from nuanliu.domain.care.types import Payer
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.notices.models import Notice
from nuanliu.domain.passbook.models import PoolUse
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.accept_need import accept_need
from nuanliu.usecases.answer_fallback import (
    give_to_branch,
    move_to,
    nobody_goes,
    serve_by,
    use_guarantee,
)
from nuanliu.usecases.cancel import cancel_visit
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.change_need import Changed, answer_change, change_need
from nuanliu.usecases.confirm_visit import confirm_visit
from nuanliu.usecases.fall_back import mark_unserved
from nuanliu.usecases.raise_fallbacks import raise_tasks
from nuanliu.usecases.reconcile import stale_holds
from nuanliu.usecases.start_visit import end_visit, start_visit
from nuanliu.usecases.use_time import donate
from tests.support.town import Town

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def town(db) -> Town:
    return Town.found()


def later(need: Need, **changes: object) -> Changed:
    facts = {"starts_at": need.starts_at + HOUR, "minutes": need.planned_minutes, "note": need.note, **changes}
    return Changed(**facts)


def test_an_open_need_is_changed_and_what_was_reserved_stays(town):
    elder = town.elder(minutes=120)
    need = town.need(elder)
    wishes = {"wishes": (Wish.WOMAN,), "for_whom": ForWhom.COUPLE, "place": "社区活动室"}
    done = change_need(
        actor=town.actor(elder),
        need_id=need.id,
        changed=later(need, minutes=90, note="带老花镜", **wishes),
        now=town.now,
    )
    assert (done.starts_at, done.planned_minutes, done.note) == (need.starts_at + HOUR, 90, "带老花镜")
    known = wishes_of(needs=[need])[need.id]
    assert (known.codes, known.for_whom, known.place) == (["woman"], "couple", "社区活动室")
    assert town.savings(elder).time_held == 60
    same = later(need, minutes=90, note="带老花镜", **wishes)
    change_need(actor=town.actor(elder), need_id=need.id, changed=same, now=town.now)
    assert Event.objects.filter(action="need.changed").count() == 1


def test_the_helper_is_asked_and_agrees(town):
    elder, helper = town.elder(), town.volunteer()
    visit = town.taken(elder, helper)
    need = Need.objects.get()
    change_need(actor=town.coordinator(), need_id=need.id, changed=later(need), now=town.now)
    asked = ChangeAsked.objects.get()
    assert (asked.visit_id, asked.old_starts_at, asked.answered_at) == (visit.id, need.starts_at, None)
    assert Notice.objects.filter(person=helper, kind="need_changed").count() == 1
    answer_change(actor=town.actor(helper), visit_id=visit.id, is_agreed=True, now=town.now)
    answer_change(actor=town.actor(helper), visit_id=visit.id, is_agreed=False, now=town.now)
    assert (Need.objects.get().state, Visit.objects.get().state) == ("matched", "taken")


def test_the_helper_steps_back_without_a_mark(town):
    elder, helper = town.elder(), town.volunteer()
    visit = town.taken(elder, helper)
    need = Need.objects.get()
    late = need.starts_at - 3 * HOUR
    change_need(actor=town.coordinator(), need_id=need.id, changed=later(need), now=late)
    answer_change(actor=town.actor(helper), visit_id=visit.id, is_agreed=False, now=late)
    assert (Need.objects.get().state, Visit.objects.get().state) == ("open", "cancelled")
    assert Event.objects.get(action="visit.given_back").details["is_late"] is False
    with pytest.raises(NotVisible):
        answer_change(actor=town.actor(elder), visit_id=visit.id, is_agreed=True, now=late)


@pytest.mark.parametrize(
    ("by", "changes", "code"),
    [(-3 * DAY, {}, "in_the_past"), (HOUR, {"minutes": 500}, "minutes_out_of_range"), (13 * HOUR, {}, "at_night")],
)
def test_what_cannot_be_is_said(town, by, changes, code):
    need = town.need(town.elder())
    changed = later(need, starts_at=need.starts_at + by, **changes)
    with pytest.raises(Unable) as refused:
        change_need(actor=town.coordinator(), need_id=need.id, changed=changed, now=town.now)
    assert refused.value.code == code


def test_what_has_begun_is_not_changed(town):
    need = town.need(town.elder())
    with pytest.raises(Unable) as refused:
        change_need(actor=town.coordinator(), need_id=need.id, changed=later(need), now=need.starts_at + HOUR)
    assert refused.value.code == "too_late"


# -- nobody came forward


def raised(town, **facts: object) -> tuple[Need, FallbackTask]:
    elder = town.elder(minutes=int(facts.pop("minutes", 0)))
    need = town.need(elder, **facts)
    assert raise_tasks(now=need.starts_at - 13 * HOUR) == 0
    town.now = need.starts_at - 11 * HOUR
    assert raise_tasks(now=town.now) == 1
    assert raise_tasks(now=town.now) == 0
    return need, FallbackTask.objects.get()


def test_twelve_hours_before_it_is_a_task_and_somebody_goes(town):
    _need, task = raised(town)
    leader, helper = town.coordinator(), town.volunteer()
    done = serve_by(actor=leader, task_id=task.id, helper_id=helper.pk, now=town.now)
    serve_by(actor=leader, task_id=task.id, helper_id=helper.pk, now=town.now)
    assert (done.state, Need.objects.get().state, Visit.objects.get().volunteer_id) == ("served", "matched", helper.pk)
    with pytest.raises(Unable) as refused:
        nobody_goes(actor=leader, task_id=task.id, reason="x", now=town.now)
    assert refused.value.code == "answered"


def test_it_is_moved(town):
    need, task = raised(town)
    when = need.starts_at + 2 * DAY
    done = move_to(actor=town.coordinator(), task_id=task.id, starts_at=when, now=town.now)
    assert (done.state, Need.objects.get().starts_at, Need.objects.get().state) == ("moved", when, "open")
    assert raise_tasks(now=when - 11 * HOUR) == 1, "another start is another task"


def test_nobody_goes_for_a_reason_and_is_counted(town):
    need, task = raised(town, minutes=120)
    leader = town.coordinator()
    with pytest.raises(Unable) as refused:
        nobody_goes(actor=leader, task_id=task.id, reason=" ", now=town.now)
    assert refused.value.code == "no_reason"
    nobody_goes(actor=leader, task_id=task.id, reason="下雪封路", now=town.now)
    assert (Need.objects.get().state, town.savings(need.elder).time_held) == ("unserved", 0)
    counts = unserved_between(paths=[town.site.path], since=town.now - DAY, until=town.now + DAY)
    assert (counts["unserved"], counts["open"]) == (1, 0)


def test_when_the_hour_has_passed_the_task_still_waits(town):
    need, task = raised(town)
    town.now = need.starts_at + HOUR
    mark_unserved(now=town.now)
    raise_tasks(now=town.now)
    assert FallbackTask.objects.get().state == "open", "somebody must still answer"
    with pytest.raises(Unable) as refused:
        serve_by(actor=town.coordinator(), task_id=task.id, helper_id=town.volunteer().pk, now=town.now)
    assert refused.value.code == "too_late"
    move_to(actor=town.coordinator(), task_id=task.id, starts_at=town.now + 2 * DAY, now=town.now)
    assert Need.objects.get().state == "open"


def test_who_takes_it_meanwhile_settles_it(town):
    need, _task = raised(town)
    accept_need(actor=town.actor(town.volunteer()), need_id=need.id, now=town.now)
    raise_tasks(now=town.now)
    assert FallbackTask.objects.get().state == "taken"


def test_only_the_site_and_its_branch_answer(town):
    _need, task = raised(town)
    with pytest.raises(NotVisible):
        nobody_goes(actor=town.actor(town.volunteer()), task_id=task.id, reason="x", now=town.now)
    with pytest.raises(Unable) as refused:
        give_to_branch(actor=town.coordinator(), task_id=task.id, branch_id=new_id(), now=town.now)
    assert refused.value.code == "no_branch"


def test_own_time_that_could_not_be_served_is_made_up_from_the_pool(town):
    rich = town.volunteer("有时间的")
    town.give(rich, 600)
    donate(actor=town.actor(rich), unit=Unit.TIME, amount=300, token=new_id(), now=town.now)
    placed = town.now
    need, task = raised(town, minutes=120, starts_at=town.now + 20 * DAY)
    leader = town.coordinator()
    with pytest.raises(Unable) as refused:
        use_guarantee(actor=leader, task_id=task.id, now=town.now)
    assert refused.value.code == "not_promised", "nobody has said yet that nobody goes"
    nobody_goes(actor=leader, task_id=task.id, reason="没有人", now=town.now)
    assert town.now > placed + 14 * DAY
    done = use_guarantee(actor=leader, task_id=task.id, now=town.now)
    use_guarantee(actor=leader, task_id=task.id, now=town.now)
    use = PoolUse.objects.get()
    assert (done.pool_use, use.minutes, use.person_id) == (use.id, 60, need.elder_id)
    assert town.savings(need.elder).grant_free == 60


def test_a_helper_who_steps_back_or_does_not_come_leaves_a_task_again(town):
    need, leader, helper = town.need(town.elder()), town.coordinator(), town.volunteer()
    raise_tasks(now=need.starts_at - 6 * HOUR)
    first = FallbackTask.objects.get()
    serve_by(actor=leader, task_id=first.id, helper_id=helper.pk, now=need.starts_at - 5 * HOUR)
    visit = Visit.objects.get()
    cancel_visit(actor=town.actor(helper), visit_id=visit.id, reason="病了", now=need.starts_at - 4 * HOUR)
    assert [raise_tasks(now=need.starts_at - 3 * HOUR) for _again in range(2)] == [1, 0]
    again = FallbackTask.objects.get(state="open")
    other = town.volunteer("别人")
    serve_by(actor=leader, task_id=again.id, helper_id=other.pk, now=need.starts_at - 2 * HOUR)
    cancel_visit(actor=leader, visit_id=Visit.objects.get(volunteer=other).id, reason="没有来", now=need.ends_at)
    mark_unserved(now=need.ends_at)
    assert Need.objects.get().state == "unserved"
    assert [raise_tasks(now=need.ends_at) for _again in range(2)] == [1, 0]
    last = FallbackTask.objects.get(state="open")
    nobody_goes(actor=leader, task_id=last.id, reason="都没有空", now=need.ends_at)
    assert raise_tasks(now=need.ends_at + DAY) == 0
    assert FallbackTask.objects.count() == 3


def test_what_is_reserved_for_a_helper_who_never_came_is_free_again(town):
    elder, helpers, leader = (
        town.elder(minutes=240, alone=True),
        [town.volunteer(one) for one in "甲乙"],
        town.coordinator(),
    )
    need = town.need(elder, payer=Payer.OWN_TIME)
    here, gone = [accept_need(actor=town.actor(one), need_id=need.id, now=town.now) for one in helpers]
    assert town.savings(elder).time_held == 120
    actor = town.actor(helpers[0])
    start_visit(actor=actor, visit_id=here.id, code=need.code, now=need.starts_at)
    cancel_visit(actor=leader, visit_id=gone.id, reason="没有来", now=need.starts_at + HOUR / 2)
    assert town.savings(elder).time_held == 60
    end_visit(actor=actor, visit_id=here.id, code=need.code, choice="time", now=need.ends_at)
    confirm_visit(actor=town.actor(elder), visit_id=here.id, came=True, face="happy", now=need.ends_at)
    certify_visit(actor=town.certifier(), visit_id=here.id, now=need.ends_at)
    assert (town.savings(elder).time_held, town.savings(elder).time_free) == (0, 180)
    assert list(stale_holds(now=need.ends_at)) == []


def test_where_one_begins_alone_with_the_sites_leave_the_second_place_reserves_nothing(town):
    elder, helper = town.elder(minutes=240, alone=True), town.volunteer()
    need = town.need(elder, payer=Payer.OWN_TIME)
    visit = accept_need(actor=town.actor(helper), need_id=need.id, now=town.now)
    start_visit(actor=town.coordinator(), visit_id=visit.id, reason="一个人也行", now=need.starts_at)
    assert town.savings(elder).time_held == 60


def test_what_a_volunteer_took_meanwhile_is_not_moved_behind_her_back(town):
    need, leader = town.need(town.elder()), town.coordinator()
    raise_tasks(now=need.starts_at - 6 * HOUR)
    task = FallbackTask.objects.get()
    accept_need(actor=town.actor(town.volunteer()), need_id=need.id, now=need.starts_at - 5 * HOUR)
    whose = {"actor": leader, "task_id": task.id, "now": need.starts_at - 4 * HOUR}
    with pytest.raises(Unable, match="answered"):
        move_to(starts_at=need.starts_at + DAY, **whose)
    with pytest.raises(Unable, match="answered"):
        nobody_goes(reason="没有人", **whose)
    assert (Need.objects.get().starts_at, FallbackTask.objects.get().state) == (need.starts_at, "open")
    raise_tasks(now=need.starts_at - 3 * HOUR)
    assert FallbackTask.objects.get().state == "taken"
