"""One process of the sealing benchmark: fills the book with unsealed lines, seals them, or seals every second."""

import json
import os
import random
import sys
import time


def fill(lines: int) -> None:
    """So many transfers that nobody has sealed, with their entries, through the poster."""
    from bench.ledger_worker import AT, PEOPLE, SITE, savings
    from nuanliu.domain.ledger.operations import post_many
    from nuanliu.domain.ledger.types import Kind, Request
    from nuanliu.platform.ids import new_id

    accounts = [savings(number) for number in range(PEOPLE)]

    def request() -> Request:
        giver, taker = random.sample(accounts, 2)
        return Request(id=new_id(), site=SITE, kind=Kind.SERVICE, debit=giver, credit=taker, amount=1, occurred_at=AT)

    for _batch in range(0, lines, 100):
        post_many([request() for _number in range(100)])
    print(json.dumps({"lines": lines}))


def main() -> None:
    """Arguments: `fill` and how many lines, `seal`, or `loop`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanliu.config.settings")
    import django

    django.setup()
    from bench.ledger_worker import SITE
    from nuanliu.domain.ledger.seals.sealing import seal_site
    from nuanliu.platform import clock

    mode = sys.argv[1]
    if mode == "fill":
        fill(int(sys.argv[2]))
        return
    if mode == "seal":
        cpu, start = time.process_time(), time.perf_counter()
        done = seal_site(site=SITE, now=clock.now())
        took = time.perf_counter() - start
        print(
            json.dumps({"lines": done.lines, "rows": 3 * done.lines, "seconds": took, "cpu": time.process_time() - cpu})
        )
        return
    seal_site(site=SITE, now=clock.now())
    print("ready", flush=True)
    while True:
        time.sleep(1)
        seal_site(site=SITE, now=clock.now())


if __name__ == "__main__":
    main()
