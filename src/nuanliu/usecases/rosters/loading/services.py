"""The catalogue becomes the services that can be asked for."""

from collections.abc import Sequence
from dataclasses import asdict

from nuanliu.domain.audit.operations import record
from nuanliu.domain.care.models import Service
from nuanliu.usecases.rosters.ground import Ground
from nuanliu.usecases.rosters.kinds.catalogue import ServiceRow
from nuanliu.usecases.rosters.loading.plans import Planned, differing, planned, refused
from nuanliu.usecases.rosters.spec import error
from nuanliu.usecases.rosters.types import Row


def plan_catalogue(rows: Sequence[Row[ServiceRow]], ground: Ground) -> list[Planned]:
    """Services by code; their order is the order of the sheet."""
    if not ground.may_load(None):
        return [refused(row.number, error("code", "outside_reach", site=row.value.name)) for row in rows]
    known = {service.code: service for service in Service.objects.all()}
    return [_plan(row, position, known.get(row.value.code), ground) for position, row in enumerate(rows, start=1)]


def _plan(row: Row[ServiceRow], position: int, stands: Service | None, ground: Ground) -> Planned:
    wanted = {**asdict(row.value), "position": position}

    def write() -> None:
        service, is_new = Service.objects.update_or_create(code=row.value.code, defaults=wanted)
        record(
            action="service.added" if is_new else "service.changed",
            subject_type="service",
            subject_id=service.pk,
            occurred_at=ground.now,
            actor_id=ground.actor.id,
            details={"code": service.code},
        )

    changed = differing({name: getattr(stands, name) for name in wanted}, wanted) if stands else []
    return planned(row.number, is_new=stands is None, changed=changed, write=write)
