"""The catalogue becomes the services that can be asked for."""

from collections.abc import Sequence
from dataclasses import asdict

from nuanliu.domain.audit.operations import record
from nuanliu.domain.care.menu.operations import add_version, bring_in, keep_first
from nuanliu.domain.care.menu.queries import values_of
from nuanliu.domain.care.menu.terms import TERMS
from nuanliu.domain.care.models import Service
from nuanliu.usecases.rosters.ground import Ground
from nuanliu.usecases.rosters.kinds.catalogue import ServiceRow
from nuanliu.usecases.rosters.loading.plans import Planned, differing, planned, refused
from nuanliu.usecases.rosters.spec import error
from nuanliu.usecases.rosters.types import Row

_FROM_A_SHEET = "服务目录表"
"""The reason of a version that a workbook brought."""


def plan_catalogue(rows: Sequence[Row[ServiceRow]], ground: Ground) -> list[Planned]:
    """Services by code; their order is the order of the sheet."""
    if not ground.may_load(None):
        return [refused(row.number, error("code", "outside_reach", site=row.value.name)) for row in rows]
    known = {service.code: service for service in Service.objects.all()}
    return [_plan(row, position, known.get(row.value.code), ground) for position, row in enumerate(rows, start=1)]


def _plan(row: Row[ServiceRow], position: int, stands: Service | None, ground: Ground) -> Planned:
    wanted = {**asdict(row.value), "position": position}

    changed = differing({name: getattr(stands, name) for name in wanted}, wanted) if stands else []

    def write() -> None:
        if stands is not None:
            keep_first(service=stands, at=ground.now)
        service, is_new = Service.objects.update_or_create(code=row.value.code, defaults=wanted)
        if is_new:
            keep_first(service=service, at=ground.now)
        elif set(changed) & set(TERMS):
            values = values_of(terms=service)
            version = add_version(
                service=service,
                values=values,
                in_force_from=ground.now,
                reason=_FROM_A_SHEET,
                by=ground.actor.id,
                at=ground.now,
            )
            bring_in(version=version)
        record(
            action="service.added" if is_new else "service.changed",
            subject_type="service",
            subject_id=service.pk,
            occurred_at=ground.now,
            actor_id=ground.actor.id,
            details={"code": service.code},
        )

    return planned(row.number, is_new=stands is None, changed=changed, write=write)
