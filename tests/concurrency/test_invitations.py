"""Invited helpers accept and decline at once, somebody else takes the need, the desk takes an asking back."""

from contextlib import nullcontext

import pytest
from django.db import connection

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.types import NeedState
from nuanliu.platform.ids import new_id
from tests.concurrency import invitees
from tests.concurrency.invitees import ACCEPTS, ALSO_ACCEPTS, DECLINES, TAKES
from tests.concurrency.test_races import drop_index
from tests.support.bulk import add_needs
from tests.support.races import MEETING_ROUNDS, ROUNDS, race
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
WORKERS, ASKED = 5, 3
SETTLED = [f"invitation.{state}" for state in ("accepted", "declined", "filled", "withdrawn")]


def race_to_answer(count: int, control: str = "") -> list[str]:
    """What is wrong afterwards, need by need."""
    town = Town.found()
    people = [town.volunteer(f"志愿者{n}").pk for n in range(WORKERS - 1)] + [town.coordinator().id]
    needs = add_needs(town, [town.elder(f"老人{n}") for n in range(20)], NeedState.OPEN, count)
    rows = [
        Invitation(
            site=town.site, id=new_id(), need_id=need.id, volunteer_id=people[n], source="desk", asked_at=town.now,
            answer_by=need.starts_at, starts_at=need.starts_at,
        )
        for need in needs
        for n in range(ASKED)
    ]  # fmt: skip
    Invitation.objects.bulk_create(rows)
    asked = {need.id: [row.id for row in rows[place * ASKED :][:ASKED]] for place, need in enumerate(needs)}
    given = [
        {"need": need.id, "asked": asked[need.id], "people": people, "now": town.now, "control": control}
        for need in needs
    ]
    with invitees.weakened(control) if control and connection.vendor == "sqlite" else nullcontext():
        told = race(count=WORKERS, function=invitees.answers, given=given)
    return [
        line
        for need, one in zip(needs, told, strict=True)
        for line in wrong_at(need.id, [outcome.value or outcome.error for outcome in one], asked[need.id], people)
    ]


def wrong_at(need_id, told, asked, people) -> list[str]:
    """One goes; what each was told is what is kept; each asking was settled once."""
    going = list(Visit.objects.filter(need_id=need_id, state="taken").values_list("volunteer_id", flat=True))
    kept = dict(Invitation.objects.filter(need_id=need_id).values_list("id", "state"))
    states = [kept[one] for one in asked]
    said = [people[worker] for worker in (ACCEPTS, ALSO_ACCEPTS, TAKES) if told[worker] == "goes"]
    told_so = (
        ("one goes, and is told so", len(going) == 1 and said == going),
        ("who goes has accepted", all((states[n] == "accepted") == (people[n] in going) for n in range(ASKED))),
        ("a no is kept", (told[DECLINES] == "declined") == (states[DECLINES] == "declined")),
        ("taken back is taken back", (told[-1] == "withdrawn") == (states[ALSO_ACCEPTS] == "withdrawn")),
        ("none waits", "waiting" not in states),
        (
            "each is settled once",
            Event.objects.filter(subject_id__in=asked, action__in=SETTLED).count() == ASKED,
        ),
    )
    return [f"{need_id}: not so: {words}: {told} {states}" for words, holds in told_so if not holds]


def test_one_goes_and_every_answer_is_kept() -> None:
    assert race_to_answer(ROUNDS // 5) == []


def test_control_without_the_needs_lock_two_go_or_an_answer_is_lost() -> None:
    drop_index("visit_one_helper_a_place")
    assert race_to_answer(MEETING_ROUNDS, control="need") != []
