"""`./dev month`: a simulated month of service on one database or both, seeded; at its end everything is reckoned."""

import argparse
import json
import subprocess
import sys
import time
from dataclasses import fields, replace

from tests.campaigns import standing


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--database", choices=[*standing.DATABASES, "both"], default="both")
    asked.add_argument("--seed", type=int, default=2026)
    asked.add_argument("--short", action="store_true", help="as in `./dev test`")
    given = asked.parse_args()
    if given.database == "both":
        rest = ["--seed", str(given.seed), *(["--short"] if given.short else [])]
        runs = [[sys.executable, "-m", "tests.campaigns.month", "--database", one, *rest] for one in standing.DATABASES]
        return max(subprocess.run(run, check=False).returncode for run in runs)
    with standing.database(given.database):
        from django.test.utils import setup_test_environment  # noqa: PLC0415 (Django is set up by now)

        from tests.campaigns.month.cast import SHORT, Size  # noqa: PLC0415
        from tests.campaigns.month.reckoning import findings  # noqa: PLC0415
        from tests.campaigns.month.whole import play  # noqa: PLC0415

        setup_test_environment()
        size = replace(SHORT if given.short else Size(), seed=given.seed)
        began = time.monotonic()
        played = play(size)
        over = time.monotonic()
        wrong = played.on_the_way + findings(played.month, played.papers, played.end)
        told = {
            "database": given.database,
            "seconds": round(over - began),
            "seconds of reckoning": round(time.monotonic() - over),
        }
        told |= {field.name: getattr(size, field.name) for field in fields(size)}
        told |= {"needs": len(played.month.plain.needs), "visits": len(played.month.plain.visits), "wrong": len(wrong)}
        sys.stdout.write(
            json.dumps({**told, **dict(sorted(played.month.done.items()))}, ensure_ascii=False, indent=1) + "\n"
        )
        sys.stdout.writelines(f"{one}\n" for one in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
