"""Publishing and withdrawing versions of the Standard. Called inside the transaction of the act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.carrying import carry_down, carry_on, create_version, next_number
from nuanliu.domain.standards.checks import Fault, faults_in
from nuanliu.domain.standards.models import StandardVersion
from nuanliu.domain.standards.parameters import Value, defaults
from nuanliu.domain.standards.places import places_above
from nuanliu.domain.standards.queries import in_force, standard_by_id, standard_in_force
from nuanliu.platform.errors import Unable


class UnableToPublish(Unable):
    """The values do not make a Standard. `faults` says which and why."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Each value that was refused."""
        return tuple(self.details.get("faults", ()))


def lock_standard() -> None:
    """One publication at a time: what is published stands on what was in force when it was looked at."""
    list(StandardVersion.objects.select_for_update(no_key=True).filter(number=1).values_list("pk", flat=True))


def publish_for_city(
    *,
    title: str,
    values: Mapping[str, Value],
    effective_from: datetime,
    reason: str,
    published_by: UUID | None,
    now: datetime,
    approved_by: UUID | None = None,
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
    version = create_version(
        scope_node=None,
        base=None,
        values=whole,
        title=title,
        effective_from=effective_from,
        reason=reason,
        published_by=published_by,
        approved_by=approved_by,
        now=now,
    )
    carry_down(scope=None, since=effective_from, below_number=version.number, now=now)
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
    approved_by: UUID | None = None,
    reaches_below: bool = False,
) -> StandardVersion:
    """Publish stricter values for one place, upon what governs around it then (or upon `base`).

    They hold on when something newer, already announced, begins around it. With `reaches_below` (a county) the
    versions of the places below are published again upon this one.
    Raises UnableToPublish (starts_in_the_past, faulty_values, nothing_stricter).
    """
    _check_start(effective_from, now)
    if not values:
        raise UnableToPublish("nothing_stricter", _("没有写出更严的规定。"))
    above = places_above(place=scope_node)
    beneath = standard_by_id(version_id=base.id) if base else standard_in_force(at=effective_from, above=above)
    _check(faults_in(values=dict(beneath.values) | dict(values), stricter_than=beneath.values, own=set(values)))
    version = create_version(
        scope_node=scope_node,
        reaches_below=reaches_below,
        base=beneath.version_id,
        values=values,
        title=title,
        effective_from=effective_from,
        reason=reason,
        published_by=published_by,
        approved_by=approved_by,
        now=now,
    )
    if reaches_below:
        carry_down(scope=scope_node, since=effective_from, below_number=version.number, now=now)
    carry_on(version=version, now=now)
    return version


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Who takes a version back, and why."""

    by: UUID | None = None
    reason: str = ""


def withdraw(*, version: StandardVersion, now: datetime, why: Withdrawal | None = None) -> None:
    """Take a version, and the places' versions upon it, out of force from now on; what they counted stays.

    Raises UnableToPublish(first_version): some Standard must always be in force.
    """
    if version.number == 1:
        raise UnableToPublish("first_version", _("第一版标准不能撤回。"))
    fallen = {version.id}
    stands_on = Q(base__in=fallen) | Q(carries__in=fallen)
    while more := set(StandardVersion.objects.filter(stands_on).values_list("id", flat=True)) - fallen:
        fallen |= more
        stands_on = Q(base__in=more) | Q(carries__in=more)
    said = why or Withdrawal()
    StandardVersion.objects.filter(pk__in=fallen, withdrawn_at=None).update(
        withdrawn_at=now, withdrawn_by=said.by, withdrawn_reason=said.reason
    )
    version.refresh_from_db()


def end_place(*, scope_node: UUID, since: datetime, now: datetime, why: Withdrawal) -> None:
    """From `since` a place has no rules of its own any more; what stands below it stands on what is around it.

    Raises UnableToPublish(starts_in_the_past).
    """
    _check_start(since, now)
    StandardVersion.objects.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=since), scope_node=scope_node).update(
        withdrawn_at=since, withdrawn_by=why.by, withdrawn_reason=why.reason
    )
    carry_down(scope=scope_node, since=since, below_number=next_number(), now=now)


def _check_start(effective_from: datetime, now: datetime) -> None:
    if effective_from < now:
        raise UnableToPublish("starts_in_the_past", _("新标准只能从现在以后开始。"), field="effective_from")


def _check(faults: tuple[Fault, ...]) -> None:
    if faults:
        raise UnableToPublish("faulty_values", faults[0].words, field=faults[0].key, faults=faults)
