"""Which members of the alliance give hours of a service."""

from collections.abc import Iterable
from uuid import UUID

from nuanliu.domain.alliance.models import AlliedService
from nuanliu.domain.alliance.types import ShopState
from nuanliu.domain.care.models import Service


def allied_with(*, services: Iterable[Service]) -> dict[str, list[AlliedService]]:
    """By the service's code, who gives hours of it now, by name; one query."""
    rows = AlliedService.objects.filter(
        service__in=[one.pk for one in services], ended_at=None, shop__state=ShopState.LIVE.value
    )
    found: dict[str, list[AlliedService]] = {}
    for row in rows.select_related("shop__node", "service", "offer").order_by("shop__node__name", "pk"):
        found.setdefault(row.service.code, []).append(row)
    return found


def allied_of(*, shop: UUID) -> list[AlliedService]:
    """What a member gives now, in the order of the catalogue."""
    rows = AlliedService.objects.filter(shop_id=shop, ended_at=None).select_related("service", "offer")
    return list(rows.order_by("service__position", "pk"))
