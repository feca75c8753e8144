"""A relative at the pages of an old person who agreed."""

from typing import Any
from uuid import UUID

from nuanliu.domain.people.queries import access_proxy
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.arranging.side import Side
from nuanliu.portals.ui.request import HouseRequest


def for_parent(request: HouseRequest, elder_id: UUID | None) -> Side:
    """The relative's side, with the powers the old person gave. Raises NotVisible if none are in force."""
    if elder_id is None:
        raise NotVisible
    proxy = access_proxy(actor=request.actor, elder_id=elder_id)
    frame: dict[str, Any] = {
        "help_phone": proxy.elder.person.home_site.phone,
        "site": proxy.elder.person.home_site,
    }
    return Side(
        actor=request.actor,
        elder=proxy.elder,
        portal="family",
        front="parent",
        base="family/base.html",
        powers=frozenset(ProxyPower(power) for power in proxy.powers),
        frame=frame,
    )
