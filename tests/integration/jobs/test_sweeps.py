"""What the schedule does by itself: reminders, reserved minutes given back, notices sent again."""

from datetime import datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.notices.models import Delivery, Notice
from nuanliu.domain.notices.types import Channel, DeliveryState, NoticeKind
from nuanliu.jobs.tasks import send_what_waits
from nuanliu.platform.clock import at, local_date
from nuanliu.usecases.remind_visits import remind_visits
from nuanliu.usecases.time_out_holds import time_out_holds
from tests.support.town import Town

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def town(db) -> Town:
    return Town.found()


def morning_of(moment: datetime, hour: int = 7, minute: int = 0) -> datetime:
    return at(local_date(moment), hour, minute)


# -- reminders


def told_today() -> list[str]:
    return sorted(Notice.objects.filter(kind=NoticeKind.VISIT_TODAY).values_list("person__name", flat=True))


def test_on_the_morning_of_a_visit_both_are_told_once(town):
    visit = town.taken(town.elder("张桂兰"), town.volunteer("李志愿"))
    morning = morning_of(visit.need.starts_at)
    assert remind_visits(now=morning - DAY) == 0
    assert remind_visits(now=morning - MINUTE) == 0
    assert told_today() == []
    assert remind_visits(now=morning) == 1
    assert told_today() == ["张桂兰", "李志愿"]
    assert remind_visits(now=morning + MINUTE) == 0
    assert told_today() == ["张桂兰", "李志愿"]


def test_a_visit_that_began_is_not_reminded_of(town):
    visit = town.taken(town.elder(), town.volunteer())
    assert remind_visits(now=visit.need.starts_at) == 0


# -- reserved minutes


def test_reserved_minutes_go_back_when_their_time_is_over_and_not_before(town):
    elder = town.elder(minutes=90)
    need = town.need(elder)
    assert (town.savings(elder).time_held, town.savings(elder).time_free) == (60, 30)
    over = need.ends_at + timedelta(days=46)
    assert time_out_holds(now=over - timedelta(days=2)) == 0
    assert town.savings(elder).time_held == 60
    assert time_out_holds(now=over) == 1
    assert (town.savings(elder).time_held, town.savings(elder).time_free) == (0, 90)
    assert time_out_holds(now=over) == 0
    assert check_books().is_right


# -- notices that could not leave


@pytest.fixture
def waiting(town) -> Delivery:
    """A notice to a person with a telephone, whose first task is gone."""
    town.taken(town.elder(phone="13800000000"), town.volunteer())
    DBTaskResult.objects.all().delete()
    return Delivery.objects.filter(state=DeliveryState.WAITING).exclude(channel=Channel.CALL_SHEET).earliest("id")


def queued(delivery: Delivery) -> int:
    return sum(row.args_kwargs["args"] == [str(delivery.id)] for row in DBTaskResult.objects.all())


@pytest.mark.parametrize(("attempts", "minutes"), [(0, 1), (1, 1), (2, 4), (3, 16), (4, 64)])
def test_a_notice_is_queued_again_when_its_wait_is_over(waiting, attempts, minutes):
    Delivery.objects.filter(pk=waiting.pk).update(attempts=attempts)
    told = waiting.notice.created_at
    send_what_waits(now=told + timedelta(minutes=minutes, seconds=-1))
    assert queued(waiting) == 0
    send_what_waits(now=told + timedelta(minutes=minutes))
    assert queued(waiting) == 1
    send_what_waits(now=told + DAY)
    assert queued(waiting) == 1, "what is in the queue is not put there twice"


@pytest.mark.parametrize("change", [{"state": DeliveryState.SENT}, {"state": DeliveryState.FAILED}])
def test_what_has_left_or_was_given_up_is_not_queued(waiting, change):
    Delivery.objects.filter(pk=waiting.pk).update(**change)
    send_what_waits(now=waiting.notice.created_at + DAY)
    assert queued(waiting) == 0


def test_the_call_sheet_waits_for_a_human_being(town):
    town.taken(town.elder(phone=""), town.volunteer())
    DBTaskResult.objects.all().delete()
    paper = Delivery.objects.filter(channel=Channel.CALL_SHEET, state=DeliveryState.WAITING)
    assert paper.exists()
    send_what_waits(now=town.now + DAY)
    assert [queued(delivery) for delivery in paper] == [0] * len(paper)
