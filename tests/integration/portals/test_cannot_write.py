"""A full disk, a database that only reads: the person sees a sentence, nothing is half done, and the same press does it
once when the fault is gone."""

from itertools import pairwise

import pytest
from django.http import HttpResponse

from nuanliu.domain.ledger.check import check_books
from nuanliu.platform import retry
from tests.integration.portals.presses import PRESSES, Press
from tests.support.faults import added, answer_lost, no_more_pages, no_room_for, only_reading, rows
from tests.support.forms import Form, forms_of
from tests.support.office import words_of
from tests.support.town import Town

pytestmark = pytest.mark.django_db(transaction=True)

SENTENCE = "系统现在写不进去。您写的没有丢，过几分钟再按一次。急事请打 0858-8220000。"
BUSY = "系统正忙，还没有回音。您写的没有丢，请再按一次。按几次也只算一次。"

MOST = 60
"""More people than the free space inside a small file can take."""


@pytest.fixture
def waits(monkeypatch) -> list[float]:
    slept: list[float] = []
    monkeypatch.setattr(retry, "sleep", slept.append)
    return slept


def form_kept(answer: HttpResponse, one: Press) -> Form:
    """The form that came back: under the same token, with what was typed in it."""
    (form,) = [
        form
        for form in forms_of(answer.content.decode())
        if any((control.name, control.value) == ("token", one.token) for control in form.controls)
    ]
    assert form.action in {"", one.path}
    for control in form.typed:
        if control.name in one.typed and control.name not in one.secret:
            assert control.value == one.typed[control.name], control.name
    return form


def pressed_in_vain(one: Press, sentence: str) -> None:
    """The sentence is there, the form is kept, and not a row has been added."""
    before = rows()
    answer = one.press()
    assert answer.status_code == 200, words_of(answer)
    assert sentence in words_of(answer)
    assert "处要改" not in words_of(answer)
    if "read-back" not in one.path:
        form_kept(answer, one)
    assert added(before) == {}


def pressed_again(one: Press) -> None:
    """The fault is gone: the same press does it, and one more does not do it twice."""
    before = rows()
    assert one.press().status_code == (303 if not one.secret else 200)
    done = added(before)
    assert done or not one.audited
    if one.once:
        assert one.press().status_code == 303
        assert added(before) == done
    assert check_books().is_right


@pytest.mark.parametrize("name", PRESSES)
def test_where_the_database_only_reads(name: str, waits: list[float]) -> None:
    one = PRESSES[name](Town.found()).sign_in()
    with only_reading():
        pressed_in_vain(one, SENTENCE)
    assert waits == []
    pressed_again(one)


IN_THE_MIDDLE = ["elder_asks", "clerk_registers", "helper_ends", "desk_certifies", "desk_voids", "desk_loads_a_roster"]


@pytest.mark.parametrize("name", IN_THE_MIDDLE)
def test_where_there_is_no_room_for_the_last_of_it(name: str, waits: list[float]) -> None:
    """The audit event finds no room, after most of the act was written."""
    one = PRESSES[name](Town.found()).sign_in()
    with no_room_for("audit_event"):
        pressed_in_vain(one, SENTENCE)
    assert waits == []
    pressed_again(one)


@pytest.mark.one_database
def test_a_file_that_may_not_grow_takes_whole_acts_until_it_is_full(waits: list[float]) -> None:
    """SQLITE_FULL itself; PostgreSQL cannot be made full by a client.

    Where the session finds no room although the act did, the page says so, and pressing again finds the act done.
    """
    town = Town.found()
    presses = [PRESSES["clerk_registers"](town).sign_in() for _ in range(MOST)]
    counts = [rows()]
    with no_more_pages():
        for one in presses:
            answer = one.press()
            counts.append(rows())
            if answer.status_code != 303:
                break
    sums = [sum(count.values()) for count in counts]
    deltas = [after - before for before, after in pairwise(sums)]
    assert "现在写不进去" in words_of(answer)
    assert deltas[-1] in {0, deltas[0]}, "half an act was done"
    assert [one.press().status_code for _press in range(2)] == [303, 303]
    deltas[-1] = sum(rows().values()) - sums[-2]
    assert len(set(deltas)) == 1, "half an act was done, or one twice"
    assert check_books().is_right


@pytest.mark.parametrize("name", ["elder_asks", "clerk_places", "helper_ends", "desk_certifies"])
def test_where_no_answer_comes_the_act_is_done_once_and_the_next_press_says_so(name: str, waits: list[float]) -> None:
    one = PRESSES[name](Town.found()).sign_in()
    before = rows()
    with answer_lost(times=retry.TRIES):
        answer = one.press()
    assert (answer.status_code, len(waits)) == (200, retry.TRIES - 1)
    assert BUSY in words_of(answer)
    done = added(before)
    assert one.press().status_code == 303
    assert added(before) == done
    assert check_books().is_right


def test_the_sentence_has_its_english() -> None:
    one = PRESSES["helper_takes"](Town.found()).sign_in()
    one.client.cookies["language"] = "en"
    with only_reading():
        said = words_of(one.press())
    assert "Nothing you wrote is lost: press again in a few minutes. If it is urgent, ring 0858-8220000." in said
