"""What the desk may look at: needs and visits of the sites whose board it sees, and no others.

A clerk may also be a volunteer, an elder's relative or an elder; those sides have their own pages.
"""

from uuid import UUID

from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.queries import access_need, access_visit
from nuanliu.domain.network.types import Power
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.request import HouseRequest

POWERS = {
    "review": Power.NEED_REVIEW,
    "place": Power.NEED_PLACE,
    "assist": Power.NEED_ASSIST,
    "certify": Power.VISIT_CERTIFY,
    "find": Power.PERSON_FIND,
    "reveal": Power.PERSON_REVEAL,
    "print": Power.PASSBOOK_PRINT,
}


def powers_at(request: HouseRequest, *, path: str) -> dict[str, bool]:
    """Which buttons and links to show: what the actor may do at the site of `path`."""
    return {name: request.actor.may(power, path=path) for name, power in POWERS.items()}


def need_at_desk(request: HouseRequest, need_id: UUID) -> Need:
    """The need, if it is at one of the desk's sites. Raises NotVisible."""
    need = access_need(actor=request.actor, need_id=need_id)
    if not request.actor.may(Power.BOARD_SEE, path=need.site.path):
        raise NotVisible
    return need


def visit_at_desk(request: HouseRequest, visit_id: UUID) -> Visit:
    """The visit, if it is at one of the desk's sites. Raises NotVisible."""
    visit = access_visit(actor=request.actor, visit_id=visit_id)
    if not request.actor.may(Power.BOARD_SEE, path=visit.site.path):
        raise NotVisible
    return visit
