"""The old person at her own pages."""

from typing import Any
from uuid import UUID

from nuanliu.domain.people.queries import access_elder
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.arranging.side import Side
from nuanliu.portals.ui.request import SIGNED_IN_BY_CARD, HouseRequest


def herself(request: HouseRequest, elder_id: UUID | None = None) -> Side:
    """Her own side, with every power. Raises NotVisible for anyone who is not an old person here."""
    if request.actor.id is None or not request.actor.is_elder or elder_id is not None:
        raise NotVisible
    elder = access_elder(actor=request.actor, elder_id=request.actor.id)
    frame: dict[str, Any] = {
        "help_phone": elder.person.home_site.phone,
        "site": elder.person.home_site,
        "is_by_card": request.session.get(SIGNED_IN_BY_CARD, False),
    }
    return Side(
        actor=request.actor,
        elder=elder,
        portal="elder",
        front="home",
        base="elder/base.html",
        powers=frozenset(ProxyPower),
        frame=frame,
    )
