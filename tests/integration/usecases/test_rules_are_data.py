"""Numbers that were once in the code: another Standard, another answer."""

from datetime import timedelta

import pytest

from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.dispatch.models import Acceptance
from nuanliu.domain.insights.models import Export
from nuanliu.domain.network.types import Role
from nuanliu.platform.clock import local
from nuanliu.platform.ids import new_id
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.dispatch.learning import learn_acceptance
from nuanliu.usecases.export_national import HEADS, ask_national
from nuanliu.usecases.exporting import Chunk, go_on
from nuanliu.usecases.inviting.answer import decline_invitation
from nuanliu.usecases.inviting.ask import Invitee, invite
from nuanliu.usecases.matching.near import needs_near
from nuanliu.usecases.placing import UnableToPlaceNeed
from nuanliu.usecases.start_visit import UnableToCheckIn, start_visit
from nuanliu.usecases.time_out_holds import time_out_holds
from tests.support.town import Town

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def test_reserved_time_is_kept_as_long_as_the_standard_says(town: Town) -> None:
    town.rules(town.now, hold_after_days=21)
    elder = town.elder(minutes=90)
    need = town.need(elder)
    assert time_out_holds(now=need.ends_at + 20 * DAY) == 0
    assert time_out_holds(now=need.ends_at + 22 * DAY) == 1
    assert town.savings(elder).time_held == 0


def test_an_export_can_be_taken_as_long_as_the_standard_says(town: Town) -> None:
    officer = town.staff(Role.BUREAU_STANDARDS, "宋标准", node=town.city)
    visit = town.confirmed(town.elder(), town.volunteer())
    certify_visit(actor=town.certifier(), visit_id=visit.id, now=visit.ended_at)
    town.now += 10 * DAY
    asked = {"last_day": local(town.now).date(), "reason": "上报", "now": town.now}
    kept = []
    for days in (None, 10):
        if days:
            town.rules(town.now, download_days=days)
        export = ask_national(actor=officer, token=new_id(), **asked)
        go_on(export_id=export.pk, heads=HEADS, source=lambda *_: Chunk([], None, []), now=lambda: town.now, size=1)
        done = Export.objects.get(pk=export.pk)
        kept.append(done.expires_at - done.done_at)
    assert kept == [3 * DAY, 10 * DAY]


def test_how_far_ahead_and_between_which_hours_is_asked(town: Town) -> None:
    nine, elder = town.now + 2 * DAY, town.elder()

    def why(starts_at) -> tuple[str, str]:
        with pytest.raises(UnableToPlaceNeed) as refused:
            town.need(elder, starts_at=starts_at)
        return refused.value.code, str(refused.value.words)

    assert why(nine + 400 * DAY) == ("too_far", "时间太远了，请约 366 天以内的。")
    assert why(nine + 14 * HOUR) == ("at_night", "请约上午 6 点到晚上 10 点之间。")
    town.rules(town.now, ask_ahead_days=30, visit_from_hour=10, visit_until_hour=16)
    assert why(nine + 40 * DAY) == ("too_far", "时间太远了，请约 30 天以内的。")
    assert why(nine) == why(nine + 7 * HOUR) == ("at_night", "请约上午 10 点到下午 4 点之间。")
    assert town.need(elder, starts_at=nine + 2 * HOUR).starts_at == nine + 2 * HOUR


def test_how_late_a_visit_begins_and_from_when_a_report_is_late(town: Town) -> None:
    town.rules(town.now, check_in_last_hours=1, staff_late_report_min=30)
    first, second = (town.taken(town.elder(name), town.volunteer()) for name in ("甲", "乙"))
    late = first.need.ends_at + 2 * HOUR
    with pytest.raises(UnableToCheckIn) as refused:
        start_visit(actor=town.actor(first.volunteer), visit_id=first.id, code=first.need.code, now=late)
    assert refused.value.code == "too_late"
    facts = {"actor": town.coordinator(), "reason": "没带手机"}
    told = [
        start_visit(visit_id=visit.id, started_at=visit.need.starts_at, now=visit.need.starts_at + after, **facts)
        for visit, after in ((first, 29 * MINUTE), (second, 31 * MINUTE))
    ]
    assert [visit.reported_late for visit in told] == [False, True]


def test_how_far_ahead_a_volunteer_sees_needs(town: Town) -> None:
    helper, need = town.volunteer(), town.need(town.elder(), starts_at=town.now + 10 * DAY)
    seen = [[one.need.id for one in needs_near(actor=town.actor(helper), now=town.now)]]
    town.rules(town.now, near_days=7)
    seen.append([one.need.id for one in needs_near(actor=town.actor(helper), now=town.now)])
    assert seen == [[need.id], []]


def test_how_far_back_answers_are_learned_from(town: Town) -> None:
    helper, need = town.volunteer(), town.need(town.elder(), starts_at=town.now + 5 * DAY)
    invite(actor=town.coordinator(), need_id=need.id, whom=[Invitee(volunteer_id=helper.pk)], now=town.now)
    asked = Invitation.objects.get(need_id=need.id)
    decline_invitation(actor=town.actor(helper), invitation_id=asked.id, why=None, now=town.now)
    later = town.now + 60 * DAY
    learn_acceptance(now=later)
    assert Acceptance.objects.count() == 1
    town.rules(town.now, dispatch_learn_days=30)
    learn_acceptance(now=later)
    assert Acceptance.objects.count() == 0
