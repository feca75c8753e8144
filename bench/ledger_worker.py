"""One worker process of the ledger benchmark: posts through the public operations until the time is up.

Says `ready` when warm, starts at a line on its standard input, and answers with one line of JSON. `prepare` fills the
book instead.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
SITE = UUID(int=0x5175)
PEOPLE = 1000


def person(number: int) -> UUID:
    """The id of one of the book's people."""
    return UUID(int=(number + 1) << 64 | 0xF00D)


def savings(number: int) -> UUID:
    """The account of one of the book's people."""
    from nuanliu.domain.ledger.operations import account_id
    from nuanliu.domain.ledger.types import AccountKind, Unit

    return account_id(site=SITE, unit=Unit.TIME, kind=AccountKind.SAVINGS, owner=person(number))


def prepare() -> None:
    """Tables, accounts, and minutes on them."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from nuanliu.domain.ledger.operations import open_account, post_many
    from nuanliu.domain.ledger.types import AccountKind, Unit

    open_account(site=SITE, unit=Unit.TIME, kind=AccountKind.ISSUANCE, owner=SITE, opened_at=AT)
    for number in range(PEOPLE):
        open_account(site=SITE, unit=Unit.TIME, kind=AccountKind.SAVINGS, owner=person(number), opened_at=AT)
    for first in range(0, PEOPLE, 100):
        post_many([_issue(number, amount=10_000_000) for number in range(first, first + 100)])


def _issue(number: int, *, amount: int, stripe: UUID | None = None) -> "Request":  # noqa: F821 (imported below)
    from nuanliu.domain.ledger.operations import account_id
    from nuanliu.domain.ledger.types import AccountKind, Kind, Request, Unit
    from nuanliu.platform.ids import new_id

    giver = account_id(
        site=SITE, unit=Unit.TIME, kind=AccountKind.ISSUANCE, owner=SITE, spread_by=stripe or person(number)
    )
    return Request(
        id=new_id(), site=SITE, kind=Kind.SERVICE, debit=giver, credit=savings(number), amount=amount, occurred_at=AT
    )


def _acts(mode: str) -> Callable[[], None]:
    """What one step of `mode` is; a step of a batch counts as a hundred postings."""
    from django.db import transaction

    from nuanliu.domain.ledger.operations import post, post_many
    from nuanliu.domain.ledger.types import Kind, Request
    from nuanliu.platform.ids import new_id

    accounts = [savings(number) for number in range(PEOPLE)]

    def between(giver: UUID, taker: UUID) -> Request:
        return Request(id=new_id(), site=SITE, kind=Kind.SERVICE, debit=giver, credit=taker, amount=1, occurred_at=AT)

    def spread() -> None:
        assert post(between(*random.sample(accounts, 2))).stands

    def inside() -> None:
        """Twenty postings in one transaction, so that its begin and end hardly count."""
        with transaction.atomic(durable=True):
            for _number in range(20):
                assert post(between(*random.sample(accounts, 2))).stands

    def batch() -> None:
        assert post_many([between(*random.sample(accounts, 2)) for _number in range(100)])[0].stands

    def striped() -> None:
        assert post(_issue(random.randrange(PEOPLE), amount=1)).stands

    def one_row() -> None:
        assert post(_issue(random.randrange(PEOPLE), amount=1, stripe=UUID(int=0))).stands

    return {"single": spread, "inside": inside, "batch": batch, "striped": striped, "one-row": one_row}[mode]


STEP = {"inside": 20, "batch": 100}


def main() -> None:
    """Arguments: mode, number of the worker, how many workers there are, seconds."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanliu.config.settings")
    mode = sys.argv[1]
    import django

    django.setup()
    if mode == "prepare":
        prepare()
        return
    number, seconds = int(sys.argv[2]), float(sys.argv[4])
    random.seed(number * 7919 + time.time_ns())
    act = _acts(mode)
    for _warm in range(5):
        act()
    print("ready", flush=True)
    sys.stdin.readline()
    cpu, start, done = time.process_time(), time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        act()
        done += STEP.get(mode, 1)
    took = time.perf_counter() - start
    print(json.dumps({"rate": done / took, "cpu_ms": 1000 * (time.process_time() - cpu) / max(done, 1)}), flush=True)


if __name__ == "__main__":
    main()
