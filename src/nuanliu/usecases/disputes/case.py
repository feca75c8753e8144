"""A dispute locked with its visit, who may speak in it for which side, and what is said."""

from dataclasses import dataclass
from uuid import UUID

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.disputes.models import Dispute, Ruling
from nuanliu.domain.care.disputes.queries import rulings_of
from nuanliu.domain.care.models import Need, Visit
from nuanliu.platform.errors import NotVisible


@dataclass(frozen=True, slots=True)
class Case:
    """A dispute with its visit and need, all locked, and the rulings that were proposed."""

    need: Need
    visit: Visit
    dispute: Dispute
    rulings: list[Ruling]


def lock_dispute(*, dispute_id: UUID) -> Case:
    """The dispute with its visit and need, locked in the order in which everybody locks: the visit first."""
    found = Dispute.objects.filter(id=dispute_id).values_list("site_id", "visit_id").first()
    if found is None:
        raise NotVisible
    site, visit_id = found
    need, visit = care.lock_visit(visit_id=visit_id)
    dispute = Dispute.objects.select_for_update(no_key=True).get(site_id=site, id=dispute_id)
    return Case(need, visit, dispute, rulings_of(dispute=dispute))


def change_dispute(dispute: Dispute, **changes: object) -> None:
    """Write fields of a locked dispute."""
    Dispute.objects.filter(site_id=dispute.site_id, id=dispute.id).update(**changes)
    for name, value in changes.items():
        setattr(dispute, name, value)
