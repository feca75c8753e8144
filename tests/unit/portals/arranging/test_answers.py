from datetime import date
from uuid import UUID

import pytest
from django.http import QueryDict

from nuanliu.platform.clock import at
from nuanliu.portals.arranging.answers import Answers, answers_in

START = UUID("01a20ab3-0000-7000-8000-000000000001")
FULL = Answers(
    what="S101",
    day=date(2026, 11, 25),
    part="morning",
    hour=9,
    minutes=60,
    payer="own_time",
    word="loud",
    again=START,
    start=START,
)


def test_an_address_carries_every_answer_there_and_back() -> None:
    assert answers_in(QueryDict(FULL.query.removeprefix("?"))) == FULL


def test_nothing_answered_is_no_address_at_all() -> None:
    assert Answers().query == ""
    assert answers_in(QueryDict("")) == Answers()


@pytest.mark.parametrize(
    "query",
    [
        "day=tomorrow",
        "day=2026-13-45",
        "hour=99",
        "hour=-1",
        "hour=nine",
        "minutes=99999999",
        "payer=bank",
        "word=<script>",
        "part=night",
        "again=1",
        "start=x",
    ],
)
def test_nonsense_in_the_address_is_not_answered(query: str) -> None:
    assert answers_in(QueryDict(query)) == Answers()


def test_the_moment_is_known_once_day_and_hour_are() -> None:
    assert FULL.starts_at == at(date(2026, 11, 25), 9)
    assert FULL.but(hour=None).starts_at is None
    assert FULL.but(day=None).starts_at is None


def test_the_same_answers_of_one_asking_are_the_same_act() -> None:
    assert FULL.token(note="") == FULL.token(note="")


@pytest.mark.parametrize(
    "changed",
    [
        {"what": "S201"},
        {"day": date(2026, 11, 26)},
        {"hour": 10},
        {"minutes": 90},
        {"payer": "welfare"},
        {"again": None},
    ],
)
def test_a_changed_answer_is_another_act(changed: dict[str, object]) -> None:
    assert FULL.but(**changed).token(note="") != FULL.token(note="")


def test_other_words_are_another_act_and_so_is_another_asking() -> None:
    assert FULL.token(note="x") != FULL.token(note="")
    assert FULL.but(start=UUID(int=7)).token(note="") != FULL.token(note="")


def test_an_asking_gets_its_own_id_once() -> None:
    begun = Answers().begun()
    assert begun.start is not None
    assert begun.begun() == begun
