"""Writing versions. Called by use cases, inside their transaction."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from nuanliu.domain.care.menu.models import ServiceVersion, ServiceWithdrawal
from nuanliu.domain.care.menu.queries import values_of
from nuanliu.domain.care.menu.terms import TERMS
from nuanliu.domain.care.models import Service

BEGINNING = "原来的服务目录"
"""The reason of a first version: it stood so before anybody changed it here."""
FROM_THE_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
"""Since when a first version holds: before any need."""


def lock_service(*, service_id: UUID) -> Service:
    """The service's row, locked: versions are written one after the other."""
    return Service.objects.select_for_update(no_key=True).get(pk=service_id)


def add_version(
    *,
    service: Service,
    values: Mapping[str, object],
    in_force_from: datetime,
    reason: str,
    by: UUID | None,
    at: datetime,
) -> ServiceVersion:
    """The next version; the service itself changes when its moment has come (`bring_in`)."""
    last = ServiceVersion.objects.filter(service=service).order_by("-number").values_list("number", flat=True).first()
    withdrawn = ServiceWithdrawal.objects.filter(version__service=service, version__in_force_from=in_force_from)
    return ServiceVersion.objects.create(
        service=service,
        number=(last or 0) + 1,
        turn=withdrawn.count() + 1,
        in_force_from=in_force_from,
        reason=reason,
        published_by=by,
        published_at=at,
        **{name: values[name] for name in TERMS},
    )


def bring_in(*, version: ServiceVersion) -> bool:
    """The service is from now on what the version says. Whether anything changed."""
    service = version.service
    values = values_of(terms=version)
    is_changed = values != values_of(terms=service)
    if is_changed or service.version_number != version.number:
        for name, value in values.items():
            setattr(service, name, value)
        service.version_number = version.number
        service.save(update_fields=[*values, "version_number"])
    return is_changed


def due_versions(*, now: datetime) -> list[ServiceVersion]:
    """Of each service the version that is in force now."""
    rows = ServiceVersion.objects.filter(in_force_from__lte=now, withdrawal=None).select_related("service")
    newest = {one.service_id: one for one in rows.order_by("in_force_from")}
    return list(newest.values())


def withdraw(*, version: ServiceVersion, reason: str, by: UUID, at: datetime) -> ServiceWithdrawal:
    """The version will not begin. The database refuses it for one that has begun."""
    return ServiceWithdrawal.objects.create(version=version, reason=reason, withdrawn_by=by, withdrawn_at=at)


def keep_first(*, service: Service, at: datetime) -> None:
    """A service that has no version yet: what stands is its first."""
    if ServiceVersion.objects.filter(service=service).exists():
        return
    values = values_of(terms=service)
    first = add_version(service=service, values=values, in_force_from=FROM_THE_FIRST, reason=BEGINNING, by=None, at=at)
    bring_in(version=first)
