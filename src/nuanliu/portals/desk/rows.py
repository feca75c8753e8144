"""A need or a visit as one line of the board, of a list, of an export: the same facts whichever it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from nuanliu.domain.care.models import Need, Service, Visit
from nuanliu.domain.care.types import STANDING_VISIT, VisitState
from nuanliu.domain.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`href` leads to where the next thing is done."""

    href: str
    number: int
    starts_at: datetime
    ends_at: datetime
    elder: Person
    service: Service
    helpers: tuple[str, ...]
    wanted: int
    state: str
    is_urgent: bool


def row_of(item: Need | Visit) -> Row:
    """The line of a need or a visit, from what the query has already fetched."""
    return _of_visit(item) if isinstance(item, Visit) else _of_need(item)


def _of_need(need: Need) -> Row:
    standing = [visit for visit in need.visits.all() if visit.state in STANDING_VISIT]
    return Row(
        href=reverse("desk:need", args=[need.id]),
        number=need.number,
        starts_at=need.starts_at,
        ends_at=need.ends_at,
        elder=need.elder,
        service=need.service,
        helpers=tuple(visit.volunteer.name for visit in standing),
        wanted=need.helpers_wanted,
        state=need.state,
        is_urgent=need.is_urgent,
    )


def _of_visit(visit: Visit) -> Row:
    need: Any = visit.need
    page = "desk:certify" if visit.state == VisitState.CONFIRMED else "desk:visit"
    return Row(
        href=reverse(page, args=[visit.id]),
        number=need.number,
        starts_at=need.starts_at,
        ends_at=need.ends_at,
        elder=need.elder,
        service=need.service,
        helpers=(visit.volunteer.name,),
        wanted=1,
        state=visit.state,
        is_urgent=need.is_urgent,
    )
