"""Publishing and withdrawing versions of the Standard. Called inside the transaction of the act."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.checks import Fault, faults_in, is_stricter
from nuanliu.domain.standards.models import StandardValue, StandardVersion
from nuanliu.domain.standards.parameters import Value, defaults, parameter
from nuanliu.domain.standards.queries import in_force, standard_by_id, standard_in_force
from nuanliu.platform.errors import Unable


class UnableToPublish(Unable):
    """The values do not make a Standard. `faults` says which and why."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Each value that was refused."""
        return tuple(self.details.get("faults", ()))


def publish_for_city(
    *,
    title: str,
    values: Mapping[str, Value],
    effective_from: datetime,
    reason: str,
    published_by: UUID | None,
    now: datetime,
) -> StandardVersion:
    """Publish the city's Standard: `values` over the version in force then, over the defaults.

    Places with stricter values of their own keep them: their versions are published again upon the new one.
    Raises UnableToPublish (starts_in_the_past, faulty_values).
    """
    _check_start(effective_from, now)
    before = StandardVersion.objects.filter(in_force(effective_from), scope_node=None).exists()
    beneath = dict(standard_in_force(at=effective_from).values) if before else {}
    whole = defaults() | beneath | dict(values)
    _check(faults_in(values=whole))
    version = _create(
        scope_node=None,
        base=None,
        values=whole,
        title=title,
        effective_from=effective_from,
        reason=reason,
        published_by=published_by,
        now=now,
    )
    _publish_places_again(version, now)
    return version


def publish_for_place(
    *,
    scope_node: UUID,
    title: str,
    values: Mapping[str, Value],
    effective_from: datetime,
    reason: str,
    published_by: UUID | None,
    now: datetime,
    base: StandardVersion | None = None,
) -> StandardVersion:
    """Publish stricter values for one place, upon the city's version in force then (or upon `base`).

    Raises UnableToPublish (starts_in_the_past, faulty_values, nothing_stricter).
    """
    _check_start(effective_from, now)
    if not values:
        raise UnableToPublish("nothing_stricter", _("没有写出更严的规定。"))
    beneath = standard_by_id(version_id=base.id) if base else standard_in_force(at=effective_from)
    _check(faults_in(values=dict(beneath.values) | dict(values), stricter_than=beneath.values, own=set(values)))
    return _create(
        scope_node=scope_node,
        base=beneath.version_id,
        values=values,
        title=title,
        effective_from=effective_from,
        reason=reason,
        published_by=published_by,
        now=now,
    )


def withdraw(*, version: StandardVersion, now: datetime) -> None:
    """Take a version, and the places' versions upon it, out of force from now on; what they counted stays.

    Raises UnableToPublish(first_version): some Standard must always be in force.
    """
    if version.number == 1:
        raise UnableToPublish("first_version", _("第一版标准不能撤回。"))
    fallen = {version.id}
    while more := set(StandardVersion.objects.filter(base__in=fallen).values_list("id", flat=True)) - fallen:
        fallen |= more
    StandardVersion.objects.filter(pk__in=fallen, withdrawn_at=None).update(withdrawn_at=now)
    version.refresh_from_db()


def _check_start(effective_from: datetime, now: datetime) -> None:
    if effective_from < now:
        raise UnableToPublish("starts_in_the_past", _("新标准只能从现在以后开始。"), field="effective_from")


def _check(faults: tuple[Fault, ...]) -> None:
    if faults:
        raise UnableToPublish("faulty_values", faults[0].words, field=faults[0].key, faults=faults)


def _create(
    *,
    scope_node: UUID | None,
    base: UUID | None,
    values: Mapping[str, Value],
    title: str,
    effective_from: datetime,
    reason: str,
    published_by: UUID | None,
    now: datetime,
) -> StandardVersion:
    last = StandardVersion.objects.aggregate(last=Max("number"))["last"] or 0
    version = StandardVersion.objects.create(
        number=last + 1,
        title=title,
        effective_from=effective_from,
        scope_node=scope_node,
        base_id=base,
        reason=reason,
        published_by=published_by,
        published_at=now,
    )
    StandardValue.objects.bulk_create(
        StandardValue(version=version, key=key, value=value) for key, value in sorted(values.items())
    )
    return version


def _publish_places_again(city: StandardVersion, now: datetime) -> None:
    """Each place's versions that govern or will govern after `city` starts, again upon it."""
    again: dict[UUID, StandardVersion] = {}
    for version in _still_to_govern(city):
        base = again.get(version.base_id, city) if version.base_id else city
        around = standard_by_id(version_id=base.id).values
        own = {
            row.key: row.value
            for row in version.values.all()
            if is_stricter(known=parameter(row.key), value=row.value, than=around[row.key])
        }
        again[version.id] = _create(
            scope_node=version.scope_node,
            base=base.id,
            values=own,
            title=version.title,
            effective_from=max(version.effective_from, city.effective_from),
            reason=version.reason,
            published_by=version.published_by,
            now=now,
        )


def _still_to_govern(city: StandardVersion) -> list[StandardVersion]:
    """Places' versions in force when `city` starts or starting later, each after the version it stands on."""
    rows = (
        StandardVersion.objects.filter(scope_node__isnull=False, number__lt=city.number)
        .filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=city.effective_from))
        .order_by("number")
        .prefetch_related("values")
    )
    later = [row for row in rows if row.effective_from > city.effective_from]
    now_standing: dict[UUID | None, StandardVersion] = {}
    for row in rows:
        if row.effective_from <= city.effective_from:
            before = now_standing.get(row.scope_node)
            if before is None or before.effective_from <= row.effective_from:
                now_standing[row.scope_node] = row
    return sorted([*now_standing.values(), *later], key=lambda row: row.number)
