"""From which side an old person's arrangements are looked at: her own, or a relative's who may act for her."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.models import Elder
from nuanliu.domain.people.types import ProxyPower
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.doors import to_sign_in
from nuanliu.portals.ui.request import HouseRequest


@dataclass(frozen=True, kw_only=True)
class Side:
    """`portal` is the pages' namespace, `front` the first of them, `base` their layout; `powers` what may be done."""

    actor: Actor
    elder: Elder
    portal: str
    front: str
    base: str
    powers: frozenset[ProxyPower]
    frame: Mapping[str, Any]

    @property
    def is_herself(self) -> bool:
        """Whether the old person herself acts."""
        return bool(self.actor.id == self.elder.pk)

    @property
    def may_ask(self) -> bool:
        """Whether help may be asked for."""
        return ProxyPower.ASK in self.powers

    @property
    def may_confirm(self) -> bool:
        """Whether it may be said that the helper came."""
        return ProxyPower.CONFIRM in self.powers

    def url(self, name: str, **args: Any) -> str:
        """The address of one of these pages, for this old person."""
        whose = {} if self.is_herself else {"elder_id": self.elder.pk}
        return reverse(f"{self.portal}:{name}", kwargs={**whose, **args})

    def insist(self, power: ProxyPower) -> None:
        """Raise NotVisible unless `power` was given."""
        if power not in self.powers:
            raise NotVisible


FindSide = Callable[[HouseRequest, UUID | None], Side]
"""How a portal finds out from which side it is asked; raises NotVisible."""
Page = Callable[..., HttpResponse]


def seen_from(find: FindSide, page: Page) -> Page:
    """The view of `page` in the portal of `find`; who is not signed in is asked to, and comes back."""

    @wraps(page)
    def view(request: HouseRequest, elder_id: UUID | None = None, **args: Any) -> HttpResponse:
        if request.actor.id is None:
            return to_sign_in(request)
        return page(request, find(request, elder_id), **args)

    return view


def show(
    request: HouseRequest, side: Side, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The page, in the layout of its portal."""
    ways = {"home_url": side.url(side.front)}
    if side.may_ask:
        ways["ask_url"] = side.url("ask")
    frame = {**side.frame, **ways, "side": side, "base": side.base}
    return render(request, template, {**frame, **(context or {})}, status=status)
