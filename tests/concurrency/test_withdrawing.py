"""A version of a service is taken back at the moment it comes into force, and while the next is published."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import connection

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.menu.models import MenuDraft, ServiceVersion
from nuanliu.domain.care.menu.operations import add_version, keep_first
from nuanliu.domain.care.menu.queries import values_of, versions_of
from nuanliu.domain.care.models import Service
from nuanliu.domain.network.types import Role
from nuanliu.platform.clock import day_bounds, local_date
from tests.concurrency import withdrawers
from tests.support.races import MEETING_ROUNDS, ROUNDS, race
from tests.support.town import Town, add_service

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]


def race_to_withdraw(count: int, *, control: bool = False) -> list[str]:
    """What is wrong afterwards, service by service."""
    town = Town.found()
    officers = [town.staff(Role.BUREAU_STANDARDS, name, node=town.city).id for name in ("甲", "乙")]
    day = local_date(town.now) + timedelta(days=3)
    midnight, given = day_bounds(day)[0], []
    for number in range(count):
        service = add_service(f"S{number + 200:03}", position=number + 2)
        keep_first(service=service, at=town.now)
        terms = values_of(terms=service)
        facts = {"service": service, "in_force_from": midnight, "reason": "改", "by": officers[0], "at": town.now}
        wrong = add_version(values=terms | {"bring": "写错的"}, **facts)
        draft = MenuDraft.objects.create(
            service=service, code=service.code, values=terms | {"bring": "水"}, state="draft", begun_by=officers[1],
            begun_at=town.now,
        )  # fmt: skip
        given.append(
            {"service": service.pk, "version": wrong.pk, "draft": draft.pk, "officers": officers, "day": str(day),
             "midnight": midnight, "now": town.now, "control": control}
        )  # fmt: skip
    with withdrawers.nobody_waits() if control and connection.vendor == "sqlite" else nullcontext():
        outcomes = race(count=3, function=withdrawers.acts, given=given)
    return [
        f"{told}: {what}"
        for one, row in zip(given, outcomes, strict=True)
        for told in [[outcome.value or f"{outcome.error}: {outcome.words}" for outcome in row]]
        for what in wrong_at(one, told)
    ]


def wrong_at(given: dict[str, object], told: list[str]) -> list[str]:
    """What came into force was never withdrawn; what is withdrawn does not stand; one version a moment governs."""
    service = Service.objects.get(pk=given["service"])
    wrong = ServiceVersion.objects.get(pk=given["version"])
    governing = versions_of(service=service)
    is_withdrawn = hasattr(wrong, "withdrawal")
    begun = [one.details["version"] for one in Event.objects.filter(action="service.in_force", subject_id=service.pk)]
    must = {
        "told as it is kept": is_withdrawn == (told[0] == "withdrawn"),
        "withdrawn, or refused since it has begun": told[0] in {"withdrawn", "has_begun"},
        "withdrawn or begun, not both": not (is_withdrawn and wrong.number in begun),
        "what stands was not withdrawn": not (is_withdrawn and service.version_number == wrong.number),
        "published, or refused since the day is taken": told[2] in {"published", "not_after_last"},
        "one version a moment": len({one.in_force_from for one in governing}) == len(governing),
    }
    return [words for words, holds in must.items() if not holds]


def test_a_version_is_withdrawn_or_begins() -> None:
    assert race_to_withdraw(ROUNDS) == []


def test_control_without_the_lock_and_the_guard_a_version_does_both() -> None:
    table = "care_servicewithdrawal"
    on = "" if connection.vendor == "sqlite" else f" ON {table}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {table}_not_begun{on}")
    wrong = race_to_withdraw(MEETING_ROUNDS, control=True)
    assert [one for one in wrong if "not both" in one]
