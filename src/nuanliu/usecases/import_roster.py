"""A workbook comes in: a dry run with a verdict per row, then all of it or nothing.

The dry run writes nothing but its own record; the typed rows wait in it, sealed, until they are committed or thrown
away. Loading the same file again finds every row as it is stored and changes nothing.
"""

import hashlib
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.tree import lock_tree
from nuanliu.domain.network.types import Actor
from nuanliu.domain.people.models import RosterUpload
from nuanliu.platform.crypto import keyring
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.rosters.ground import POWERS, Ground, chunks
from nuanliu.usecases.rosters.loading import PLANNERS
from nuanliu.usecases.rosters.loading.plans import Planned, headers_of
from nuanliu.usecases.rosters.reading import MAX_VERDICTS, read_roster
from nuanliu.usecases.rosters.stored import rows_from_json, rows_to_json
from nuanliu.usecases.rosters.types import Level, Reading, RosterKind, Row, RowVerdict

STATUS_CODES = {Level.NEW: "row_new", Level.CHANGED: "row_changed", Level.UNCHANGED: "row_unchanged"}

AS_A_WHOLE = frozenset({RosterKind.ORGANISATIONS, RosterKind.CATALOGUE})
"""Kinds whose rows depend on each other or on their order; they are short."""
GROWS_TREE = frozenset({RosterKind.ORGANISATIONS, RosterKind.BRANCHES, RosterKind.SHOPS})
"""Kinds whose rows are nodes: nobody moves a node while they are loaded."""
ROWS_AT_ONCE = 1000


class UnableToCommitRoster(Unable):
    """The dry run cannot be committed as it stands."""


REFUSALS: dict[str, Promise] = {
    "has_errors": _("还有错误没有改好，不能导入。"),
    "house_changed": _("检查之后有人改过登记。请重新上传检查。"),
    "thrown_away": _("这次检查已作废。请重新上传。"),
    "still_checking": _("还没有检查完，请等一等。"),
}
"""Why a dry run is not loaded."""


NOTHING_SAID: dict[str, Any] = {"told": [], "rows": {}, "counts": {}}
"""The verdicts of a workbook that has not been looked at."""


def refusal_to_commit(*, code: str, **details: Any) -> UnableToCommitRoster:
    """One of `REFUSALS`, to raise."""
    return UnableToCommitRoster(code, REFUSALS[code], **details)


def upload_roster(
    *,
    actor: Actor,
    file: BinaryIO,
    file_name: str,
    kind: RosterKind,
    token: UUID,
    now: datetime,
    site: Node | None = None,
) -> RosterUpload:
    """Read the workbook and say of every row what loading it would do. The same token gives the same dry run.

    A bad file is not an exception: its dry run holds the verdicts and cannot be committed. Raises NotVisible for
    someone who may not load rosters of this kind.
    """
    check_power(actor=actor, kind=kind)
    upload_id = derived_id(token, "roster")
    earlier = RosterUpload.objects.filter(pk=upload_id).first()
    if earlier is not None:
        return earlier
    upload = RosterUpload(
        id=upload_id,
        kind=kind,
        site=site,
        file_name=file_name[-200:],
        uploaded_by=actor.id,
        uploaded_at=now,
    )
    dry_run(upload=upload, file=file, actor=actor, now=now)
    return _keep(upload, actor, now)


@repeated
def _keep(upload: RosterUpload, actor: Actor, now: datetime) -> RosterUpload:
    """Write the dry run down, or find it written."""
    with durable():
        earlier = RosterUpload.objects.filter(pk=upload.pk).first()
        if earlier is not None:
            return earlier
        upload.save(force_insert=True)
        note_checked(upload=upload, actor=actor, now=now)
        return upload


def dry_run(
    *,
    upload: RosterUpload,
    file: BinaryIO,
    actor: Actor,
    now: datetime,
    say: Callable[[int], None] = lambda _rows: None,
) -> None:
    """Read the file and hold every row against the house; the findings are put into `upload`, which is not saved.

    `say` is told every so often how many rows have been done, twice over: first read, then judged.
    """
    kind = RosterKind(upload.kind)
    ground = Ground.survey(actor=actor, now=now, kind=kind)
    reading = read_roster(file=file, kind=kind, known=ground.known(), say=say)
    run = _DryRun.of(reading, _plans(kind, reading.rows, ground), say)
    upload.digest = digest_of(file=file)
    upload.rows_sealed = _sealed(upload.pk, reading.rows)
    upload.verdicts = run.as_json()
    upload.row_count, upload.error_count = reading.total, run.errors()


def note_checked(*, upload: RosterUpload, actor: Actor, now: datetime) -> None:
    """Append the audit event of a dry run."""
    _note("roster.checked", upload, actor, now)


@repeated
def commit_roster(*, actor: Actor, upload_id: UUID, now: datetime) -> RosterUpload:
    """Load a dry run, whole or not at all. Committing it again shows the first outcome.

    Every row is judged anew against the house as it stands now. Raises UnableToCommitRoster (has_errors,
    house_changed, thrown_away), NotVisible.
    """
    with durable():
        upload = _access(actor, RosterUpload.objects.select_for_update(of=("self",)), upload_id)
        if upload.committed_at is not None:
            return upload
        kind = RosterKind(upload.kind)
        if kind in GROWS_TREE:
            lock_tree()
        if upload.error_count:
            raise refusal_to_commit(code="has_errors")
        counts: Counter[str] = Counter()
        for plan in _plans(kind, _rows_of(upload), Ground.survey(actor=actor, now=now, kind=kind)):
            if plan.level is Level.ERROR:
                raise refusal_to_commit(code="house_changed", row=plan.number)
            if plan.write is not None:
                plan.write()
            counts[plan.level.value] += 1
        upload.committed_at = now
        upload.outcome = dict(counts)
        upload.rows_sealed, upload.under_way, upload.trouble = b"", "", ""
        upload.save(update_fields=["committed_at", "outcome", "rows_sealed", "under_way", "trouble"])
        _note("roster.committed", upload, actor, now)
    return upload


@repeated
def discard_roster(*, actor: Actor, upload_id: UUID, now: datetime) -> None:
    """Throw a dry run's rows away; its verdicts stay. Doing it twice changes nothing. Raises NotVisible."""
    with durable():
        upload = _access(actor, RosterUpload.objects.select_for_update(of=("self",)), upload_id)
        if upload.committed_at is None and (upload.rows_sealed or upload.under_way):
            RosterUpload.objects.filter(pk=upload.pk).update(rows_sealed=b"", file_sealed=None, under_way="")
            _note("roster.discarded", upload, actor, now)


def access_upload(*, actor: Actor, upload_id: UUID) -> RosterUpload:
    """A dry run of one's own, or any of them for whoever may load that kind everywhere. Raises NotVisible."""
    return _access(actor, RosterUpload.objects.defer("file_sealed"), upload_id)


def uploads_of(*, actor: Actor) -> QuerySet[RosterUpload]:
    """The actor's own dry runs, newest first."""
    rows = RosterUpload.objects.filter(uploaded_by=actor.id).defer("rows_sealed", "file_sealed", "verdicts")
    return rows.order_by("-uploaded_at", "-id")


def verdicts_of(*, upload: RosterUpload, levels: Iterable[Level] = tuple(Level)) -> list[RowVerdict]:
    """The verdicts of these levels, by row: what is odd at which cell, and what loading would do to the row."""
    wanted = set(levels)
    told = [RowVerdict.from_json(one) for one in upload.verdicts["told"]]
    for level, code in STATUS_CODES.items():
        spans = upload.verdicts["rows"].get(level.value, [])
        told += [RowVerdict(number, level, code) for first, last in spans for number in range(first, last + 1)]
    return sorted((one for one in told if one.level in wanted), key=lambda one: (one.row, one.column))


def check_power(*, actor: Actor, kind: RosterKind) -> None:
    """Raises NotVisible for someone who may not load rosters of this kind."""
    if not actor.is_system and not actor.has(POWERS[kind]):
        raise NotVisible


def _access(actor: Actor, rows: QuerySet[RosterUpload], upload_id: UUID) -> RosterUpload:
    upload = rows.filter(pk=upload_id).first()
    if upload is None or upload.uploaded_by != actor.id or (actor.id is None and not actor.is_system):
        raise NotVisible
    check_power(actor=actor, kind=RosterKind(upload.kind))
    return upload


def digest_of(*, file: BinaryIO) -> str:
    """SHA-256 of a file, as hexadecimal digits."""
    digest = hashlib.sha256()
    file.seek(0)
    while part := file.read(1 << 20):
        digest.update(part)
    return digest.hexdigest()


def _place(upload_id: UUID) -> str:
    return f"roster|{upload_id}"


def _sealed(upload_id: UUID, rows: Sequence[Row[Any]]) -> bytes:
    return keyring().seal_bytes(zlib.compress(rows_to_json(rows).encode(), 1), place=_place(upload_id))


def _rows_of(upload: RosterUpload) -> list[Row[Any]]:
    if not upload.rows_sealed:
        raise refusal_to_commit(code="thrown_away")
    packed = keyring().open_bytes(bytes(upload.rows_sealed), place=_place(upload.pk))
    return rows_from_json(kind=RosterKind(upload.kind), stored=zlib.decompress(packed).decode())


def _plans(kind: RosterKind, rows: Sequence[Row[Any]], ground: Ground) -> Iterator[Planned]:
    """What loading would do, some rows at a time, so that memory does not grow with the file."""
    for part in chunks(rows, max(len(rows), 1) if kind in AS_A_WHOLE else ROWS_AT_ONCE):
        yield from PLANNERS[kind](part, ground)


@dataclass(slots=True)
class _DryRun:
    """What a dry run keeps of its plans: the verdicts, and which rows are simply new or as stored."""

    reading: Reading[Any]
    told: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[Level, list[int]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, reading: Reading[Any], plans: Iterable[Planned], say: Callable[[int], None]) -> "_DryRun":
        run = cls(reading, [verdict.as_json() for verdict in reading.verdicts])
        for done, plan in enumerate(plans, start=1):
            run.take(plan)
            if not done % ROWS_AT_ONCE:
                say(reading.total + done)
        return run

    def take(self, plan: Planned) -> None:
        kind = self.reading.kind
        self.counts[plan.level.value] += 1
        self.rows.setdefault(plan.level, []).append(plan.number)
        for finding in plan.findings if len(self.told) < MAX_VERDICTS else ():
            column, header = self.reading.letters.get(finding.column, ""), headers_of(kind, [finding.column])
            told = RowVerdict(plan.number, finding.level, finding.code, column, header, finding.params)
            self.told.append(told.as_json())
        if plan.level is Level.CHANGED:
            params = {"fields": headers_of(kind, plan.changed)}
            self.told.append(RowVerdict(plan.number, Level.CHANGED, "row_changed", params=params).as_json())

    def as_json(self) -> dict[str, Any]:
        """Verdicts one by one; rows that are simply new or unchanged as spans of numbers."""
        spans = {level.value: _spans(self.rows.get(level, [])) for level in STATUS_CODES if level is not Level.CHANGED}
        return {"told": self.told, "rows": spans, "counts": dict(self.counts)}

    def errors(self) -> int:
        """Rows that stand against loading, the file itself counting as one."""
        refused = set(self.rows.get(Level.ERROR, []))
        of_the_file = {0} if not self.reading.is_fit and not self.reading.error_rows else set()
        return len(self.reading.error_rows | refused | of_the_file)


def _spans(numbers: list[int]) -> list[list[int]]:
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return spans


def _note(action: str, upload: RosterUpload, actor: Actor, now: datetime) -> None:
    record(
        action=action,
        subject_type="roster",
        subject_id=upload.pk,
        occurred_at=now,
        actor_id=actor.id,
        site_id=upload.site_id,
        details={
            "kind": upload.kind,
            "file": upload.file_name,
            "digest": upload.digest,
            "rows": upload.row_count,
            "errors": upload.error_count,
            "outcome": upload.outcome,
        },
    )
