"""Who may do what to a need or a visit. Nobody decides on what they or their kin did."""

from uuid import UUID

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.types import Evidence
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.queries import has_proxy
from nuanliu.domain.people.types import ProxyPower


def is_staff_for(*, actor: Actor, need: Need, power: Power) -> bool:
    """Whether an appointment gives `power` at the need's site."""
    return actor.may(power, path=need.site.path)


def acts_for_elder(*, actor: Actor, elder_id: UUID, power: ProxyPower) -> bool:
    """The old person herself, or a relative she agreed to for this."""
    if actor.id is None:
        return False
    return actor.id == elder_id or (actor.is_family and has_proxy(relative=actor.id, elder=elder_id, power=power))


def may_see_need(*, actor: Actor, need: Need) -> bool:
    """Staff of the site, the old person and her relative, and the helpers on it."""
    if actor.id is None:
        return False
    return (
        is_staff_for(actor=actor, need=need, power=Power.BOARD_SEE)
        or acts_for_elder(actor=actor, elder_id=need.elder_id, power=ProxyPower.SEE)
        or any(visit.volunteer_id == actor.id for visit in need.visits.all())
    )


def entered_by_hand(*, visit: Visit) -> set[UUID]:
    """Staff who reported start or end themselves, or typed in the slip that says so: somebody else must certify."""
    reports = ((visit.start_evidence, visit.start_by), (visit.end_evidence, visit.end_by))
    return {by for evidence, by in reports if evidence in {Evidence.STAFF, Evidence.SLIP} and by is not None}
