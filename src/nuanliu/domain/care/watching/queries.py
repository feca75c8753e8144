"""What the desk has to look after now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.queries import access_visit
from nuanliu.domain.care.types import VisitState
from nuanliu.domain.care.watching.models import Incident, VisitPhoto
from nuanliu.domain.care.watching.types import IncidentState, Severity
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.errors import NotVisible

MOST = 200
_WORST_FIRST = Case(
    *(When(severity=one, then=Value(place)) for place, one in enumerate((Severity.HIGH, Severity.MID, Severity.LOW))),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Watched:
    """The lists of the desk's watch: who has not ended, who has not begun, whom to ring because she is silent."""

    not_ended: list[Visit]
    not_begun: list[Visit]
    silent: list[Visit]


def watched(*, actor: Actor, now: datetime) -> Watched:
    """What is overdue at the actor's sites, the longest first; one query a list."""
    standard = standard_in_force(at=now)
    reach = within(paths=actor.paths(Power.BOARD_SEE), column="site__path")
    rows = Visit.objects.filter(reach).select_related("need__service", "need__elder", "volunteer", "site")

    def first(asked: Q, order: str) -> list[Visit]:
        return list(rows.filter(asked).order_by(order, "id")[:MOST])

    ended = now - standard.span("check_out_late_alert_min")
    begun = now - standard.span("check_in_late_alert_min")
    asked = now - standard.span("elder_confirm_hours")
    return Watched(
        not_ended=first(Q(state=VisitState.SERVING, need__ends_at__lt=ended), "need__ends_at"),
        not_begun=first(Q(state=VisitState.TAKEN, need__starts_at__lt=begun), "need__starts_at"),
        silent=first(Q(state=VisitState.SERVED, ended_at__lt=asked), "ended_at"),
    )


def incidents_within(*, actor: Actor) -> QuerySet[Incident]:
    """Incidents at the actor's sites, the open and the worst first."""
    reach = within(paths=actor.paths(Power.BOARD_SEE), column="site__path")
    rows = Incident.objects.filter(reach).select_related("site", "visit__volunteer", "visit__need__elder")
    return rows.annotate(worst=_WORST_FIRST).order_by("-state", "worst", "-told_at", "id")


def open_incidents(*, actor: Actor) -> QuerySet[Incident]:
    """Those that somebody has to see to."""
    return incidents_within(actor=actor).filter(state=IncidentState.OPEN)


def access_incident(*, actor: Actor, incident_id: UUID) -> Incident:
    """One incident of a site whose board the actor sees. Raises NotVisible."""
    about = ("visit__volunteer", "visit__need__elder", "visit__need__service")
    found = Incident.objects.select_related("site", *about).filter(id=incident_id).first()
    if found is None or not actor.may(Power.BOARD_SEE, path=found.site.path):
        raise NotVisible
    return found


def photos_of(*, visit: Visit) -> list[VisitPhoto]:
    """The photographs of a visit, without their pictures; the reader has accessed the visit."""
    return list(VisitPhoto.objects.filter(site_id=visit.site_id, visit_id=visit.id).order_by("added_at", "id"))


def access_photo(*, actor: Actor, photo_id: UUID) -> VisitPhoto:
    """A photograph, for its helper and the staff of the site. Raises NotVisible."""
    found = VisitPhoto.objects.select_related("paper__person").filter(id=photo_id).first()
    if found is None:
        raise NotVisible
    visit = access_visit(actor=actor, visit_id=found.visit_id)
    if actor.id != visit.volunteer_id and not actor.may(Power.BOARD_SEE, path=visit.site.path):
        raise NotVisible
    return found
