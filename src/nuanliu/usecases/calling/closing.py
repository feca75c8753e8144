"""The end of a site's day: what is still open, closed by a clerk with a word to the next shift, and read by it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.queries import needs_within
from nuanliu.domain.care.series.models import FallbackTask
from nuanliu.domain.care.series.tasks import tasks_within
from nuanliu.domain.care.series.types import TaskState
from nuanliu.domain.care.types import NeedState, VisitState
from nuanliu.domain.care.watching.models import Incident
from nuanliu.domain.care.watching.queries import open_incidents, watched
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import sites_under
from nuanliu.domain.network.reach import within
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.notices.calls.models import Closing
from nuanliu.domain.notices.calls.queries import Ring, closings_within, open_calls, rings
from nuanliu.domain.notices.calls.words import seal_closing
from nuanliu.domain.notices.queries import CallLine, call_sheet
from nuanliu.domain.people.queries import name_of
from nuanliu.platform import words as house_words
from nuanliu.platform.clock import day_bounds, local_date
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated

MOST = 60
MOST_VISITS = 500


class UnableToClose(Unable):
    """The day has been closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is open at one site now, each list the most urgent first."""

    site: Node
    calls: list[CallLine]
    backs: list[Ring]
    late: list[Visit]
    silent: list[Visit]
    incidents: list[Incident]
    tasks: list[FallbackTask]
    review: list[Need]
    tomorrow: list[Need]

    def counts(self) -> dict[str, int]:
        """How many of each, as a closing keeps it."""
        people = {line.person.pk for line in self.calls}
        return {
            "calls": len(people),
            "backs": len(self.backs),
            "late": len(self.late),
            "silent": len(self.silent),
            "incidents": len(self.incidents),
            "tasks": len(self.tasks),
            "review": len(self.review),
            "tomorrow": len(self.tomorrow),
        }

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left."""
        return not any(self.counts().values())


def closing_sites(*, actor: Actor) -> list[Node]:
    """The sites whose telephone desk the actor works."""
    return list(sites_under(paths=actor.paths(Power.CALL_SHEET)))


def access_site(*, actor: Actor, site_id: UUID) -> Node:
    """One of `closing_sites`. Raises NotVisible."""
    found = sites_under(paths=actor.paths(Power.CALL_SHEET)).filter(pk=site_id).first()
    if found is None:
        raise NotVisible
    return found


def left_at(*, actor: Actor, site: Node, now: datetime) -> Left:
    """What is open at this site; a fixed number of queries."""
    here = within_site(actor=actor, site=site)
    seen = watched(actor=here, now=now)
    start, end = day_bounds(local_date(now) + timedelta(days=1))
    tasks = tasks_within(actor=here).filter(state=TaskState.OPEN)
    coming = needs_within(actor=here).filter(state=NeedState.OPEN, starts_at__gte=start, starts_at__lt=end)
    return Left(
        site=site,
        calls=call_sheet(actor=here, now=now),
        backs=rings(calls=list(open_calls(actor=here, now=now)[:MOST]), now=now),
        late=[*seen.not_ended, *seen.not_begun],
        silent=seen.silent,
        incidents=list(open_incidents(actor=here)[:MOST]),
        tasks=list(tasks.order_by("starts_at", "id")[:MOST]),
        review=list(needs_within(actor=here).filter(state=NeedState.SUBMITTED).order_by("starts_at", "id")[:MOST]),
        tomorrow=list(coming.order_by("starts_at", "id")[:MOST]),
    )


def helpers_today(*, actor: Actor, now: datetime) -> list[Visit]:
    """Today's visits that are still to be made or under way, by helper, each helper's in the order of the day."""
    start, end = day_bounds(local_date(now))
    reach = within(paths=actor.paths(Power.BOARD_SEE), column="site__path")
    states = (VisitState.TAKEN, VisitState.SERVING)
    rows = Visit.objects.filter(reach, state__in=states, need__starts_at__gte=start, need__starts_at__lt=end)
    rows = rows.select_related("volunteer", "need__elder", "need__service")
    return list(rows.order_by("volunteer__name", "volunteer_id", "need__starts_at", "id")[:MOST_VISITS])


def within_site(*, actor: Actor, site: Node) -> Actor:
    """The same person with her powers over this site only, so that every list is this site's."""
    held = (replace(one, path=site.path) for one in actor.appointments if site.path.startswith(one.path))
    return Actor(id=actor.id, name=actor.name, appointments=tuple(held))


def closed_on(*, site: Node, day: date) -> Closing | None:
    """How the site's day was closed, if it was."""
    return Closing.objects.filter(site=site, day=day).select_related("site").first()


@repeated
def close_day(*, actor: Actor, site_id: UUID, words: str, token: UUID, now: datetime) -> Closing:
    """Close the site's day with what is left and a word to the next shift; the same token finds the first.

    Raises UnableToClose (a colleague was faster), NotVisible.
    """
    with durable():
        site = access_site(actor=actor, site_id=site_id)
        identity, day = derived_id(token, "closing"), local_date(now)
        known = closed_on(site=site, day=day)
        if known is not None:
            if known.pk == identity:
                return known
            said = {"name": name_of(person_id=known.closed_by), "when": house_words.clock(known.closed_at)}
            raise UnableToClose("closed", _("%(name)s在 %(when)s交过班了。") % said)
        made = Closing.objects.create(
            id=identity,
            site=site,
            day=day,
            left=left_at(actor=actor, site=site, now=now).counts(),
            words_sealed=seal_closing(closing_id=identity, text=words),
            closed_by=actor.id or identity,
            closed_at=now,
        )
        _note("day.closed", made, actor, now)
        return made


@repeated
def read_closing(*, actor: Actor, closing_id: UUID, now: datetime) -> None:
    """The next shift has read it; again changes nothing. Raises NotVisible."""
    with durable():
        found = closings_within(actor=actor).select_for_update(no_key=True, of=("self",)).filter(pk=closing_id).first()
        if found is None:
            raise NotVisible
        if found.read_at is None:
            found.read_at, found.read_by = now, actor.id
            found.save(update_fields=["read_at", "read_by"])
            _note("day.closing_read", found, actor, now)


def _note(action: str, made: Closing, actor: Actor, at: datetime) -> None:
    record(
        action=action,
        subject_type="closing",
        subject_id=made.pk,
        occurred_at=at,
        actor_id=actor.id,
        actor_role=actor.role_for(Power.CALL_SHEET, path=made.site.path),
        site_id=made.site_id,
        details=made.left,
    )
