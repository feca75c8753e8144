"""Releasing a month: counted, small numbers hidden, written once. Inside the transaction of the use case."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from nuanliu.domain.audit.operations import record
from nuanliu.domain.opendata.counting import Month, Place, count_month
from nuanliu.domain.opendata.models import Release
from nuanliu.domain.opendata.policies.suppression import hidden_codes
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.crypto import keyring

Row = dict[str, Any]
MEASURES = ("visits", "minutes", "volunteers", "elders")


def release_month(*, month: date, now: datetime) -> Release:
    """Write what is published of `month`. Raises LookupError when there is no city yet."""
    smallest = standard_in_force(at=now).integer("open_data_smallest")
    counted = count_month(month=month)
    release = Release.objects.create(
        month=month, smallest=smallest, tables=tables_of(counted, month=month, smallest=smallest), released_at=now
    )
    note_release(release_id=release.pk, month=month, at=now)
    return release


def tables_of(counted: Month, *, month: date, smallest: int) -> dict[str, list[Row]]:
    """The tables as they are published."""
    rank = secret_order(month)
    areas = hidden_codes(root=counted.areas.cell(), smallest=smallest, rank=rank)
    services = hidden_codes(root=counted.services.cell(), smallest=smallest, rank=rank)
    area_rows = list(_rows(counted.areas, areas, parent=""))
    service_rows = list(_rows(counted.services, services, parent=""))
    whole = area_rows[0] | {
        "needs_asked": _shown(counted.asked, smallest),
        "needs_unserved": _shown(counted.unserved, smallest),
    }
    return {"city": [whole], "areas": area_rows[1:], "services": service_rows[1:]}


def secret_order(month: date) -> Callable[[str], bytes]:
    """An order of codes that only this installation knows, another each month."""
    ring = keyring()
    return lambda code: ring.index(f"open-data-{month:%Y-%m}", code)


def _rows(place: Place, hidden: frozenset[str], *, parent: str) -> Iterator[Row]:
    tally, is_hidden = place.tally, place.code in hidden
    figures = (tally.visits, tally.minutes, len(tally.helpers), len(tally.elders))
    yield {
        "level": place.level,
        "code": place.code,
        "name": place.name,
        "name_en": place.name_en,
        "parent": parent,
        "hidden": is_hidden,
        **{name: None if is_hidden else value for name, value in zip(MEASURES, figures, strict=True)},
    }
    for part in place.parts:
        yield from _rows(part, hidden, parent=place.code)


def _shown(count: int, smallest: int) -> int | None:
    return None if 0 < count < smallest else count


def note_release(*, release_id: UUID, month: date, at: datetime) -> None:
    """Append it to the audit."""
    record(
        action="opendata.released",
        subject_type="release",
        subject_id=release_id,
        occurred_at=at,
        actor_id=None,
        details={"month": f"{month:%Y-%m}"},
    )
