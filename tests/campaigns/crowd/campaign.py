"""Part of `./dev soak`: four processes post at once for a minute while two others read; then the whole is judged.

Never a wrong total, never a balance that is not its last line, no cycle in the history, and the books are right.
"""

import argparse
import sys
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field

from tests.campaigns import standing

WRITERS, READERS = 4, 2


@dataclass
class Judged:
    """What a crowd did and what was wrong with it."""

    transactions: int = 0
    refused: int = 0
    readings: int = 0
    busy: int = 0
    lines: int = 0
    wrong: list[str] = field(default_factory=list)
    """Seen by readers and writers while it went on."""
    findings: list[str] = field(default_factory=list)
    """Of the check of the books."""
    anomalies: Counter[str] = field(default_factory=Counter)
    """Of the checker of histories, by kind."""


def gather(*, seconds: float, least: int, seed: int = 1, is_control: bool = False) -> Judged:
    """Let a crowd work on the present database; `least` is how many calls there must be, however long it takes."""
    from nuanliu.domain.ledger.check import check_books  # noqa: PLC0415 (Django is set up by now)
    from nuanliu.domain.ledger.models import Entry  # noqa: PLC0415
    from tests.campaigns.crowd import town as towns  # noqa: PLC0415
    from tests.campaigns.crowd.workers import take_part  # noqa: PLC0415
    from tests.campaigns.isolation import Transaction, anomalies, with_own_sight  # noqa: PLC0415
    from tests.support.races import run_in_processes  # noqa: PLC0415

    town = towns.found()
    started = list(Entry.objects.values_list("transfer_id", "account_id"))
    facts = {"town": asdict(town), "seconds": seconds, "least": -(-least // WRITERS), "seed": seed, "writers": WRITERS}
    given = [{**facts, "control": is_control}]
    (outcomes,) = run_in_processes(count=WRITERS + READERS, function=take_part, given=given)
    judged = Judged(wrong=[f"{outcome.error}: {outcome.words}" for outcome in outcomes if not outcome.is_ok])
    history = [
        Transaction(f"start/{number}", {account: (transfer,)}) for number, (transfer, account) in enumerate(started)
    ]
    for report in (outcome.value for outcome in outcomes if outcome.is_ok):
        judged.readings += report.readings
        judged.busy += report.busy
        judged.wrong += report.wrong
        history += report.transactions
    writing = [one for one in history if one.appends and not str(one.name).startswith("start")]
    judged.transactions, judged.refused = len(writing), sum(one.is_refused for one in writing)
    final = defaultdict(list)
    for account, number, transfer in Entry.objects.values_list("account_id", "seq", "transfer_id"):
        final[account].append((number, transfer))
    judged.lines = sum(map(len, final.values()))
    judged.anomalies.update(one.kind for one in anomalies(with_own_sight(history, final), final))
    judged.findings = [f"{finding.code} {finding.subject}" for finding in check_books().findings]
    return judged


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--database", choices=standing.DATABASES, default="sqlite")
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--least", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--control", action="store_true", help="without row locks and without the guards of the lines")
    given = asked.parse_args()
    with standing.database(given.database):
        if given.control:
            from tests.support import weak_ledger  # noqa: PLC0415

            weak_ledger.lock_no_rows()
            weak_ledger.forget_entry_guards()
        judged = gather(seconds=given.seconds, least=given.least, seed=given.seed, is_control=given.control)
    sys.stdout.write(
        f"{given.database}: {judged.transactions} transactions ({judged.refused} refused, {judged.busy} given up as "
        f"busy), {judged.lines} lines, {judged.readings} whole readings\n"
        f"seen wrong: {len(judged.wrong)} {judged.wrong[:5]}\n"
        f"of the books: {len(judged.findings)} {judged.findings[:5]}\n"
        f"in the history: {dict(judged.anomalies)}\n"
    )
    return 1 if judged.wrong or judged.findings or judged.anomalies else 0


if __name__ == "__main__":
    sys.exit(main())
