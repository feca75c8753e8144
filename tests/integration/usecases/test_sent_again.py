"""Every act that writes, when the database fails in the middle of it or swallows the answer to COMMIT: done once."""

from contextlib import nullcontext
from datetime import timedelta
from functools import cache

import pytest
from django.db import OperationalError, connection

from nuanliu.domain.care.models import Need
from nuanliu.domain.ledger.check import check_books
from nuanliu.platform import retry
from nuanliu.platform.ids import new_id
from nuanliu.platform.retry import TRIES, UnableNow
from nuanliu.usecases.place_need import place_need
from tests.integration.usecases.journeys import JOURNEYS
from tests.support.faults import added, answer_lost, answer_swallowed, broken_at_write, rows, writes_counted
from tests.support.town import Town

pytestmark = pytest.mark.django_db(transaction=True)


SEEN_ANEW = {"look", "issue_card", "start_with_a_wrong_code", "sign_in_wrongly"}
"""Acts of which every press is one more by right: another look is written down, another card voids the one before it,
another wrong code is another try."""
ONE_STATEMENT = {"read_messages", "set_choice"}
"""Acts of a single statement: no COMMIT whose answer could be lost."""
COMMITTING = [name for name in JOURNEYS if name not in ONE_STATEMENT]


@pytest.fixture
def waits(monkeypatch) -> list[float]:
    """Nobody sleeps; how long everybody would have slept."""
    slept: list[float] = []
    monkeypatch.setattr(retry, "sleep", slept.append)
    return slept


@cache
def done_plainly(name: str) -> tuple[object, dict[str, int], int]:
    """(what the act returns, what it adds, how often it writes) where nothing fails."""
    act = JOURNEYS[name](Town.found())
    before = rows()
    with writes_counted() as writes:
        result = act()
    return result, added(before), len(writes)


@pytest.mark.parametrize("name", COMMITTING)
def test_the_answer_to_commit_is_lost_and_the_act_stands_once(name: str, waits: list[float]) -> None:
    result, plainly, _writes = done_plainly(name)
    act = JOURNEYS[name](Town.found())
    before = rows()
    with answer_lost():
        assert act() == result
    assert added(before) == plainly
    assert check_books().is_right


@pytest.mark.parametrize("name", JOURNEYS)
def test_the_connection_breaks_before_the_last_write_and_the_act_stands_once(name: str, waits: list[float]) -> None:
    result, plainly, writes = done_plainly(name)
    act = JOURNEYS[name](Town.found())
    before = rows()
    with broken_at_write(writes):
        assert act() == result
    assert len(waits) == 1
    assert added(before) == plainly
    assert check_books().is_right


@pytest.mark.parametrize("name", [name for name in COMMITTING if name not in SEEN_ANEW])
def test_pressed_again_after_no_answer_came_at_all(name: str, waits: list[float]) -> None:
    """What a person does who was told that the system is busy, although her act had been done all along."""
    result, plainly, _writes = done_plainly(name)
    act = JOURNEYS[name](Town.found())
    before = rows()
    with answer_lost(times=TRIES), pytest.raises(UnableNow) as told:
        act()
    assert told.value.code == "busy"
    assert act() == result
    assert added(before) == plainly


def placing(town: Town) -> dict[str, object]:
    return {
        "actor": town.clerk(),
        "elder_id": town.elder().pk,
        "service_code": "S101",
        "starts_at": town.now + timedelta(days=2),
        "minutes": 60,
        "token": new_id(),
        "now": town.now,
    }


def test_control_without_the_wrapper_the_error_comes_out(waits: list[float]) -> None:
    answers = placing(Town.found())
    with broken_at_write(2), pytest.raises(OperationalError):
        place_need.__wrapped__(**answers)
    assert not Need.objects.exists()
    with answer_lost(), pytest.raises(OperationalError):
        place_need.__wrapped__(**answers)
    assert Need.objects.count() == 1


@pytest.mark.parametrize("is_sent_again", [True, False])
def test_the_wire_is_cut_after_it_has_carried_the_commit(is_sent_again, waits: list[float]) -> None:
    """No simulation: the server commits, and what it answers never arrives. SQLite has no wire."""
    answers = placing(Town.found())
    wire = answer_swallowed() if connection.vendor == "postgresql" else answer_lost()
    act = place_need if is_sent_again else place_need.__wrapped__
    with wire, nullcontext() if is_sent_again else pytest.raises(OperationalError):
        act(**answers)
        if is_sent_again:
            assert waits
    assert Need.objects.count() == 1
