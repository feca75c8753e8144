"""A proposal is confirmed, all or in part, and its invitations leave: one helper a place, and the next if she cannot.

Inviting books nobody. Whoever says yes takes the need by `accept_need`, so that a proposal which has aged can at worst
ask somebody for a place that is filled.
"""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from nuanliu.domain.care.invitations.models import Invitation
from nuanliu.domain.care.invitations.types import InvitationState
from nuanliu.domain.care.models import Need
from nuanliu.domain.care.queries.needs import WITH_VISITS
from nuanliu.domain.care.types import STANDING_VISIT, NeedState
from nuanliu.domain.dispatch.models import Acceptance, Run, RunVisit
from nuanliu.domain.dispatch.operations import lock_run, note_run
from nuanliu.domain.dispatch.queries import access_run
from nuanliu.domain.dispatch.types import ChosenState
from nuanliu.domain.network.types import SYSTEM, Actor, Power
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform import clock
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated
from nuanliu.usecases.dispatch.changing import insist_current
from nuanliu.usecases.dispatch.running import UnableToDispatch
from nuanliu.usecases.inviting.ask import Invitee, UnableToInvite, Wave, invite
from nuanliu.usecases.matching.ranking import ranked_helpers

_LATER = frozenset({"kept_for_pair"})
"""Refusals that pass by themselves: it is tried again."""
_AT_ONCE = 200


@repeated
def confirm(*, actor: Actor, run_id: UUID, needs: Collection[UUID] | None, now: datetime) -> int:
    """Yes to these needs of the proposal, or to all of them (None). Gives how many visits are confirmed now.

    Raises UnableToDispatch (unsolved, replaced, not_done, nothing), NotVisible.
    """
    access_run(actor=actor, run_id=run_id)
    with durable():
        run = lock_run(run_id=run_id)
        insist_current(run)
        if run.changes:
            raise UnableToDispatch("unsolved", _("您改过了，还没重排。请先重排，再确认。"))
        rows = RunVisit.objects.filter(run=run, state=ChosenState.PROPOSED.value, starts_at__gt=now)
        if needs is not None:
            rows = rows.filter(need_id__in=list(needs))
        count = rows.update(state=ChosenState.CONFIRMED.value)
        if not count:
            raise UnableToDispatch("nothing", _("没有选中能去请的人。"), field="needs")
        role = actor.role_for(Power.DISPATCH, path=run.scope.path)
        note_run(action="dispatch.confirmed", run=run, actor_id=actor.id, at=now, role=role, visits=count)
        send_confirmed.enqueue(str(run.pk))
        return count


@task()
def send_confirmed(run_id: str) -> int:
    """Let the first wave of a run leave."""
    return _first_waves(now=clock.now(), run_id=UUID(run_id))


def send_waves(*, now: datetime) -> int:
    """What is confirmed and has not left; then the next helper where somebody cannot. Gives how many were asked."""
    return _first_waves(now=now) + _next_waves(now)


def _first_waves(*, now: datetime, run_id: UUID | None = None) -> int:
    rows = RunVisit.objects.filter(state=ChosenState.CONFIRMED.value).order_by("starts_at", "need_id", "volunteer_id")
    if run_id is not None:
        rows = rows.filter(run_id=run_id)
    sent = 0
    for row in list(rows[: _AT_ONCE * 50]):
        chance = Acceptance.objects.filter(person_id=row.volunteer_id).values_list("chance", flat=True).first()
        state = _asked(row.run_id, row.need_id, row.volunteer_id, wave=1, chance=chance, now=now)
        if state is not None:
            sent += state is ChosenState.INVITED
            here = RunVisit.objects.filter(site_id=row.site_id, run_id=row.run_id, need_id=row.need_id)
            here.filter(volunteer_id=row.volunteer_id).update(state=state.value, wave=1)
    return sent


def _asked(
    run_id: UUID, need_id: UUID, who: UUID, *, wave: int, chance: int | None, now: datetime
) -> ChosenState | None:
    """What became of asking her; None if it is to be tried again."""
    whom = [Invitee(volunteer_id=who, place=wave, chance=chance)]
    try:
        invited = invite(actor=SYSTEM, need_id=need_id, whom=whom, now=now, wave=Wave(run_id=run_id, number=wave))
    except UnableToInvite as refusal:
        return None if refusal.code in _LATER else ChosenState.MISSED
    return ChosenState.INVITED if invited.sent else ChosenState.MISSED


def _next_waves(now: datetime) -> int:
    """The next best helper for a place whose helper said no, or nothing in time; never two at once for one place."""
    invited = RunVisit.objects.filter(state=ChosenState.INVITED.value, starts_at__gt=now)
    rows = list(invited.order_by("starts_at", "need_id").values_list("run_id", "site_id", "need_id", "wave"))
    waves: dict[tuple[UUID, UUID, UUID], int] = {}
    for run_id, site, need_id, wave in rows:
        waves[run_id, site, need_id] = max(wave, waves.get((run_id, site, need_id), 0))
    ids, sites = {need_id for _run, _site, need_id in waves}, {site for _run, site, _need in waves}
    open_needs = Need.objects.filter(site_id__in=sites, id__in=ids, state=NeedState.OPEN.value)
    needs = {
        one.id: one
        for one in open_needs.select_related("service", "elder__elder", "site").prefetch_related(WITH_VISITS)
    }
    asked = Invitation.objects.filter(site_id__in=sites, need_id__in=list(needs))
    waiting = Counter(asked.filter(state=InvitationState.WAITING.value).values_list("need_id", flat=True))
    sent = 0
    for (run_id, _site, need_id), wave in waves.items():
        need = needs.get(need_id)
        if need is None or sent >= _AT_ONCE:
            continue
        standing = sum(visit.state in STANDING_VISIT for visit in need.visits.all())
        most = standard_in_force(at=now, site=need.site_id).integer("dispatch_waves_most")
        if standing + waiting[need_id] < need.helpers_wanted and wave < most:
            sent += _ask_next(run_id, need, wave + 1, now)
    return sent


def _ask_next(run_id: UUID, need: Need, wave: int, now: datetime) -> bool:
    """Whether somebody more is asked; who was asked for it before is not."""
    before = Invitation.objects.filter(site_id=need.site_id, need_id=need.id).values_list("volunteer_id", flat=True)
    scope = Run.objects.select_related("scope").get(pk=run_id).scope
    people = Person.objects.filter(home_site__path__startswith=scope.path, closed_at=None)
    people = people.exclude(pk__in=[*before, *_asked_then(need)])
    found = ranked_helpers(need=need, people=people.select_related("volunteer"), now=now, limit=1)
    RunVisit.objects.filter(site_id=need.site_id, run_id=run_id, need_id=need.id).update(wave=wave)
    if not found:
        return False
    state = _asked(run_id, need.id, UUID(str(found[0].person.pk)), wave=wave, chance=None, now=now)
    return state is ChosenState.INVITED


def _asked_then(need: Need) -> list[UUID]:
    """Who is being asked for another need at that time."""
    near = need.starts_at - timedelta(hours=12), need.ends_at + timedelta(hours=12)
    rows = Invitation.objects.filter(state=InvitationState.WAITING.value, starts_at__gt=near[0], starts_at__lt=near[1])
    spans = rows.values_list("volunteer_id", "need__starts_at", "need__ends_at")
    return [who for who, begin, end in spans if begin < need.ends_at and end > need.starts_at]
