"""Slots of time: which slot a moment is in, and what the schedule holds."""

from datetime import UTC, datetime, time, timedelta

import pytest

from nuanliu.jobs.runs import wait_before
from nuanliu.jobs.schedule import SCHEDULE, Job


def nothing(*, now):
    return 0


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("every", "now", "slot"),
    [
        (timedelta(minutes=1), utc(2026, 11, 2, 9, 0, 59, 999), utc(2026, 11, 2, 9, 0)),
        (timedelta(minutes=1), utc(2026, 11, 2, 9, 1), utc(2026, 11, 2, 9, 1)),
        (timedelta(minutes=5), utc(2026, 11, 2, 9, 4, 59), utc(2026, 11, 2, 9, 0)),
        (timedelta(hours=1), utc(2026, 11, 2, 9, 59), utc(2026, 11, 2, 9, 0)),
    ],
)
def test_a_rhythm_has_one_slot_a_period(every, now, slot):
    assert Job("x", nothing, every=every).slot(now=now) == slot


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (utc(2026, 11, 1, 23, 29, 59), utc(2026, 10, 31, 23, 30)),
        (utc(2026, 11, 1, 23, 30), utc(2026, 11, 1, 23, 30)),
        (utc(2026, 11, 2, 23, 29), utc(2026, 11, 1, 23, 30)),
    ],
)
def test_a_daily_job_has_one_slot_a_day_on_the_wall(now, slot):
    """7:30 in Shanghai is 23:30 of the day before in UTC."""
    assert Job("x", nothing, at=time(7, 30)).slot(now=now) == slot


def test_every_job_has_its_own_name_and_one_rhythm():
    assert len({job.name for job in SCHEDULE}) == len(SCHEDULE)
    assert [job.name for job in SCHEDULE if (job.every is None) == (job.at is None)] == []


def test_waits_grow_and_end_at_a_day():
    waits = [wait_before(attempt=attempt) for attempt in range(1, 8)]
    assert waits[:4] == [timedelta(minutes=1), timedelta(minutes=4), timedelta(minutes=16), timedelta(minutes=64)]
    assert waits[-1] == timedelta(days=1)
