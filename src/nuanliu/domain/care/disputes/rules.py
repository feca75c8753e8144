"""Who may see, raise and decide a dispute."""

from uuid import UUID

from nuanliu.domain.care.disputes.models import Dispute, Ruling
from nuanliu.domain.care.disputes.types import Level, RulingState
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.network.types import GRANTS, Actor, Power


def may_hear(*, actor: Actor, path: str, level: Level) -> bool:
    """Whether an appointment lets one decide disputes of the site at `path`: on appeal only from above the site."""
    for held in actor.appointments:
        powers = GRANTS[held.role]
        if not path.startswith(held.path):
            continue
        if Power.DISPUTE_HEAR in powers:
            return True
        if Power.VISIT_CERTIFY in powers and (level is Level.SITE or len(held.path) < len(path)):
            return True
    return False


def took_part(*, need: Need, visit: Visit, dispute: Dispute, rulings: list[Ruling]) -> set[UUID]:
    """Everybody who did, said or decided something about the visit before: none of them decides the dispute.

    A ruling that was given back bars nobody; on appeal those of the first ruling are out.
    """
    people = {
        need.elder_id, visit.volunteer_id, visit.start_by, visit.end_by, visit.confirmed_by, visit.first_review_by,
        visit.certified_by, dispute.raised_by, dispute.appealed_by,
    }  # fmt: skip
    for ruling in rulings:
        if ruling.state == RulingState.IN_FORCE:
            people |= {ruling.proposed_by, ruling.second_by}
    return {person for person in people if person is not None}


def level_of(*, dispute: Dispute) -> Level:
    """Who decides now."""
    return Level.ABOVE if dispute.appealed_at is not None else Level.SITE
