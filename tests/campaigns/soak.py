"""`./dev soak`: the state machine for as many steps as wanted, on one database; seeded, printed, to be gone on with.

Every line says how far it is and how often each operation met each outcome. `--from-batch` goes on where a line
stopped: batch number N always plays the same steps.
"""

import argparse
import json
import sys
import time
from collections import Counter

from tests.campaigns import standing

STEPS_A_BOOK = 250
BOOKS_A_BATCH = 4


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--database", choices=standing.DATABASES, default="sqlite")
    asked.add_argument("--steps", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=2026)
    asked.add_argument("--from-batch", type=int, default=0)
    given = asked.parse_args()
    with standing.database(given.database):
        return soak(name=given.database, steps=given.steps, seed_=given.seed, first=given.from_batch)


def soak(*, name: str, steps: int, seed_: int, first: int) -> int:
    """Play batches until so many steps are done. Raises what the machine raises: a step on which the two differ."""
    from hypothesis import seed  # noqa: PLC0415 (Django is set up by now)
    from hypothesis.stateful import run_state_machine_as_test  # noqa: PLC0415

    from tests.campaigns import machine  # noqa: PLC0415
    from tests.support import snapshots  # noqa: PLC0415

    began, batch = time.monotonic(), first
    total: Counter[str] = Counter()
    while total["steps"] < steps:
        machine.done.clear()
        seeded = seed(seed_ * 1_000_000 + batch)(type("BookMachine", (machine.BookMachine,), {}))
        run_state_machine_as_test(seeded, settings=machine.played(books=BOOKS_A_BATCH, steps=STEPS_A_BOOK))
        snapshots.restore()
        total += machine.done
        batch += 1
        told = {"database": name, "seed": seed_, "next_batch": batch, "seconds": round(time.monotonic() - began)}
        sys.stdout.write(json.dumps({**told, **dict(sorted(total.items()))}) + "\n")
        sys.stdout.flush()
    sys.stdout.write(f"{name}: {total['steps']} steps on {total['books']} books, every one as the model says\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
