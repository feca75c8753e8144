"""Two second persons approve at once: one draft is published once; of two for one place the other is read anew."""

from collections import Counter
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import NodeKind, Role
from nuanliu.domain.standards.drafts import outcome_of
from nuanliu.domain.standards.models import DraftValue, StandardDraft, StandardVersion
from nuanliu.platform.clock import local_date
from tests.concurrency import approvers
from tests.support.races import MEETING_ROUNDS, ROUNDS, race
from tests.support.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
TRIED = min(ROUNDS, 200)
"""Every round publishes, and whoever looks reads what was ever published: more rounds would only be slower."""
WISHES = ({"credit_grace_min": 3}, {"credit_min_min": 60})


def drafts_for(town: Town, sites: list[Node], author: Any) -> list[list[tuple[Any, str]]]:
    """Two drafts a site, each as it would be read: its id and the mark of its difference."""
    day = local_date(town.now) + timedelta(days=3)
    made = [
        StandardDraft(
            scope_node=site.pk, title="从严", reason="试行", effective_day=day, state="asked",
            started_by=author, started_at=town.now, asked_by=author, asked_at=town.now,
        )
        for site in sites
        for _wish in WISHES
    ]  # fmt: skip
    StandardDraft.objects.bulk_create(made)
    DraftValue.objects.bulk_create(
        DraftValue(draft=draft, key=key, value=value, changed_by=author, changed_at=town.now)
        for draft, wish in zip(made, WISHES * len(sites), strict=True)
        for key, value in wish.items()
    )
    read = [(draft.pk, outcome_of(draft=draft, now=town.now).mark) for draft in made]
    return [read[place : place + 2] for place in range(0, len(read), 2)]


def race_to_approve(count: int, *, control: bool = False) -> tuple[list[str], list[str]]:
    """(failures nobody foresaw, what went wrong): every second round is about one draft, the others about two."""
    town = Town.found()
    author, *officers = (town.staff(Role.BUREAU_STANDARDS, name, node=town.city).id for name in ("甲", "乙", "丙"))
    county = town.site.parent
    sites = Node.objects.bulk_create(
        Node(kind=NodeKind.COMMUNITY, code=f"S{n}", name=f"社区{n}", parent=county, path=f"{county.path}S{n}/",
             opened_at=town.now)
        for n in range(count)
    )  # fmt: skip
    pairs = drafts_for(town, sites, author)
    given = [
        {"read": pair if number % 2 else [pair[0], pair[0]], "officers": officers, "since": town.now, "now": town.now,
         "control": control}
        for number, pair in enumerate(pairs)
    ]  # fmt: skip
    weak = approvers.nobody_waits() if control and connection.vendor == "sqlite" else nullcontext()
    with weak:
        outcomes = race(count=2, function=approvers.approve, given=given)
    seen = sorted({f"{one.error}: {one.words}"[:160] for told in outcomes for one in told if not one.is_ok})
    wanted = ({"published": 2}, {"published": 1, "seen_another": 1})
    said = [Counter(one.value for one in told) for told in outcomes]
    wrong = [f"round {number}: {dict(one)}" for number, one in enumerate(said) if one != wanted[number % 2]]
    versions = Counter(StandardVersion.objects.filter(carries=None).values_list("scope_node", flat=True))
    return seen, wrong + [f"{site.code}: {versions[site.pk]} versions" for site in sites if versions[site.pk] != 1]


def test_two_approve_at_once_and_one_thing_is_published() -> None:
    assert race_to_approve(TRIED) == ([], [])


def test_control_nothing_is_locked_and_two_things_are_published() -> None:
    seen, wrong = race_to_approve(MEETING_ROUNDS, control=True)
    assert seen or wrong
