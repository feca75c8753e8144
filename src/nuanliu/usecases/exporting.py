"""Lists that are too long for a page: made by the task worker part by part, each part kept once it is there.

A worker that dies leaves the parts it has finished; the next one goes on after the last of them. Files are sealed, and
thrown away after some days.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from openpyxl import Workbook

from nuanliu.domain.audit.operations import record
from nuanliu.domain.insights.models import Export, ExportPart, NationalLine
from nuanliu.domain.insights.types import ExportKind, ExportState
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.crypto import keyring
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated

PART_ROWS = 5000
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


@dataclass(frozen=True, slots=True)
class Chunk:
    """The rows of one part, and where the next begins (None: there is none)."""

    rows: Sequence[Sequence[str | int]]
    next_at: Any
    keys: list[tuple[UUID, UUID]]
    """Of each row, if it wants a receipt: (site, visit)."""


Source = Callable[[Export, int], Chunk]
"""Gives the next rows of an export, so many at most, from where `asked["at"]` says."""


@repeated
def ask_export(
    *,
    actor: Actor,
    kind: ExportKind,
    title: str,
    asked: dict[str, Any],
    rows_all: int,
    reason: str,
    token: UUID,
    now: datetime,
    begin: Callable[[str], object],
) -> Export:
    """Put an export in the queue; the same token finds the first one. Raises NotVisible.

    `begin` queues the task, inside the transaction.
    """
    if actor.id is None or not actor.has(Power.CITY_SEE):
        raise NotVisible
    with durable():
        identity = derived_id(token, "export", str(actor.id))
        known = Export.objects.filter(pk=identity).first()
        if known is not None:
            return known
        made = Export.objects.create(
            id=identity,
            kind=kind,
            title=title[:120],
            asked=asked,
            reason=reason[:200],
            rows_all=rows_all,
            asked_by=actor.id,
            asked_at=now,
        )
        record(
            action="export.asked",
            subject_type="export",
            subject_id=made.pk,
            occurred_at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.CITY_SEE, path=actor.paths(Power.CITY_SEE)[0]),
            reason=made.reason,
            details={"kind": kind.value, "rows": rows_all},
        )
        begin(str(made.pk))
        return made


def go_on(*, export_id: UUID, heads: Sequence[str], source: Source, now: Callable[[], datetime], size: int) -> int:
    """Make part after part until there is no more; gives how many parts this run made."""
    made = 0
    while _next_part(export_id=export_id, heads=heads, source=source, now=now, size=size):
        made += 1
    return made


@repeated
def _next_part(
    *, export_id: UUID, heads: Sequence[str], source: Source, now: Callable[[], datetime], size: int
) -> bool:
    """One part, its receipts and where the next begins, in one transaction; False once all are there."""
    with durable():
        export = Export.objects.select_for_update(no_key=True).filter(pk=export_id).first()
        if export is None or export.state != ExportState.WAITING:
            return False
        chunk = source(export, size)
        if chunk.rows or not export.parts.exists():
            part = ExportPart(export=export, number=export.parts.count() + 1, rows=len(chunk.rows))
            part.content_sealed = keyring().seal_bytes(_workbook(heads, chunk.rows), place=place_of_part(part.pk))
            part.save(force_insert=True)
            note_lines(part=part, keys=chunk.keys)
        export.rows_done += len(chunk.rows)
        export.asked = {**export.asked, "at": chunk.next_at}
        if chunk.next_at is None:
            export.state, export.done_at = ExportState.DONE, now()
            export.expires_at = export.done_at + standard_in_force(at=export.done_at).span("download_days")
        export.save()
        return chunk.next_at is not None


def note_lines(*, part: ExportPart, keys: Sequence[tuple[UUID, UUID]]) -> None:
    """Which service stands in which row, for the receipt."""
    NationalLine.objects.bulk_create(
        NationalLine(site_id=site, visit_id=visit, part=part, row=row)
        for row, (site, visit) in enumerate(keys, start=1)
    )


def place_of_part(part_id: UUID) -> str:
    """To which row the sealed file is bound."""
    return f"export|{part_id}"


def _workbook(heads: Sequence[str], rows: Sequence[Sequence[str | int]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(heads))
    for row in rows:
        sheet.append([_harmless(cell) for cell in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _harmless(cell: str | int) -> str | int:
    """A cell that a spreadsheet would take for a formula is made plain text (OWASP: CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip().startswith(_DANGEROUS) else cell


def exports_of(*, actor: Actor) -> QuerySet[Export]:
    """One's own exports, the newest first."""
    if actor.id is None:
        raise NotVisible
    return Export.objects.filter(asked_by=actor.id).order_by("-asked_at", "pk")


def access_export(*, actor: Actor, export_id: UUID) -> Export:
    """One's own export. Raises NotVisible."""
    found = exports_of(actor=actor).filter(pk=export_id).first()
    if found is None or not actor.has(Power.CITY_SEE):
        raise NotVisible
    return found


@repeated
def take_part(*, actor: Actor, export_id: UUID, number: int, now: datetime) -> bytes:
    """The file of one part, while it is there; that it was taken is written down. Raises NotVisible."""
    with durable():
        export = access_export(actor=actor, export_id=export_id)
        part = export.parts.filter(number=number).first()
        if part is None or part.content_sealed is None or export.expires_at is None or now >= export.expires_at:
            raise NotVisible
        record(
            action="export.taken",
            subject_type="export",
            subject_id=export.pk,
            occurred_at=now,
            actor_id=actor.id,
            actor_role=actor.role_for(Power.CITY_SEE, path=actor.paths(Power.CITY_SEE)[0]),
            details={"part": number, "rows": part.rows},
        )
        return keyring().open_bytes(bytes(part.content_sealed), place=place_of_part(part.pk))


def throw_away_exports(before: datetime) -> int:
    """Empty the files of exports that have expired by then; their rows' receipts stay. Returns how many."""
    old = Export.objects.filter(state=ExportState.DONE, expires_at__lte=before)
    ids = list(old.values_list("pk", flat=True))
    ExportPart.objects.filter(export__in=ids).update(content_sealed=None)
    return Export.objects.filter(pk__in=ids).update(state=ExportState.EXPIRED)
