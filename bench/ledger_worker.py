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

    ask = _asking()
    open_account(site=SITE, unit=Unit.TIME, kind=AccountKind.ISSUANCE, owner=SITE, opened_at=AT)
    for number in range(PEOPLE):
        open_account(site=SITE, unit=Unit.TIME, kind=AccountKind.SAVINGS, owner=person(number), opened_at=AT)
    for first in range(0, PEOPLE, 100):
        accounts = [savings(number) for number in range(first, first + 100)]
        post_many([ask(issuer(account), account, amount=10_000_000) for account in accounts])


def issuer(stripe: UUID) -> UUID:
    """The row of the site's issuance that a posting to the account `stripe` goes through."""
    from nuanliu.domain.ledger.operations import account_id
    from nuanliu.domain.ledger.types import AccountKind, Unit

    return account_id(site=SITE, unit=Unit.TIME, kind=AccountKind.ISSUANCE, owner=SITE, spread_by=stripe)


def _asking() -> Callable[..., "Request"]:  # noqa: F821 (imported below)
    """What makes a posting with a fresh id."""
    from nuanliu.domain.ledger.types import Kind, Request
    from nuanliu.platform.ids import new_id

    def between(giver: UUID, taker: UUID, *, amount: int = 1) -> Request:
        return Request(
            id=new_id(), site=SITE, kind=Kind.SERVICE, debit=giver, credit=taker, amount=amount, occurred_at=AT
        )

    return between


def _two_of(accounts: list[UUID]) -> tuple[UUID, UUID]:
    """Two different accounts, chosen as cheaply as pgbench chooses its rows."""
    many = len(accounts)
    first = int(random.random() * many)
    return accounts[first], accounts[(first + 1 + int(random.random() * (many - 1))) % many]


def _acts(mode: str, number: int = 0, workers: int = 1) -> Callable[[], None]:
    """What one step of `mode` is; a step of a batch counts as a hundred postings.

    The jobs that post in batches (grants, what runs out) share the people among them, and so do the workers of
    `batch`; those of `batch-mixed` draw from everybody, so that nearly any two batches want the same account.
    """
    from django.db import transaction

    from nuanliu.domain.ledger.operations import post, post_many

    between = _asking()
    accounts = [savings(number) for number in range(PEOPLE)]
    own = accounts[number::workers]
    issuers = {account: issuer(account) for account in accounts}
    first = issuer(UUID(int=0))

    def spread() -> None:
        assert post(between(*_two_of(accounts))).stands

    def inside() -> None:
        """Twenty postings in one transaction, so that its begin and end hardly count."""
        with transaction.atomic(durable=True):
            for _number in range(20):
                assert post(between(*_two_of(accounts))).stands

    def batch() -> None:
        assert post_many([between(*_two_of(own)) for _number in range(100)])[0].stands

    def batch_mixed() -> None:
        assert post_many([between(*_two_of(accounts)) for _number in range(100)])[0].stands

    def striped() -> None:
        account = random.choice(accounts)
        assert post(between(issuers[account], account)).stands

    def one_row() -> None:
        assert post(between(first, random.choice(accounts))).stands

    known = {"single": spread, "inside": inside, "batch": batch, "batch-mixed": batch_mixed}
    return (known | {"striped": striped, "one-row": one_row})[mode]


STEP = {"inside": 20, "batch": 100, "batch-mixed": 100}


def main() -> None:
    """Arguments: mode, number of the worker, how many workers there are, seconds."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanliu.config.settings")
    mode = sys.argv[1]
    import django

    django.setup()
    if mode == "prepare":
        prepare()
        return
    number, workers, seconds = int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    random.seed(number * 7919 + time.time_ns())
    act = _acts(mode, number, workers)
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
