"""Counting what was wrong, about an account and from an address, so that guessing takes longer than anybody has.

The same rows are looked for, locked and written whether or not there is such an account: neither the answer nor the
time it takes says who exists.
"""

from datetime import datetime, timedelta
from uuid import UUID

from nuanliu.domain.signing.models import Tries
from nuanliu.domain.signing.types import FIRST_WAIT, FREE_FAILURES, SENT_WITHIN, Tried
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.crypto import keyring

LONGEST_EXPONENT = 16


def counted(what: Tried, whose: str) -> UUID:
    """The id of the row that counts `what` about `whose`: an account's id, or what was typed where there is none."""
    return UUID(bytes=keyring().index(f"tries-{what}", whose))


def locked_rows(*, ids: tuple[UUID, ...], now: datetime) -> dict[UUID, Tries]:
    """The rows of these ids, made where missing, locked in the order of their ids. Inside a transaction."""
    Tries.objects.bulk_create([Tries(id=one, counted_since=now) for one in sorted(ids)], ignore_conflicts=True)
    rows = Tries.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return {row.pk: row for row in rows}


def is_resting(row: Tries, *, now: datetime) -> bool:
    """Whether nothing is looked at for a while."""
    return row.rests_until is not None and row.rests_until > now


def lock_time(*, now: datetime) -> timedelta:
    """How long an account rests (the Standard's `failed_login_lock_min`)."""
    return timedelta(minutes=standard_in_force(at=now).minutes("failed_login_lock_min"))


def count_account(row: Tries, *, attempt: UUID, is_right: bool, now: datetime) -> bool:
    """One more try about an account: right sets back to none, the Standard's number of wrong ones lets it rest.

    Returns whether this one made it rest.
    """
    limit = standard_in_force(at=now).integer("failed_login_limit")
    failures = 0 if is_right else row.failures + 1
    is_over = failures >= limit
    row.failures = 0 if is_over else failures
    row.rests_until = now + lock_time(now=now) if is_over else None
    row.last_try, row.was_right = attempt, is_right
    row.save(update_fields=["failures", "rests_until", "last_try", "was_right"])
    return is_over


def count_address(row: Tries, *, is_right: bool, now: datetime) -> None:
    """One more try from an address. Others may sit behind it, so right ones forgive nothing and wrong ones slow down.

    Each failure beyond the free ones makes the address wait twice as long, up to the time an account rests.
    """
    longest = lock_time(now=now)
    if now - row.counted_since > longest and not is_resting(row, now=now):
        row.failures, row.counted_since = 0, now
    if not is_right:
        row.failures += 1
        beyond = row.failures - FREE_FAILURES
        if beyond > 0:
            row.rests_until = now + min(FIRST_WAIT * 2 ** min(beyond - 1, LONGEST_EXPONENT), longest)
    row.save(update_fields=["failures", "counted_since", "rests_until"])


def count_sent(row: Tries, most: int, *, now: datetime) -> bool:
    """One more sent within the hour; False when that is too many."""
    if now - row.counted_since > SENT_WITHIN:
        row.failures, row.counted_since = 0, now
    row.failures = min(row.failures + 1, most + 1)
    row.save(update_fields=["failures", "counted_since"])
    return row.failures <= most
