"""The rows behind a figure, each with the code by which its line is found in the sealed book."""

from typing import Any
from uuid import UUID

from nuanliu.domain.honours.models import Frozen
from nuanliu.domain.ledger.seals.codes import code_of
from nuanliu.platform.ids import derived_id


def evidence_of(*, row: Frozen, asked: str) -> list[dict[str, Any]]:
    """The rows behind a figure, the newest first; by default all that count."""
    facts: dict[str, Any] = row.facts
    if asked == "late":
        found = [one for one in facts.get("visits", []) if one.get("late")]
    elif asked in facts and isinstance(facts[asked], list):
        found = facts[asked]
    else:
        found = facts.get("visits", facts.get("redemptions", []))
    return [
        {
            "day": one["day"],
            "what": one.get("service") or one.get("title") or "",
            "minutes": one.get("minutes"),
            "grade": one.get("grade", ""),
            "code": _code(one),
        }
        for one in reversed(found)
    ]


def _code(one: dict[str, Any]) -> str:
    """By which anybody finds the line of honour in the sealed book; only of a visit that counts."""
    return code_of(transfer=derived_id(UUID(one["id"]), "honour")) if "minutes" in one else ""
