"""A change of the Standard is written down: what would be changed, why, from which day. Somebody else decides.

Two people may work on one draft. Each says what she saw; what the other has changed since is never written over
without her being told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.network.models import Node
from nuanliu.domain.network.types import SITE_KINDS, Actor, NodeKind
from nuanliu.domain.standards.checks import fault_in
from nuanliu.domain.standards.drafts import (
    fault_at_place,
    first_day_possible,
    may_be_set,
    outcome_of,
)
from nuanliu.domain.standards.models import DraftValue, StandardDraft, StandardVersion
from nuanliu.domain.standards.parameters import REGISTRY, Value, parameter
from nuanliu.domain.standards.queries import standard_by_id
from nuanliu.domain.standards.types import DraftState
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.standard_drafts import (
    Clash,
    UnableToDraft,
    id_of,
    insist_on_power,
    insist_open,
    joins_in,
    locked_draft,
    moved_on,
    note,
)

PLACES = frozenset({NodeKind.COUNTY, *SITE_KINDS})
"""Where stricter rules may hold."""
FURTHEST_YEARS = 5
"""A day further off than this was mistyped."""
FRAME = ("title", "reason", "effective_day")


@dataclass(frozen=True, slots=True)
class Wish:
    """One value as somebody saw it when she opened the page, and as she wants it."""

    seen: Value
    value: Value


@repeated
def start_draft(
    *, actor: Actor, place_id: UUID | None, token: UUID, now: datetime, like: int | None = None
) -> StandardDraft:
    """Begin a draft from what is in force, for the city or a place; `like` begins with the values of an old version.

    The same token finds the first one. Raises NotVisible.
    """
    with durable():
        insist_on_power(actor)
        place = _place(place_id)
        identity = derived_id(token, "standard-draft")
        known = StandardDraft.objects.filter(pk=identity).first()
        if known is not None:
            return known
        draft = StandardDraft.objects.create(
            pk=identity,
            scope_node=place.pk if place else None,
            reaches_below=place is not None and not place.is_site,
            started_by=id_of(actor),
            started_at=now,
        )
        joins_in(draft, actor)
        if like is not None:
            _set_like(draft, like, actor, now)
        note("standard.drafted", draft, actor, now)
        return draft


def _set_like(draft: StandardDraft, number: int, actor: Actor, now: datetime) -> None:
    version = StandardVersion.objects.filter(number=number, scope_node=draft.scope_node).first()
    if version is None:
        raise NotVisible
    old, outcome = standard_by_id(version_id=version.pk), outcome_of(draft=draft, now=now)
    allowed = [key for key, one in REGISTRY.items() if may_be_set(known=one, for_place=draft.scope_node is not None)]
    DraftValue.objects.bulk_create(
        DraftValue(draft=draft, key=key, value=old.value(key), changed_by=id_of(actor), changed_at=now)
        for key in allowed
        if old.value(key) != outcome.before.value(key)
        and (draft.scope_node is None or not fault_at_place(key=key, value=old.value(key), around=outcome.around))
    )


@repeated
def set_values(*, actor: Actor, draft_id: UUID, wishes: Mapping[str, Wish], now: datetime) -> StandardDraft:
    """Set values. What one did not touch is left as it is, whoever changed it meanwhile; all or nothing.

    Raises UnableToDraft (faulty_values, changed_meanwhile, not_open), NotVisible.
    """
    with durable():
        draft = _open_draft(actor, draft_id)
        touched = {key: wish for key, wish in wishes.items() if wish.value != wish.seen}
        before = outcome_of(draft=draft, now=now)
        _insist_on_values(draft, {key: wish.value for key, wish in touched.items()}, before.around)
        rows = {row.key: row for row in draft.values.all()}
        clashes = tuple(
            Clash(key, rows[key].changed_by, before.values[key])
            for key, wish in touched.items()
            if key in rows and before.values[key] != wish.seen and before.values[key] != wish.value
        )
        if clashes:
            raise UnableToDraft(
                "changed_meanwhile", _("您写的时候，同事也改了这几条。请看一看，再按一次。"), clashes=clashes
            )
        changed = {key: wish.value for key, wish in touched.items() if before.values[key] != wish.value}
        if not changed:
            return draft
        for key, value in changed.items():
            DraftValue.objects.update_or_create(
                draft=draft, key=key, defaults={"value": value, "changed_by": id_of(actor), "changed_at": now}
            )
        moved_on(draft, actor)
        note("standard.edited", draft, actor, now, rules=sorted(changed))
        return draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a draft is called, why it is wanted, and from which day."""

    title: str
    reason: str
    effective_day: date | None


@repeated
def set_frame(*, actor: Actor, draft_id: UUID, seen: Frame, frame: Frame, now: datetime) -> StandardDraft:
    """Set title, reason and day, as `set_values` sets values.

    Raises UnableToDraft (past_day, changed_meanwhile, not_open), NotVisible.
    """
    with durable():
        draft = _open_draft(actor, draft_id)
        wanted = {name: getattr(frame, name) for name in FRAME if getattr(frame, name) != getattr(seen, name)}
        _insist_on_day(wanted.get("effective_day"), now)
        stands = {name: getattr(draft, name) for name in FRAME}
        clash = [name for name, value in wanted.items() if stands[name] not in {getattr(seen, name), value}]
        if clash:
            raise UnableToDraft(
                "changed_meanwhile", _("您写的时候，同事也改了这里。请看一看，再按一次。"), field=clash[0]
            )
        changed = {name: value for name, value in wanted.items() if stands[name] != value}
        if not changed:
            return draft
        for name, value in changed.items():
            setattr(draft, name, value)
        moved_on(draft, actor, *changed)
        note("standard.edited", draft, actor, now, rules=sorted(changed))
        return draft


def _place(place_id: UUID | None) -> Node | None:
    if place_id is None:
        return None
    place = Node.objects.filter(pk=place_id, closed_at=None, kind__in=PLACES).first()
    if place is None:
        raise NotVisible
    return place


def _open_draft(actor: Actor, draft_id: UUID) -> StandardDraft:
    draft = locked_draft(actor, draft_id)
    insist_open(draft, DraftState.DRAFT)
    return draft


def _insist_on_values(draft: StandardDraft, values: Mapping[str, Value], around: Any) -> None:
    faults = []
    for key, value in values.items():
        if key not in REGISTRY or not may_be_set(known=parameter(key), for_place=draft.scope_node is not None):
            raise NotVisible
        fault = fault_in(known=parameter(key), value=value)
        if fault is None and draft.scope_node is not None:
            fault = fault_at_place(key=key, value=value, around=around)
        faults += [fault] if fault else []
    if faults:
        raise UnableToDraft("faulty_values", faults[0].words, faults=tuple(faults))


def _insist_on_day(day: date | None, now: datetime) -> None:
    if day is not None and day < first_day_possible(now=now):
        raise UnableToDraft("past_day", _("最早从明天起。"), field="effective_day")
    if day is not None and day.year > now.year + FURTHEST_YEARS:
        raise UnableToDraft("far_day", _("太远了，请写近几年里的一天。"), field="effective_day")
