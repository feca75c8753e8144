"""After a crash: is everything that was acknowledged there, and is nothing there twice?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nuanliu.domain.ledger.check import check_books
from nuanliu.domain.ledger.models import Balance, Transfer
from nuanliu.domain.ledger.operations import post_many
from nuanliu.domain.ledger.types import MOVING, Outcome
from tests.campaigns.crash.acts import Place, Sent

if TYPE_CHECKING:
    from uuid import UUID

SENT_TWICE = 40
"""Acknowledged acts that are sent again as well, the last ones."""


@dataclass
class Verdict:
    """What a crash left behind. `wrong` is empty if the promise was kept."""

    acknowledged: int = 0
    unacknowledged_and_there: int = 0
    """Committed, and the answer was lost."""
    unacknowledged_and_not: int = 0
    wrong: list[str] = field(default_factory=list)


def judge(place: Place, acts: Sequence[Sent]) -> Verdict:
    """Look for every acknowledged transfer, send the others again, count every account from the logs alone."""
    verdict = Verdict(acknowledged=sum(act.is_acknowledged for act in acts))
    there = set(Transfer.objects.filter(site_id=place.site).values_list("id", flat=True))
    for act in acts:
        found = [request.id in there for request in act.requests]
        if act.is_acknowledged and not all(found):
            verdict.wrong.append(f"lost: {[str(request.id) for request in act.requests]} was acknowledged")
        elif any(found) and not all(found):
            verdict.wrong.append(f"half there: {[str(request.id) for request in act.requests]}")
        elif not act.is_acknowledged:
            verdict.unacknowledged_and_there += all(found)
            verdict.unacknowledged_and_not += not any(found)
    again = [act for act in acts if not act.is_acknowledged] + [act for act in acts if act.is_acknowledged][
        -SENT_TWICE:
    ]
    for act in again:
        outcomes = {result.outcome for result in post_many(act.requests)}
        expected = {Outcome.REPLAY} if act.is_acknowledged else {Outcome.REPLAY, Outcome.POSTED}
        if not outcomes <= expected:
            verdict.wrong.append(f"sent again: {sorted(outcomes)}")
    verdict.wrong += _miscounted(place, acts)
    verdict.wrong += [f"{finding.code} {finding.subject}" for finding in check_books().findings]
    return verdict


def _miscounted(place: Place, acts: Sequence[Sent]) -> list[str]:
    should: Counter[UUID] = Counter()
    for act in acts:
        for request in act.requests:
            if request.phase in MOVING:
                should[request.debit] -= request.amount
                should[request.credit] += request.amount
    stands = dict(Balance.objects.filter(site_id=place.site).values_list("account_id", "posted"))
    return [
        f"{account}: {posted} stands, {should[account]} was sent"
        for account, posted in stands.items()
        if posted != should[account]
    ]
