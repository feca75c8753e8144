"""Reading disputes: those that wait for somebody, and one with everything that was said."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from nuanliu.domain.care.disputes.models import Dispute, Ruling, Saying
from nuanliu.domain.care.disputes.rules import may_hear
from nuanliu.domain.care.disputes.types import WAITING, DisputeState, Level, RulingState
from nuanliu.domain.care.models import Need
from nuanliu.domain.care.queries import access_visit
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.errors import NotVisible


def dispute_of(*, site: UUID, visit: UUID) -> Dispute | None:
    """The dispute about a visit that was not taken back; the reader has accessed the visit."""
    rows = Dispute.objects.filter(site_id=site, visit_id=visit).order_by("-raised_at", "-id")
    return next((one for one in rows if one.state != DisputeState.WITHDRAWN), None)


def disputed_of(*, need: Need) -> set[UUID]:
    """Ids of the visits of a need about which there is a dispute; the reader has accessed the need."""
    visits = [visit.id for visit in need.visits.all()]
    rows = Dispute.objects.filter(site_id=need.site_id, visit_id__in=visits)
    return set(rows.exclude(state=DisputeState.WITHDRAWN).values_list("visit_id", flat=True))


def sayings_of(*, dispute: Dispute) -> list[Saying]:
    """What was said, the oldest first."""
    rows = Saying.objects.filter(site_id=dispute.site_id, dispute_id=dispute.id)
    return list(rows.order_by("said_at", "id"))


def rulings_of(*, dispute: Dispute) -> list[Ruling]:
    """Every ruling that was proposed, the oldest first."""
    rows = Ruling.objects.filter(site_id=dispute.site_id, dispute_id=dispute.id)
    return list(rows.order_by("proposed_at", "id"))


def rulings_in_force(*, dispute: Dispute) -> list[Ruling]:
    """What was decided: once, or twice where it was appealed."""
    return [ruling for ruling in rulings_of(dispute=dispute) if ruling.state == RulingState.IN_FORCE]


def disputes_within(*, actor: Actor) -> QuerySet[Dispute]:
    """Disputes at the places where the actor sees the board or hears appeals."""
    paths = (*actor.paths(Power.BOARD_SEE), *actor.paths(Power.DISPUTE_HEAR))
    reach = within(paths=paths, column="site__path")
    rows = Dispute.objects.filter(reach)
    return rows.select_related("site", "visit__volunteer", "visit__need__elder", "visit__need__service")


def waiting_disputes(*, actor: Actor) -> QuerySet[Dispute]:
    """Those that somebody has to decide, by their day."""
    states = [state.value for state in WAITING]
    return disputes_within(actor=actor).filter(state__in=states).order_by("decide_by", "id")


def to_hear(*, actor: Actor, now: datetime) -> QuerySet[Dispute]:
    """What waits for the levels above: appeals, and what the sites are late with."""
    reach = within(paths=actor.paths(Power.DISPUTE_HEAR), column="site__path")
    states = [state.value for state in WAITING]
    asked = Q(appealed_at__isnull=False) | Q(decide_by__lt=now)
    return Dispute.objects.filter(reach, asked, state__in=states).select_related("site").order_by("decide_by", "id")


def access_dispute(*, actor: Actor, dispute_id: UUID) -> Dispute:
    """One dispute with its visit. Raises NotVisible but for both sides and for staff who see the site's board."""
    rows = Dispute.objects.select_related(
        "site",
        "visit__volunteer",
        "visit__need__elder__elder",
        "visit__need__service",
        "visit__need__site",
        "visit__site",
    )
    dispute = rows.filter(id=dispute_id).first()
    if dispute is None:
        raise NotVisible
    if not may_hear(actor=actor, path=dispute.site.path, level=Level.SITE):
        access_visit(actor=actor, visit_id=dispute.visit_id)
    return dispute
