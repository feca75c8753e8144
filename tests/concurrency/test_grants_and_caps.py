"""The last minutes of a grant, a month granted twice, credit at the cap: a thousand collisions each on PostgreSQL."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.models import Entry
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.passbook.accounts import Holder, savings
from nuanliu.domain.passbook.models import Grant
from nuanliu.domain.people.models import Elder
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.clock import at
from nuanliu.platform.ids import new_id
from nuanliu.usecases.grant_time import grant_monthly
from tests.concurrency import granters
from tests.support import weak_ledger
from tests.support.bulk import add_needs, add_visits, starts
from tests.support.races import CONTROL_ROUNDS, ROUNDS, race
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

PAIR = 2
HELPERS = 20
CAP = 90_000
Wrong = tuple[list[str], list[str]]
"""(what people saw that they should not, what is wrong in the database)."""


def run(control: str, act: Callable[..., str], rounds: list[dict[str, Any]]) -> tuple[list[list[str]], list[str]]:
    with ExitStack() as stack:
        if control and connection.vendor == "sqlite":
            stack.enter_context(granters.weakened(control))
            stack.enter_context(weak_ledger.no_transaction())
        outcomes = race(count=PAIR, function=act, given=[{**one, "control": control} for one in rounds])
    seen = {f"{outcome.error}: {outcome.words}"[:160] for one in outcomes for outcome in one if not outcome.is_ok}
    return [[str(outcome.value) for outcome in one] for one in outcomes], sorted(seen)


def special(town: Town) -> Any:
    elder = town.elder()
    Elder.objects.filter(pk=elder.pk).update(is_special=True)
    return elder


# -- the last minutes of a grant, by two needs


def race_for_the_last(count: int, control: str = "") -> Wrong:
    town = Town.found()
    elder = special(town)
    grant_monthly(now=town.now)
    needs = [[new_id() for _worker in range(PAIR)] for _round in range(count)]
    facts = {"elder": elder.pk, "site": town.site.pk, "minutes": 120, "now": town.now}
    rounds = [{**facts, "needs": one, "before": needs[i - 1] if i else []} for i, one in enumerate(needs)]
    told, seen = run(control, granters.hold_the_last, rounds)
    fair = {"held": 1, "not_enough": PAIR - 1}
    wrong = [f"round {number}: {one}" for number, one in enumerate(told) if Counter(one) != fair]
    return seen, wrong + [str(finding) for finding in check_books().findings]


def test_two_needs_never_hold_the_same_last_minutes() -> None:
    assert race_for_the_last(ROUNDS) == ([], [])


def test_control_without_row_locks_both_hold_them() -> None:
    weak_ledger.lock_no_rows()
    weak_ledger.forget_entry_guards()
    seen, wrong = race_for_the_last(5 * CONTROL_ROUNDS, control="last")
    assert wrong or (seen and connection.vendor == "sqlite")


# -- the night's job twice


def race_to_grant(count: int, control: str = "") -> Wrong:
    town = Town.found()
    elder = special(town)
    months = [date(2027 + number // 12, 1 + number % 12, 1) for number in range(count)]
    told, seen = run(control, granters.grant, [{"now": at(month, 0, 50)} for month in months])
    given = Counter(Grant.objects.filter(person=elder).values_list("month", flat=True))
    wrong = [f"{month}: {given[month]} times" for month in months if given[month] != 1]
    if not control:
        wrong += [f"{one}" for one in told if sorted(one) != ["0", "1"]]
    if town.savings(elder).grant != 120 * count:
        wrong.append(f"{town.savings(elder).grant} stands")
    return seen, wrong + [str(finding) for finding in check_books().findings]


def test_a_month_is_granted_once_by_two_jobs() -> None:
    assert race_to_grant(ROUNDS) == ([], [])


def test_control_without_lock_and_derived_id_a_month_is_granted_twice() -> None:
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE passbook_grant DROP CONSTRAINT grant_once_a_month")
    seen, wrong = race_to_grant(CONTROL_ROUNDS, control="grant")
    assert wrong or (seen and connection.vendor == "sqlite")


# -- credit at the cap


def race_at_the_cap(count: int, control: str = "") -> Wrong:
    town = Town.found()
    helpers = [town.volunteer(f"志愿者{n}") for n in range(HELPERS)]
    for helper in helpers:
        town.give(helper, CAP - 60)
    elders = [town.elder(f"老人{n}") for n in range(41)]
    needs = add_needs(town, elders, NeedState.CERTIFIED, PAIR * count)
    whose = [helpers[number // PAIR % HELPERS] for number in range(PAIR * count)]
    visits = add_visits(town, needs, whose, VisitState.CONFIRMED)
    facts = {"choice": "", "counted_minutes": 60, "certified_at": town.now, "certified_by": elders[0].pk}
    version = standard_in_force(at=town.now).version_id
    Visit.objects.update(**facts, state=VisitState.CERTIFIED, standard_version=version)
    now = starts(PAIR * count) + timedelta(days=1)
    rounds: list[dict[str, Any]] = []
    for number in range(count):
        pair = [visit.id for visit in visits[PAIR * number : PAIR * number + PAIR]]
        about = {"helper": whose[PAIR * number].pk, "site": town.site.pk, "room_at": CAP - 60, "now": now}
        rounds += [{**about, "visits": pair}, about]
    _told, seen = run(control, granters.credit_at_the_cap, rounds)
    accounts = [savings(holder=Holder(helper.pk, town.site.pk), unit=Unit.TIME).id for helper in helpers]
    lines = Entry.objects.filter(account_id__in=accounts)
    wrong = [f"a line stands at {line.balance}" for line in lines.filter(balance__gt=CAP)]
    if not control and lines.filter(amount=60).count() != count:
        wrong.append(f"{lines.filter(amount=60).count()} hours kept in {count} rounds")
    return seen, wrong + [str(finding) for finding in check_books().findings]


def test_two_visits_at_the_cap_keep_what_there_is_room_for() -> None:
    assert race_at_the_cap(ROUNDS // 4) == ([], [])  # each round is two whole acts, with their notices


def test_control_without_the_helpers_lock_the_cap_is_passed() -> None:
    seen, wrong = race_at_the_cap(CONTROL_ROUNDS, control="cap")
    assert wrong or (seen and connection.vendor == "sqlite")
