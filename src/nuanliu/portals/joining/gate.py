"""Whoever has begun an application, at her own pages."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpResponse

from nuanliu.domain.people.joining.answers import age_on
from nuanliu.domain.people.joining.models import Application
from nuanliu.domain.people.joining.queries import Line, my_application, tasks_of
from nuanliu.domain.people.joining.types import MENDABLE
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import Standard
from nuanliu.platform.clock import local_date
from nuanliu.portals.ui.answers import see_other
from nuanliu.portals.ui.request import HouseRequest


@dataclass(frozen=True, slots=True)
class Joiner:
    """The application and the rules it is under."""

    application: Application
    standard: Standard
    lines: list[Line]

    @property
    def is_complete(self) -> bool:
        """Whether everything has been answered."""
        return all(line.is_done for line in self.lines)

    @property
    def is_open(self) -> bool:
        """Whether she may still write in it."""
        return self.application.state in MENDABLE

    def next_task(self) -> str:
        """The page of the first line that is not done; the check page when none is left."""
        return next((line.task.value for line in self.lines if not line.is_done), "check")


def joiner_of(request: HouseRequest) -> Joiner | None:
    """The reader's own application."""
    application = my_application(actor=request.actor) if request.actor.id else None
    if application is None:
        return None
    standard = standard_in_force(at=request.now, site=application.site_id)
    today = local_date(request.now)
    return Joiner(application, standard, tasks_of(application=application, standard=standard, today=today))


View = Callable[..., HttpResponse]


def for_joiners(view: View) -> View:
    """The page is for whoever has begun; others are led to the beginning, nothing is said to be missing."""

    @wraps(view)
    def guarded(request: HouseRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        joiner = joiner_of(request)
        return see_other("joining:start") if joiner is None else view(request, joiner, *args, **kwargs)

    return guarded


def while_open(view: View) -> View:
    """The page is a question: once handed in, it leads to the list."""

    @wraps(view)
    def guarded(request: HouseRequest, joiner: Joiner, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, joiner, *args, **kwargs) if joiner.is_open else see_other("joining:tasks")

    return for_joiners(guarded)


def age_of(joiner: Joiner, request: HouseRequest) -> int | None:
    """Whole years today, where the identity number is known."""
    born = joiner.application.birth_date
    return age_on(born=born, day=local_date(request.now)) if born else None
