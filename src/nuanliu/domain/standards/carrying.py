"""A place keeps its stricter rules when something newer begins around it: its version is published again upon that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Max, Q

from nuanliu.domain.standards.checks import is_stricter
from nuanliu.domain.standards.models import StandardValue, StandardVersion
from nuanliu.domain.standards.parameters import Value, parameter
from nuanliu.domain.standards.places import places_above
from nuanliu.domain.standards.queries import standard_in_force


@dataclass(frozen=True, slots=True)
class End:
    """From when a version is already known to be out of force, by whom and why."""

    at: datetime
    by: UUID | None
    reason: str


def next_number() -> int:
    """The number of the version that would be published now."""
    return (StandardVersion.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def create_version(
    *,
    scope_node: UUID | None,
    base: UUID | None,
    values: Mapping[str, Value],
    title: str,
    effective_from: datetime,
    reason: str,
    published_by: UUID | None,
    approved_by: UUID | None,
    now: datetime,
    reaches_below: bool = False,
    carries: UUID | None = None,
    ends: End | None = None,
) -> StandardVersion:
    """Write a version and its values, without looking whether they make a Standard."""
    version = StandardVersion.objects.create(
        number=next_number(),
        title=title,
        effective_from=effective_from,
        scope_node=scope_node,
        reaches_below=reaches_below,
        base_id=base,
        carries_id=carries,
        reason=reason,
        published_by=published_by,
        approved_by=approved_by,
        published_at=now,
        withdrawn_at=ends.at if ends else None,
        withdrawn_by=ends.by if ends else None,
        withdrawn_reason=ends.reason if ends else "",
    )
    StandardValue.objects.bulk_create(
        StandardValue(version=version, key=key, value=value) for key, value in sorted(values.items())
    )
    return version


def carry_down(*, scope: UUID | None, since: datetime, below_number: int, now: datetime) -> None:
    """Publish again the versions of all places below `scope` (None: the city) that govern at `since` or later.

    Outer places go first, so that inner ones stand upon them. Only versions numbered below `below_number`.
    """
    placed = StandardVersion.objects.filter(scope_node__isnull=False, number__lt=below_number)
    chains = {one: places_above(place=one) for one in set(placed.values_list("scope_node", flat=True)) if one}
    below = {one: chain for one, chain in chains.items() if scope is None or scope in chain}
    for place in sorted(below, key=lambda one: (len(below[one]), one)):
        for row in _still_to_govern(place, since, below_number):
            _publish_again(row, max(row.effective_from, since), below[place], now)


def carry_on(*, version: StandardVersion, now: datetime) -> None:
    """Publish a place's new version again upon everything announced around it that begins later."""
    if version.scope_node is None:
        return
    above = places_above(place=version.scope_node)
    around = StandardVersion.objects.filter(Q(scope_node=None) | Q(scope_node__in=above), withdrawn_at=None)
    later = around.filter(effective_from__gt=version.effective_from).values_list("effective_from", flat=True)
    for moment in sorted(set(later)):
        again = _publish_again(version, moment, above, now)
        if version.reaches_below:
            carry_down(scope=version.scope_node, since=moment, below_number=again.number, now=now)


def _publish_again(row: StandardVersion, moment: datetime, above: tuple[UUID, ...], now: datetime) -> StandardVersion:
    around = standard_in_force(at=moment, above=above)
    own = {
        one.key: one.value
        for one in row.values.all()
        if is_stricter(known=parameter(one.key), value=one.value, than=around.value(one.key))
    }
    return create_version(
        scope_node=row.scope_node,
        reaches_below=row.reaches_below,
        base=around.version_id,
        values=own,
        title=row.title,
        effective_from=moment,
        reason=row.reason,
        published_by=row.published_by,
        approved_by=row.approved_by,
        carries=row.carries_id or row.pk,
        ends=End(row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason) if row.withdrawn_at else None,
        now=now,
    )


FAR = datetime.max.replace(tzinfo=UTC)


def _still_to_govern(place: UUID, since: datetime, below_number: int) -> list[StandardVersion]:
    """The place's version in force at `since`, if any, and those that start later."""
    rows = (
        StandardVersion.objects.filter(scope_node=place, number__lt=below_number)
        .filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=since))
        .order_by("effective_from", "number")
        .prefetch_related("values")
    )
    later = [row for row in rows if row.effective_from > since and (row.withdrawn_at or FAR) > row.effective_from]
    standing = [row for row in rows if row.effective_from <= since][-1:]
    return standing + later
