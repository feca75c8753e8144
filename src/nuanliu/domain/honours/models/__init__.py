"""Tables of honour."""

from nuanliu.domain.honours.models.campaigns import Category, Commendation, Criterion
from nuanliu.domain.honours.models.evidence import Frozen
from nuanliu.domain.honours.models.lists import Objection, Place
from nuanliu.domain.honours.models.nominations import Nomination
from nuanliu.domain.honours.models.review import Score, Seat
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
