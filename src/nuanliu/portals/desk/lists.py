"""Searching and sorting the columns of the board, whether they hold needs or visits."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from nuanliu.domain.care.models import Visit
from nuanliu.platform.typed import tidy_text

LONGEST = 60
LARGEST_NUMBER = 2_000_000_000


def sort_keys(rows: QuerySet[Any]) -> Mapping[str, Sequence[str]]:
    """What the list can be sorted by, each ending in the unique id."""
    near = "need__" if rows.model is Visit else ""
    return {
        "when": (f"{near}starts_at", "id"),
        "number": (f"{near}number", "id"),
        "elder": (f"{near}elder__name", f"{near}starts_at", "id"),
        "service": (f"{near}service__position", f"{near}starts_at", "id"),
    }


def search(rows: QuerySet[Any], *, text: str) -> QuerySet[Any]:
    """The rows whose number, old person, service or (for visits) helper is meant by `text`."""
    wanted = tidy_text(text)[:LONGEST]
    if not wanted:
        return rows
    near = "need__" if rows.model is Visit else ""
    meant = Q(**{f"{near}elder__name__contains": wanted}) | Q(**{f"{near}service__name__contains": wanted})
    if rows.model is Visit:
        meant |= Q(volunteer__name__contains=wanted)
    if wanted.isascii() and wanted.isalpha():
        meant |= Q(**{f"{near}elder__pinyin__contains": wanted.lower()})
    if wanted.isascii() and wanted.isdigit() and int(wanted) < LARGEST_NUMBER:
        meant |= Q(**{f"{near}number": int(wanted)})
    return rows.filter(meant)
