"""Reading runs. Everything a person sees goes through here with the one who asks."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from nuanliu.domain.dispatch.models import Run, RunVisit
from nuanliu.domain.dispatch.types import ChosenState, RunState
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import SITE_KINDS, Actor, NodeKind, Power
from nuanliu.platform.clock import local_date
from nuanliu.platform.errors import NotVisible

SCOPES = frozenset({NodeKind.CITY, NodeKind.COUNTY, NodeKind.TOWN}) | SITE_KINDS
"""For which places a week can be proposed."""


def next_monday(*, now: datetime) -> date:
    """The Monday of next week."""
    today = local_date(now)
    return today + timedelta(days=7 - today.weekday())


def access_scope(*, actor: Actor, scope_id: UUID) -> Node:
    """A place whose week the actor may propose. Raises NotVisible."""
    scope = Node.objects.filter(pk=scope_id, closed_at=None, kind__in=SCOPES).first()
    if scope is None or actor.id is None or not actor.may(Power.DISPATCH, path=scope.path):
        raise NotVisible
    return scope


def scopes_of(*, actor: Actor, limit: int = 300) -> list[Node]:
    """The places whose week the actor may propose, the widest first."""
    rows = Node.objects.filter(within(paths=actor.paths(Power.DISPATCH)), closed_at=None, kind__in=SCOPES)
    return list(rows.order_by("path")[:limit])


def runs_within(*, actor: Actor) -> QuerySet[Run]:
    """The runs of places within the actor's reach, the newest first."""
    reach = within(paths=actor.paths(Power.DISPATCH), column="scope__path")
    return Run.objects.filter(reach).select_related("scope").order_by("-asked_at", "pk")


def access_run(*, actor: Actor, run_id: UUID) -> Run:
    """One run. Raises NotVisible but for who may propose the week of its place."""
    found = Run.objects.select_related("scope").filter(pk=run_id).first()
    if found is None or actor.id is None or not actor.may(Power.DISPATCH, path=found.scope.path):
        raise NotVisible
    return found


def awaits_yes(*, run: Run) -> bool:
    """Whether any visit of it has not been confirmed yet."""
    return RunVisit.objects.filter(run=run, state=ChosenState.PROPOSED.value).exists()


def newer_than(*, run: Run) -> Run | None:
    """The run that proposes the same week anew, if it came to something."""
    gone = [RunState.CANCELLED.value, RunState.FAILED.value]
    rows = Run.objects.filter(follows=run).exclude(state__in=gone)
    return rows.order_by("-asked_at").first()
