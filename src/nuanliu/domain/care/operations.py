"""Moving needs and visits through their states. Called by use cases, inside their transaction, on locked rows."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import Done, record_all
from nuanliu.domain.care.models import Declined, Need, Visit
from nuanliu.domain.care.types import NEED_STEPS, STANDING_VISIT, VISIT_STEPS, NeedState, VisitState
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.models import Person
from nuanliu.platform.errors import NotVisible, Unable


class UnableToStep(Unable):
    """The need or visit is not in a state from which this can be done."""


def lock_need(*, need_id: UUID) -> Need:
    """The need, locked until the transaction ends. Raises NotVisible if there is none."""
    site = Need.objects.filter(id=need_id).values_list("site_id", flat=True).first()
    if site is None:
        raise NotVisible
    return _locked_need(site, need_id)


def lock_visit(*, visit_id: UUID) -> tuple[Need, Visit]:
    """The visit and its need, both locked, the need first: everyone locks in this order. `visit.need` is that need."""
    found = Visit.objects.filter(id=visit_id).values_list("site_id", "need_id").first()
    if found is None:
        raise NotVisible
    site, need_id = found
    need = _locked_need(site, need_id)
    visit = Visit.objects.select_for_update(no_key=True).get(site_id=site, id=visit_id)
    visit.need = need
    return need, visit


def _locked_need(site: UUID, need_id: UUID) -> Need:
    """Only the need's own row is locked; what nearly every act asks of it comes along in the same statement."""
    rows = Need.objects.select_for_update(no_key=True, of=("self",)).select_related("site", "service", "elder__elder")
    return rows.get(site_id=site, id=need_id)


def lock_helper(*, volunteer_id: UUID) -> Person:
    """The helper's own row, locked: two acts that count the same helper's minutes go one after the other."""
    rows = Person.objects.select_for_update(no_key=True, of=("self",)).select_related("volunteer", "elder")
    return rows.get(pk=volunteer_id)


def standing_visits(*, need: Need) -> list[Visit]:
    """The visits that fill a place of the need, by place."""
    states = [state.value for state in STANDING_VISIT]
    return list(Visit.objects.filter(site_id=need.site_id, need_id=need.id, state__in=states).order_by("slot"))


def step_need(*, need: Need, to: NeedState, **changes: object) -> None:
    """Write the new state and whatever changes with it. Raises UnableToStep if the step does not exist."""
    if to not in NEED_STEPS[NeedState(need.state)]:
        raise UnableToStep("need_not_so_far", _("这个需求现在不能这样办，请刷新页面看看最新情况。"), state=need.state)
    _write(need, state=to.value, **changes)


def step_visit(*, visit: Visit, to: VisitState, via: VisitState | None = None, **changes: object) -> None:
    """Write the new state and whatever changes with it; `via` is a state passed through in the same act.

    Raises UnableToStep if a step does not exist.
    """
    stands = VisitState(visit.state)
    for next_state in (via, to) if via else (to,):
        if next_state not in VISIT_STEPS[stands]:
            raise UnableToStep("visit_not_so_far", _("这次服务现在不能这样办，请刷新页面看看最新情况。"), state=stands)
        stands = next_state
    _write(visit, state=to.value, **changes)


def change(row: Need | Visit, **changes: object) -> None:
    """Write fields that are not a step."""
    _write(row, **changes)


def _write(row: Need | Visit, **changes: object) -> None:
    type(row).objects.filter(site_id=row.site_id, id=row.id).update(**changes)
    for name, value in changes.items():
        setattr(row, name, value)


_RANK = (
    VisitState.TAKEN,
    VisitState.SERVING,
    VisitState.SERVED,
    VisitState.CONFIRMED,
    VisitState.CERTIFIED,
    VisitState.CREDITED,
)


def state_from_visits(*, need: Need, states: Iterable[str]) -> NeedState:
    """Where the need stands, given where its visits stand: as far as the one that is furthest behind.

    Voided and cancelled visits do not count; a need whose every visit was voided is void.
    """
    found = [VisitState(state) for state in states]
    standing = [state for state in found if state in STANDING_VISIT]
    if not standing:
        return NeedState.VOIDED if VisitState.VOIDED in found else NeedState.OPEN
    if VisitState.DISPUTED in standing:
        return NeedState.DISPUTED
    behind, ahead = min(standing, key=_RANK.index), max(standing, key=_RANK.index)
    if ahead is VisitState.TAKEN:
        voided = found.count(VisitState.VOIDED)
        return NeedState.MATCHED if len(standing) + voided >= need.helpers_wanted else NeedState.OPEN
    return NeedState.SERVING if behind in {VisitState.TAKEN, VisitState.SERVING} else NeedState(behind.value)


def follow_visits(*, need: Need) -> None:
    """Bring the need's state in line with its visits'."""
    states = Visit.objects.filter(site_id=need.site_id, need_id=need.id).values_list("state", flat=True)
    state = state_from_visits(need=need, states=states)
    if state != need.state:
        step_need(need=need, to=state)


def decline(*, need: Need, volunteer_id: UUID, at: datetime) -> None:
    """Do not show this need to this helper again."""
    Declined.objects.bulk_create(
        [Declined(site_id=need.site_id, need_id=need.id, volunteer_id=volunteer_id, declined_at=at)],
        ignore_conflicts=True,
    )


def done(
    *,
    action: str,
    subject: Need | Visit,
    actor: Actor,
    at: datetime,
    role: str = "",
    on_behalf_of: UUID | None = None,
    reason: str = "",
    **details: object,
) -> Done:
    """What was done to a need or a visit, as the audit wants it told."""
    return Done(
        action=action,
        subject_type=type(subject).__name__.lower(),
        subject_id=subject.id,
        occurred_at=at,
        actor_id=actor.id,
        actor_role="system" if actor.is_system else role,
        on_behalf_of=on_behalf_of,
        site_id=subject.site_id,
        reason=reason,
        details=details,
    )


def note(
    *,
    action: str,
    subject: Need | Visit,
    actor: Actor,
    at: datetime,
    role: str = "",
    on_behalf_of: UUID | None = None,
    reason: str = "",
    **details: object,
) -> None:
    """Append the audit event of something that was done to a need or a visit."""
    record_all(
        done=[
            done(
                action=action,
                subject=subject,
                actor=actor,
                at=at,
                role=role,
                on_behalf_of=on_behalf_of,
                reason=reason,
                **details,
            )
        ]
    )


def whole_minutes(span: timedelta) -> int:
    """Minutes of a span, cut down to whole ones."""
    return max(0, int(span.total_seconds()) // 60)
