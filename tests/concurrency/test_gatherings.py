"""Two people take the last place, two certify one roll: once each, and without the locks it goes wrong."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from django.db import connection, transaction

from nuanliu.domain.gatherings.models import Gathering, Part, Signup
from nuanliu.domain.gatherings.types import Role
from nuanliu.domain.ledger.check import check_books
from nuanliu.platform.errors import Unable
from nuanliu.platform.ids import new_id
from nuanliu.usecases.gather import certify as certifying
from nuanliu.usecases.gather import sign_up as signing
from nuanliu.usecases.gather.roll import keep_roll, open_roll
from tests.support.gathered import announced, comes
from tests.support.races import MEETING_ROUNDS, ROUNDS, race
from tests.support.town import Town
from tests.support.workers import actor_of, for_good, read_together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
WORKERS = 4
FEWER, FEWEST = 4, 25
"""To sign up is a larger act than to take a need, a roll a far larger one: so many times fewer rounds."""


@read_together
def _unlocked(*, gathering_id: UUID) -> Gathering:
    return Gathering.objects.select_related("site", "host", "service").get(id=gathering_id)


def _any_id(*_parts: Any) -> UUID:
    return new_id()


@contextmanager
def weakened(control: str) -> Iterator[None]:
    """Nothing taken away for ""; otherwise the row's lock, and on SQLite the transaction, which is the lock there."""
    patches: list[Any] = []
    if control:
        patches = [
            mock.patch("nuanliu.usecases.gather.sign_up.lock_gathering", _unlocked),
            mock.patch("nuanliu.usecases.gather.certify.lock_gathering", _unlocked),
            mock.patch("nuanliu.usecases.gather.certify._lock_helpers"),
        ]
    if control == "certify":
        patches.append(mock.patch("nuanliu.domain.passbook.operations.derived_id", _any_id))
    if control and connection.vendor == "sqlite":
        patches += [
            mock.patch("nuanliu.usecases.gather.sign_up.durable", nullcontext),
            mock.patch("nuanliu.usecases.gather.certify.durable", nullcontext),
        ]
    with ExitStack() as stack:
        for patch in patches:
            stack.enter_context(patch)
        yield


def take_place(*, worker: int, round: int, given: dict[str, Any]) -> str:
    """Each worker signs herself up for the one place."""
    for_good(weakened, given["control"])
    person = given["people"][worker]
    actor = actor_of(person, given["now"])
    try:
        made = signing.sign_up(
            actor=actor, gathering_id=given["party"], person_id=person, role=Role.GUEST, now=given["now"]
        )
    except Unable as refused:
        return refused.code
    return str(made.state)


def certify_roll(*, worker: int, round: int, given: dict[str, Any]) -> str:
    """Each worker certifies the whole roll as her own certifier."""
    for_good(weakened, given["control"])
    actor = actor_of(given["people"][worker], given["now"])
    try:
        return str(certifying.certify_gathering(actor=actor, gathering_id=given["party"], now=given["now"]).state)
    except Unable as refused:
        return refused.code


def run(act: Any, rounds: list[dict[str, Any]], control: str) -> list[list[str]]:
    weak = weakened(control) if control and connection.vendor == "sqlite" else nullcontext()
    with weak:
        outcomes = race(count=WORKERS, function=act, given=[{**one, "control": control} for one in rounds])
    return [[outcome.value if outcome.is_ok else outcome.error for outcome in one] for one in outcomes]


def race_for_places(count: int, control: str = "") -> list[str]:
    """What is wrong afterwards: a place given twice, a counter that does not say how many have one."""
    town = Town.found()
    chief = town.coordinator()
    people = [town.elder(f"老人{number}").pk for number in range(WORKERS)]
    parties = []
    for number in range(count):
        with transaction.atomic():
            party = Gathering(
                site=town.site, id=new_id(), number=number + 1, service=town.services[0], host=town.site, title="联欢",
                place="活动室", starts_at=town.now.replace(hour=23), ends_at=town.now.replace(hour=23, minute=50),
                state="announced", planned_by=chief.id, planned_at=town.now, announced_at=town.now,
            )  # fmt: skip
            party.save(force_insert=True)
            Part.objects.create(site_id=town.site.pk, gathering_id=party.id, role="guest", wanted=1)
        parties.append(party.id)
    told = run(take_place, [{"party": one, "people": people, "now": town.now} for one in parties], control)
    wrong = []
    for party_id, one in zip(parties, told, strict=True):
        states = Counter(Signup.objects.filter(gathering_id=party_id).values_list("state", flat=True))
        taken = Part.objects.get(gathering_id=party_id).taken
        numbers = sorted(Signup.objects.filter(gathering_id=party_id).values_list("number", flat=True))
        if (states["in"], states["waiting"], taken, numbers) != (1, WORKERS - 1, 1, list(range(1, WORKERS + 1))):
            wrong.append(f"{dict(states)}, {taken} taken, lines {numbers}, told {one}")
        elif not control and Counter(one) != Counter({"in": 1, "waiting": WORKERS - 1}):
            wrong.append(f"told {one}")
    return wrong


def test_the_last_place_is_given_once_and_the_others_wait_in_line() -> None:
    assert race_for_places(ROUNDS // FEWER) == []


def test_control_without_the_lock_places_and_lines_are_wrong() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE gatherings_part DROP CONSTRAINT part_never_overrun")
            cursor.execute("ALTER TABLE gatherings_signup DROP CONSTRAINT signup_number_once")
    assert race_for_places(MEETING_ROUNDS, control="place")


def race_to_certify(count: int, control: str = "") -> list[str]:
    """What is wrong afterwards: somebody has more or less than her minutes, or the books do not check."""
    town = Town.found()
    chief = town.coordinator()
    certifiers = [town.certifier(f"认定员{number}").id for number in range(WORKERS)]
    helpers = [town.volunteer(f"志愿者{number}", choice="time") for number in range(3 * count)]
    rounds = []
    for number in range(count):
        party = announced(town, chief, usher=3, minutes=60)
        for helper in helpers[3 * number : 3 * number + 3]:
            comes(town, party, helper, Role.USHER)
        whose: dict[str, Any] = {"actor": chief, "gathering_id": party.id}
        open_roll(now=party.starts_at, **whose)
        keep_roll(came={1, 2, 3}, minutes={}, hands_in=True, is_paper=False, now=party.ends_at, **whose)
        rounds.append({"party": party.id, "people": certifiers, "now": party.ends_at})
    told = run(certify_roll, rounds, control)
    wrong = [f"{one.name}: {town.savings(one)}" for one in helpers if town.savings(one).time != 60]
    if not control and {words for one in told for words in one} != {"certified"}:
        wrong.append(f"told {told}")
    return wrong + [str(finding) for finding in check_books().findings]


def test_a_roll_certified_by_four_is_credited_once() -> None:
    assert race_to_certify(max(ROUNDS // FEWEST, 6)) == []


def test_control_without_lock_and_derived_ids_rolls_are_credited_twice() -> None:
    assert race_to_certify(6, control="certify")
