"""Changing the keys while people work: everything sealed goes under the first key, batch by batch, each locked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nuanliu.domain.audit.operations import record
from nuanliu.domain.people.rotation import bring_up_to_date, left_behind, newest_person, people_after, rewrap_rows
from nuanliu.platform.crypto import keyring
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.sealed_columns import OF_NOBODY, OF_PERSONS

KEYS = UUID("c1e40000-0000-7000-8000-000000000001")
"""What events about the installation's keys are about."""
BATCH = 100
MOST_ROUNDS = 5
"""A writer that began under the old key can leave a row behind; the next round finds it. Each round ends with whoever
was there when it began."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did: rows changed, and rows still under another key (people were writing)."""

    changed: int
    left: int


def rotate_rows(*, now: datetime) -> Rotated:
    """Seal and index everything under the first keys, in rounds until nothing is left behind. May be run again."""
    changed = 0
    for _round in range(MOST_ROUNDS):
        last, until = None, newest_person()
        while until is not None and (people := people_after(person_id=last, until=until, size=BATCH)):
            changed += _bring_batch(people=people)
            last = people[-1]
        changed += _rewrap_the_rest()
        left = still_behind()
        if not left:
            break
    _write_down(changed=changed, left=left, now=now)
    return Rotated(changed, left)


def still_behind() -> int:
    """How many rows are not under the first keys yet."""
    return left_behind(columns=OF_NOBODY)


@repeated
def _bring_batch(*, people: list[UUID]) -> int:
    with durable():
        return bring_up_to_date(people=people, columns=OF_PERSONS)


@repeated
def _rewrap_the_rest() -> int:
    with durable():
        return rewrap_rows(columns=OF_NOBODY)


@repeated
def _write_down(*, changed: int, left: int, now: datetime) -> None:
    ring = keyring()
    with durable():
        record(
            action="keys.rotated",
            subject_type="keys",
            subject_id=KEYS,
            occurred_at=now,
            actor_id=None,
            details={
                "changed": changed,
                "left": left,
                "field_key": next(iter(ring.masters)),
                "index_key": next(iter(ring.index_keys)),
            },
        )
