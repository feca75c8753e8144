"""`./dev year`: a simulated year on one database, seeded; at its end everything is held against the book."""

import argparse
import json
import sys
import time
from dataclasses import replace

from tests.campaigns import standing


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--database", choices=standing.DATABASES, default="sqlite")
    asked.add_argument("--seed", type=int, default=2026)
    asked.add_argument("--months", type=int, default=12)
    asked.add_argument("--volunteers", type=int, default=500)
    asked.add_argument("--elders", type=int, default=800)
    asked.add_argument("--shops", type=int, default=24)
    asked.add_argument("--visits-a-day", type=int, default=8)
    given = asked.parse_args()
    with standing.database(given.database):
        from tests.campaigns.year.cast import Size, gather  # noqa: PLC0415 (Django is set up by now)
        from tests.campaigns.year.play import Year  # noqa: PLC0415
        from tests.campaigns.year.reckoning import findings  # noqa: PLC0415

        size = replace(
            Size(), seed=given.seed, months=given.months, volunteers=given.volunteers, elders=given.elders,
            shops=given.shops, visits_a_day=given.visits_a_day,
        )  # fmt: skip
        began = time.monotonic()
        cast = gather(size)
        Year(cast).run()
        played = time.monotonic()
        wrong = findings(cast)
        told = {"database": given.database, "seed": given.seed, "seconds": round(played - began)}
        told |= {"seconds of reckoning": round(time.monotonic() - played), "wrong": len(wrong)}
        sys.stdout.write(json.dumps({**told, **dict(sorted(cast.tally.done.items()))}, ensure_ascii=False) + "\n")
        sys.stdout.writelines(f"{one}\n" for one in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
