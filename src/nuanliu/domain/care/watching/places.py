"""A helper's telephone at the door: its place is compared and forgotten; how far off it was is kept for a while.

What stays for good is the visit's evidence, "place": she was near. The distance lies sealed with the helper's key.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.watching.models import VisitPlace
from nuanliu.domain.care.watching.types import End
from nuanliu.domain.people.models import Elder, Person
from nuanliu.domain.people.sealing import open_for, seal_for
from nuanliu.domain.people.types import Circumstance
from nuanliu.platform.geo import Place, metres_between, place
from nuanliu.platform.ids import derived_id

COLUMN = "visit_metres"


@dataclass(frozen=True, slots=True)
class Spot:
    """What the telephone says: where it is, and within how many metres that is true."""

    place: Place
    accuracy: int


class Nearness(StrEnum):
    """What comes of comparing a spot with the door."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    VAGUE = "vague"
    """The telephone knows its place too roughly to say."""
    NO_DOOR = "no_door"
    """Where the door is, is not known."""


def nearness(*, spot: Spot, door: Place | None, most_metres: int) -> Nearness:
    """Whether the spot is at the door. Pure."""
    if door is None:
        return Nearness.NO_DOOR
    if spot.accuracy > most_metres:
        return Nearness.VAGUE
    return Nearness.INSIDE if metres_between(spot.place, door) <= most_metres else Nearness.OUTSIDE


def door_of_need(*, need: Need) -> Place | None:
    """Where the old person lives: her home, or the home of the site for who lives in it. None if not known."""
    home = place(latitude=need.elder.latitude, longitude=need.elder.longitude)
    if home is not None:
        return home
    elder = Elder.objects.filter(pk=need.elder_id).first()
    if elder is None or Circumstance.IN_CARE_HOME not in elder.circumstances:
        return None
    return place(latitude=need.site.latitude, longitude=need.site.longitude)


def keep_distance(*, visit: Visit, end: End, metres: int, at: datetime) -> None:
    """Keep how far from the door it was, sealed. Inside the caller's transaction."""
    VisitPlace.objects.create(
        site_id=visit.site_id,
        id=derived_id(visit.id, "place", end),
        visit_id=visit.id,
        person=visit.volunteer,
        end=end,
        metres_sealed=seal_for(visit.volunteer, COLUMN, str(metres)) or b"",
        kept_at=at,
    )


def distances_of(*, visit: Visit) -> dict[str, str]:
    """How far from the door each end was, in metres, as long as it is kept; the reader has accessed the visit."""
    rows = VisitPlace.objects.filter(site_id=visit.site_id, visit_id=visit.id).select_related("person")
    return {row.end: _metres(row) for row in rows.order_by("end")}


def distances_kept(*, person: Person) -> dict[UUID, dict[str, str]]:
    """Every distance that is kept of a helper now, in metres, by visit and end."""
    found = dict[UUID, dict[str, str]]()
    for row in VisitPlace.objects.filter(person=person).select_related("person").order_by("kept_at", "id"):
        found.setdefault(row.visit_id, {})[row.end] = _metres(row)
    return found


def forget_distances(*, person_id: UUID) -> int:
    """Remove them: hers as a helper, and those from her door. Gives how many."""
    doors = Need.objects.filter(elder_id=person_id).values_list("id", flat=True)
    visits = Visit.objects.filter(need_id__in=list(doors)).values_list("id", flat=True)
    return VisitPlace.objects.filter(Q(person_id=person_id) | Q(visit_id__in=list(visits))).delete()[0]


def drop_distances(*, before: datetime) -> int:
    """Remove every distance older than that; that somebody was near stays with the visit. Gives how many."""
    return VisitPlace.objects.filter(kept_at__lt=before).delete()[0]


def _metres(row: VisitPlace) -> str:
    return open_for(row.person, COLUMN, row.metres_sealed)
