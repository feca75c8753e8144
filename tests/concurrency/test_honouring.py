"""The same steps written down by several at once: each once a person, and she is told once."""

from contextlib import nullcontext

import pytest
from django.db import connection

from nuanliu.domain.honours.models import Reached
from nuanliu.domain.notices.models import Notice
from tests.concurrency import honourers
from tests.support.races import race
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
WORKERS, PEOPLE = 3, 30


def race_to_mark(*, control: bool) -> tuple[set[str], set[int], set[int]]:
    """(failures, how many steps each has, how often each was told)."""
    town = Town.found()
    people = [town.volunteer(f"志愿者{n}") for n in range(PEOPLE)]
    for person in people:
        town.give(person, 6000)
    given = [{"person": person.pk, "now": town.now, "control": control} for person in people]
    weak = honourers.nobody_holds_her() if control and connection.vendor == "sqlite" else nullcontext()
    with weak:
        outcomes = race(count=WORKERS, function=honourers.mark, given=given)
    errors = {one.error for told in outcomes for one in told if not one.is_ok}
    steps = {Reached.objects.filter(person=person).count() for person in people}
    notices = {Notice.objects.filter(person=person, kind="honour_reached").count() for person in people}
    return errors, steps, notices


def test_each_step_stands_once_and_is_told_once() -> None:
    assert race_to_mark(control=False) == (set(), {4}, {4})


def test_without_the_lock_it_goes_wrong() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX reached_once")
    try:
        errors, steps, _notices = race_to_mark(control=True)
        assert steps != {4} or errors
    finally:
        Reached.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE UNIQUE INDEX reached_once ON honours_reached (site_id, person_id, kind, place)"
                " WHERE withdrawn_at IS NULL"
            )
