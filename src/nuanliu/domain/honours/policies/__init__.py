"""Decisions of the commendation: pure functions over frozen facts, without database or clock."""

from nuanliu.domain.honours.policies.judging import Rule, Verdict, all_met, digest_of, judge
from nuanliu.domain.honours.policies.measuring import figures_of
from nuanliu.domain.honours.policies.ranking import Ballot, Ranked, rank, votes_needed

__all__ = [
    "Ballot",
    "Ranked",
    "Rule",
    "Verdict",
    "all_met",
    "digest_of",
    "figures_of",
    "judge",
    "rank",
    "votes_needed",
]
