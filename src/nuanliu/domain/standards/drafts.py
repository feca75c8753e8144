"""What a draft would change: worked out in one place, for the page that shows it and for the act that publishes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.checks import Fault, faults_in, is_stricter
from nuanliu.domain.standards.models import StandardDraft, StandardVersion
from nuanliu.domain.standards.parameters import REGISTRY, Parameter, Value, parameter
from nuanliu.domain.standards.places import places_above
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.domain.standards.types import DraftState, Standard
from nuanliu.platform.clock import day_bounds, local_date

OPEN = (DraftState.DRAFT.value, DraftState.ASKED.value)


@dataclass(frozen=True, slots=True)
class Change:
    """One value as it would be."""

    known: Parameter
    old: Value
    new: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What would be published, seen from what is in force on the first day."""

    before: Standard
    """What governs there then, without the draft."""
    around: Standard
    """What governs around it then; for the city the same as `before`."""
    values: Mapping[str, Value]
    """Every value as it would be."""
    own: Mapping[str, Value]
    """What would be published: the city's changes, or all that a place has for itself."""
    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]
    mark: str
    """Changes whenever anything shown changes: what is approved is what was seen."""


def changes(*, before: Standard, after: Standard) -> dict[str, tuple[Value, Value]]:
    """(old, new) by key, for each value that differs, in the registry's order."""
    pairs = {key: (before.value(key), after.value(key)) for key in REGISTRY}
    return {key: (old, new) for key, (old, new) in pairs.items() if old != new}


def first_day_possible(*, now: datetime) -> date:
    """Tomorrow: a version governs whole days, and today has begun."""
    return local_date(now) + timedelta(days=1)


def starts_at(*, day: date) -> datetime:
    """Where the day begins."""
    return day_bounds(day)[0]


def outcome_of(*, draft: StandardDraft, now: datetime) -> Outcome:
    """What the draft would make of the Standard in force on its day (of tomorrow, while it has none)."""
    day = max(draft.effective_day or first_day_possible(now=now), first_day_possible(now=now))
    moment, place = starts_at(day=day), draft.scope_node
    around = standard_in_force(at=moment, above=places_above(place=place) if place else ())
    before = standard_in_force(at=moment, site=place) if place else around
    set_ = {row.key: row.value for row in draft.values.all()}
    values = {key: set_.get(key, before.value(key)) for key in REGISTRY}
    changes = tuple(
        Change(known, before.value(key), values[key])
        for key, known in REGISTRY.items()
        if values[key] != before.value(key)
    )
    if place:
        own = {key: values[key] for key in REGISTRY if values[key] != around.value(key)}
        faults = faults_in(values=values, stricter_than=around.values, own=own)
    else:
        own = {change.known.key: change.new for change in changes}
        faults = faults_in(values=values)
    return Outcome(
        before=before,
        around=around,
        values=values,
        own=own,
        changes=changes,
        faults=faults,
        mark=_mark(draft, before, around, changes),
    )


def _mark(draft: StandardDraft, before: Standard, around: Standard, changes: tuple[Change, ...]) -> str:
    said = [draft.id, draft.revision, draft.effective_day, before.version_id, around.version_id]
    said += [f"{one.known.key}={one.old!r}>{one.new!r}" for one in changes]
    return sha256("|".join(str(one) for one in said).encode()).hexdigest()[:24]


def may_be_set(*, known: Parameter, for_place: bool) -> bool:
    """Whether a draft may change it: nothing that is fixed, and for a place only what may be narrower there."""
    return not known.fixed and (known.narrower_at_site or not for_place)


def fault_at_place(*, key: str, value: Value, around: Standard) -> Fault | None:
    """What is wrong with a value for a place, where `around` governs around it; None if nothing."""
    known = parameter(key)
    if value == around.value(key) or is_stricter(known=known, value=value, than=around.value(key)):
        return None
    words = _("“{label}”这里只能比外面更严，不能更宽。")
    return Fault(key, "not_stricter", format_lazy(words, label=known.label))


def drafts_open() -> QuerySet[StandardDraft]:
    """Drafts nobody has decided on or dropped, what waits for a second person first."""
    return StandardDraft.objects.filter(state__in=OPEN).order_by("state", "started_at", "pk")


def later_announced(*, scope: UUID | None, after: datetime) -> StandardVersion | None:
    """A version already announced for the same scope that begins later than `after`."""
    return (
        StandardVersion.objects.filter(scope_node=scope, effective_from__gt=after, withdrawn_at=None, carries=None)
        .order_by("effective_from", "number")
        .first()
    )


def is_editor(*, draft: StandardDraft, person: UUID | None) -> bool:
    """Whether somebody worked on the draft, and so cannot approve it."""
    return person in {draft.started_by, draft.asked_by} or any(row.person == person for row in draft.editors.all())
