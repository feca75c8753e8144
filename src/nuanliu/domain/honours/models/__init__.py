"""Tables of honour."""

from nuanliu.domain.honours.models.campaigns import Category, Commendation, Criterion, Nomination
from nuanliu.domain.honours.models.evidence import Frozen, Objection, Place, Score, Seat
from nuanliu.domain.honours.models.steps import Reached

__all__ = (
    "Category",
    "Commendation",
    "Criterion",
    "Frozen",
    "Nomination",
    "Objection",
    "Place",
    "Reached",
    "Score",
    "Seat",
)
