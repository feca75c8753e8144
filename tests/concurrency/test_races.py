"""Two people at once: many rounds of each collision; a control without the lock must go wrong."""

from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Sum

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import STANDING_VISIT, NeedState, VisitState
from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.models import Balance, Entry
from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.types import Role
from nuanliu.domain.passbook.accounts import Holder, savings
from tests.concurrency import scenarios
from tests.support import weak_ledger
from tests.support.bulk import MINUTES, add_needs, add_visits, starts
from tests.support.races import CONTROL_ROUNDS, MEETING_ROUNDS, ROUNDS, race
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

WORKERS = 4
"""Processes really collide on PostgreSQL; on SQLite they stand in line for the one writer."""


def run(control: str, act: Callable[..., str], rounds: list[dict[str, Any]]) -> tuple[list[list[str]], list[str]]:
    """What everyone was told in each round, and every failure a person would have seen that was not foreseen."""
    given = [{**one, "control": control} for one in rounds]
    weak = scenarios.weakened(control) if control and connection.vendor == "sqlite" else nullcontext()
    with weak:
        outcomes = race(count=WORKERS, function=act, given=given)
    told = [[outcome.value for outcome in one] for one in outcomes]
    seen = {f"{outcome.error}: {outcome.words}"[:160] for one in outcomes for outcome in one if not outcome.is_ok}
    return told, sorted(seen)


def rounds_of(rows: list[Any], name: str, people: list[list[UUID]], now: datetime) -> list[dict[str, Any]]:
    return [{name: row.id, "people": people[i % len(people)], "now": now} for i, row in enumerate(rows)]


# -- take the same need


def race_for_needs(count: int, control: str = "") -> tuple[list[str], list[str]]:
    """(what people saw that they should not, what is wrong in the database)."""
    town = Town.found()
    elders = [town.elder(f"老人{n}") for n in range(20)]
    helpers = [town.volunteer(f"志愿者{n}") for n in range(WORKERS)]
    needs = add_needs(town, elders, NeedState.OPEN, count)
    told, seen = run(control, scenarios.take, rounds_of(needs, "need", [[h.pk for h in helpers]], town.now))
    standing = [state.value for state in STANDING_VISIT]
    helpers_of = Counter(Visit.objects.filter(state__in=standing).values_list("need_id", flat=True))
    wrong = [f"{need.number}: {helpers_of[need.id]} helpers" for need in needs if helpers_of[need.id] != 1]
    fair = {"took place 1": 1, "already_taken": WORKERS - 1}
    if not control:
        wrong += [f"round {number}: {one}" for number, one in enumerate(told) if Counter(one) != fair]
    return seen, wrong


def test_one_need_has_one_helper() -> None:
    assert race_for_needs(ROUNDS) == ([], [])


def test_control_without_lock_and_constraint_two_helpers_take_one_need() -> None:
    drop_index("visit_one_helper_a_place")
    _seen, wrong = race_for_needs(MEETING_ROUNDS, control="take")
    assert wrong


# -- certify twice


def race_to_certify(count: int, control: str = "") -> tuple[list[str], list[str]]:
    town = Town.found()
    elders = [town.elder(f"老人{n}") for n in range(41)]
    helpers = [town.volunteer(f"志愿者{n}") for n in range(40)]
    certifiers = [town.certifier(f"认定员{n}").id for n in range(WORKERS)]
    needs = add_needs(town, elders, NeedState.CONFIRMED, count)
    visits = add_visits(town, needs, helpers, VisitState.CONFIRMED)
    now = starts(count) + timedelta(days=1)
    told, seen = run(control, scenarios.certify, rounds_of(visits, "visit", [certifiers], now))
    earned = Counter(helpers[number % len(helpers)].pk for number in range(count))
    wrong = []
    for unit in (Unit.TIME, Unit.HONOUR):
        for helper in helpers:
            account = savings(holder=Holder(helper.pk, town.site.pk), unit=unit)
            posted = Balance.objects.get(site_id=account.site, account_id=account.id).posted
            if posted != MINUTES * earned[helper.pk]:
                wrong.append(f"{helper.name} {unit}: {posted} for {earned[helper.pk]} visits")
    if not control and {words for one in told for words in one} != {VisitState.CREDITED.value}:
        wrong.append("somebody was told something else than credited")
    return seen, wrong + [str(finding) for finding in check_books().findings]


def test_a_visit_certified_by_four_is_credited_once() -> None:
    assert race_to_certify(ROUNDS) == ([], [])


def test_control_without_lock_and_derived_ids_visits_are_credited_twice() -> None:
    _seen, wrong = race_to_certify(MEETING_ROUNDS, control="certify")
    assert wrong


# -- confirm twice


def race_to_confirm(count: int, control: str = "") -> tuple[list[str], list[str]]:
    town = Town.found()
    elders = [town.elder(f"老人{n}") for n in range(20)]
    helpers = [town.volunteer(f"志愿者{n}") for n in range(20)]
    clerks = [town.staff(Role.HOTLINE, f"接线员{n}").id for n in range(2)]
    needs = add_needs(town, elders, NeedState.SERVED, count)
    visits = add_visits(town, needs, helpers, VisitState.SERVED)
    now = starts(count) + timedelta(days=1)
    people = [[elder.pk, elder.pk, *clerks] for elder in elders]
    _told, seen = run(control, scenarios.confirm, rounds_of(visits, "visit", people, now))
    said = Counter(Event.objects.filter(action="visit.confirmed").values_list("subject_id", flat=True))
    wrong = [f"{visit.id}: confirmed {said[visit.id]} times" for visit in visits if said[visit.id] != 1]
    states = set(Visit.objects.values_list("state", flat=True)) | set(Need.objects.values_list("state", flat=True))
    if states != {VisitState.CONFIRMED.value}:
        wrong.append(f"states {states}")
    return seen, wrong


def test_a_visit_confirmed_by_four_is_confirmed_once() -> None:
    assert race_to_confirm(ROUNDS) == ([], [])


def test_control_without_lock_a_visit_is_confirmed_twice() -> None:
    _seen, wrong = race_to_confirm(MEETING_ROUNDS, control="confirm")
    assert wrong


# -- A pays B while B pays A


def race_to_pay(count: int, control: str = "") -> tuple[list[str], list[str]]:
    town = Town.found()
    one, two = town.person("甲"), town.person("乙")
    for person in (one, two):
        town.give(person, 200)
    accounts = [savings(holder=Holder(person.pk, town.site.pk), unit=Unit.TIME).id for person in (one, two)]
    amounts = [7, 11, 13, 5]
    now = datetime(2026, 11, 10, tzinfo=UTC)
    rounds = [{"accounts": accounts, "site": town.site.pk, "amounts": amounts, "now": now} for _n in range(count)]
    told, seen = run(control, scenarios.pay, rounds)
    expected = 200
    for worker, amount in enumerate(amounts):
        times = sum(one[worker] == "posted" for one in told)
        expected += (-1 if worker % 2 == 0 else 1) * amount * times
    row = Balance.objects.get(site_id=town.site.pk, account_id=accounts[0])
    total = Entry.objects.filter(account_id=accounts[0]).aggregate(total=Sum("amount"))["total"]
    wrong = [] if row.posted == total == expected else [f"{row.posted} stands, {total} in lines, {expected} told"]
    if row.posted < 0:
        wrong.append("overdrawn")
    return seen, wrong + [str(finding) for finding in check_books().findings]


def test_two_people_paying_each_other_lose_and_gain_nothing() -> None:
    assert race_to_pay(ROUNDS) == ([], [])


def test_control_without_row_locks_the_balance_is_wrong() -> None:
    weak_ledger.lock_no_rows()
    weak_ledger.forget_entry_guards()
    _seen, wrong = race_to_pay(5 * CONTROL_ROUNDS, control="pay")  # they meet only now and then on a busy machine
    assert wrong


# -- taking constraints away in the controls


def drop_index(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {name}")
