"""Reading estates and resting accounts."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from nuanliu.domain.ledger.queries import quiet_owners
from nuanliu.domain.passbook.models import Away, Estate
from nuanliu.domain.passbook.types import EstateState


def away_of(*, person_id: UUID) -> Away | None:
    """Why this person's account rests; None if it does not."""
    return Away.objects.filter(person_id=person_id, ended_at=None).first()


def estate_of(*, person_id: UUID) -> Estate | None:
    """What became of the time of somebody who died."""
    rows = Estate.objects.exclude(state=EstateState.MISTAKE).select_related("person__home_site", "heir__home_site")
    return rows.filter(person_id=person_id).first()


def estates_by_id(*, ids: Iterable[UUID]) -> dict[UUID, Estate]:
    """Those of these ids that are estates: what a line of a passbook was for."""
    return {one.id: one for one in Estate.objects.select_related("person", "heir").filter(id__in=list(ids))}


def quiet_since(*, moment: datetime, limit: int) -> list[UUID]:
    """Owners of passbooks in which nothing has been written since `moment`."""
    return quiet_owners(since=moment, limit=limit)
