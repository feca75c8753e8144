"""Whose data a page shows, and in which layout: the reader's own, or, at the desk, somebody's who stands before it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.queries import access_data_of
from nuanliu.platform.errors import NotVisible
from nuanliu.portals.ui.doors import to_sign_in
from nuanliu.portals.ui.request import SIGNED_IN_BY_CARD, HouseRequest

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Whose:
    """The person, and who looks."""

    actor: Actor
    person: Person
    is_desk: bool

    def url(self, name: str, **args: Any) -> str:
        """The address of one of these pages, for this person."""
        if self.is_desk:
            return reverse(f"mine-at-desk:{name}", kwargs={"person_id": self.person.pk, **args})
        return reverse(f"mine:{name}", kwargs=args)

    @property
    def keep_url(self) -> str:
        """Where a closing is taken back."""
        return self.url("keep")

    @property
    def base(self) -> str:
        """The layout that the reader knows."""
        if self.is_desk:
            return "desk/base.html"
        if self.actor.is_elder:
            return "elder/base.html"
        if self.actor.is_volunteer:
            return "volunteer/base.html"
        return "family/base.html" if self.actor.is_family else "ui/public.html"

    @property
    def up(self) -> str:
        """Where one comes from."""
        if self.is_desk:
            return reverse("desk:person", args=[self.person.pk])
        if self.actor.is_elder:
            return reverse("elder:more")
        if self.actor.is_volunteer:
            return reverse("volunteer:me")
        return reverse("family:home") if self.actor.is_family else reverse("public:places")


def about(view: View) -> View:
    """The view gets `Whose`: the reader herself, or the person in the address if the desk may handle her data."""

    @wraps(view)
    def found(request: HouseRequest, person_id: UUID | None = None, **args: Any) -> HttpResponse:
        if request.actor.id is None:
            return to_sign_in(request)
        if person_id == request.actor.id:
            raise NotVisible
        person = access_data_of(actor=request.actor, person_id=person_id or request.actor.id)
        return view(request, Whose(request.actor, person, is_desk=person_id is not None), **args)

    return found


def show(request: HouseRequest, whose: Whose, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """The page, in the reader's own layout."""
    site = whose.person.home_site
    frame = {
        "whose": whose,
        "person": whose.person,
        "base": whose.base,
        "help_phone": site.phone,
        "site": site,
        "is_by_card": request.session.get(SIGNED_IN_BY_CARD, False),
    }
    return render(request, template, {**frame, **context})
