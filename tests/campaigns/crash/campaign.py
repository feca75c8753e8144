"""`./dev crash`: kill the writers (SQLite) or the whole server (PostgreSQL) in the middle of steady posting, often.

After every kill: nothing that was acknowledged is lost, nothing is there twice when all the rest is sent again, and
the books are right.
"""

import argparse
import base64
import pickle
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

from tests.campaigns import standing

CLIENTS = 3
KILLS_A_FOLDER = 20
LEAST_ACTS = 12
"""Acts of all clients that are in the logs before anything is killed."""


def kill_often(*, name: str, kills: int, seed: int, is_forced: bool = True) -> tuple[Counter[str], list[str]]:
    """(what was counted, what was wrong) over so many kills on one folder."""
    from tests.campaigns.crash import acts, judge, stands  # noqa: PLC0415 (Django is set up by now)

    lot, counted, wrong = Random(seed), Counter(), []
    stand = stands.STANDS[name](is_forced=is_forced)
    try:
        with stands.nursery(stand) as nursery, stands.pointed_at(stand):
            for number in range(kills):
                place = acts.open_place()
                stands.connections.close_all()
                logs = [stand.folder / f"{number}-{client}.log" for client in range(CLIENTS)]
                clients = [_born(nursery, log, lot, place) for log in logs]
                _until_written(logs, LEAST_ACTS)
                stand.note_length()
                _until_written(logs, LEAST_ACTS + (0 if is_forced else LEAST_ACTS) + lot.randint(0, 60))
                stands.must_be_alive(clients)
                stand.crash(clients, lot)
                verdict = judge.judge(place, [act for log in logs for act in acts.read(log)])
                counted.update(
                    kills=1,
                    acknowledged=verdict.acknowledged,
                    unacknowledged_and_there=verdict.unacknowledged_and_there,
                    unacknowledged_and_not=verdict.unacknowledged_and_not,
                )
                wrong += [f"kill {number}: {words}" for words in verdict.wrong]
    finally:
        stand.close()
    return counted, wrong


def _born(nursery: subprocess.Popen[str], log: Path, lot: Random, place: object) -> int:
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(f"{log} {lot.getrandbits(32)} {base64.b64encode(pickle.dumps(place)).decode()}\n")
    nursery.stdin.flush()
    return int(nursery.stdout.readline())


def _until_written(logs: list[Path], lines: int) -> None:
    """Wait until the clients have had so many acts acknowledged."""
    last = time.monotonic() + 120
    while sum(log.read_bytes().count(b"done\n") for log in logs if log.exists()) < lines:
        if time.monotonic() > last:
            raise RuntimeError("the clients do not get on")
        time.sleep(0.01)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--database", choices=standing.DATABASES, default="sqlite")
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=2026)
    asked.add_argument("--control", action="store_true", help="acknowledge what is not forced to the disk")
    given = asked.parse_args()
    total: Counter[str] = Counter()
    wrong: list[str] = []
    began = time.monotonic()
    say = sys.stdout.write
    with standing.database(given.database):  # Django's; each folder has a server or a file of its own
        while total["kills"] < given.kills:
            some = min(KILLS_A_FOLDER, given.kills - total["kills"])
            seed = given.seed + total["kills"]
            counted, found = kill_often(name=given.database, kills=some, seed=seed, is_forced=not given.control)
            total += counted
            wrong += found
            say(f"{given.database}: {dict(total)}, wrong: {len(wrong)}, {time.monotonic() - began:.0f} s\n")
            sys.stdout.flush()
    say("".join(f"{words}\n" for words in wrong[:20]) or "nothing acknowledged was lost, nothing is there twice\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
