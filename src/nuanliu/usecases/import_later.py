"""Workbooks that take longer than a page may: read and loaded by the task worker, while the page says how far it is."""

from datetime import datetime
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from django_tasks import task

from nuanliu.domain.network.models import Login
from nuanliu.domain.network.types import ANONYMOUS, Actor
from nuanliu.domain.people.models import RosterUpload
from nuanliu.domain.people.queries import actor_for
from nuanliu.domain.people.types import RosterWork
from nuanliu.platform import clock
from nuanliu.platform.crypto import keyring
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.import_roster import (
    NOTHING_SAID,
    UnableToCommitRoster,
    access_upload,
    check_power,
    commit_roster,
    digest_of,
    dry_run,
    note_checked,
    refusal_to_commit,
    upload_roster,
)
from nuanliu.usecases.rosters.types import RosterKind

LARGE_BYTES = 300_000
"""Some thousands of rows: reading that many takes longer than anybody looks at a page that does not move."""
LARGE_ROWS = 300
"""Loading a person takes some tens of milliseconds."""


@repeated
def hand_in_roster(
    *, actor: Actor, file: BinaryIO, file_name: str, kind: RosterKind, token: UUID, now: datetime
) -> RosterUpload:
    """`upload_roster`; a large file is put aside, sealed, and checked by the task worker. Raises NotVisible."""
    if file.seek(0, 2) <= LARGE_BYTES:
        return upload_roster(actor=actor, file=file, file_name=file_name, kind=kind, token=token, now=now)
    check_power(actor=actor, kind=kind)
    upload_id = derived_id(token, "roster")
    with durable():
        earlier = RosterUpload.objects.filter(pk=upload_id).first()
        if earlier is not None:
            return earlier
        file.seek(0)
        upload = RosterUpload.objects.create(
            id=upload_id,
            kind=kind,
            file_name=file_name[-200:],
            digest=digest_of(file=file),
            rows_sealed=b"",
            file_sealed=keyring().seal_bytes(_all_of(file), place=_place(upload_id)),
            under_way=RosterWork.CHECK,
            verdicts=NOTHING_SAID,
            row_count=0,
            error_count=0,
            uploaded_by=actor.id,
            uploaded_at=now,
        )
        check_later.enqueue(str(upload_id))
        return upload


@repeated
def load_roster(*, actor: Actor, upload_id: UUID, now: datetime) -> RosterUpload:
    """`commit_roster`; many rows are loaded by the task worker. Raises UnableToCommitRoster, NotVisible."""
    upload = access_upload(actor=actor, upload_id=upload_id)
    if upload.under_way == RosterWork.CHECK:
        raise refusal_to_commit(code="still_checking")
    if upload.committed_at is not None or upload.under_way or upload.row_count <= LARGE_ROWS:
        return upload if upload.under_way else commit_roster(actor=actor, upload_id=upload_id, now=now)
    if upload.error_count or not upload.rows_sealed:
        raise refusal_to_commit(code="has_errors" if upload.error_count else "thrown_away")
    with durable():
        waiting = RosterUpload.objects.filter(pk=upload_id, committed_at=None, under_way="")
        if waiting.update(under_way=RosterWork.LOAD, rows_done=0, trouble=""):
            load_later.enqueue(str(upload_id))
    return access_upload(actor=actor, upload_id=upload_id)


@task()
def check_later(upload_id: str) -> str:
    """Check one workbook that was put aside; once checked it is left alone."""
    upload = RosterUpload.objects.filter(pk=upload_id, under_way=RosterWork.CHECK).first()
    if upload is None:
        return "nothing to do"
    now, actor = clock.now(), _who(upload)
    file = BytesIO(keyring().open_bytes(bytes(upload.file_sealed or b""), place=_place(upload.pk)))
    dry_run(upload=upload, file=file, actor=actor, now=now, say=lambda rows: _say(upload.pk, rows))
    upload.under_way, upload.rows_done, upload.file_sealed = "", 0, None
    return "checked" if _keep_checked(upload, actor, now) else "thrown away meanwhile"


@repeated
def _keep_checked(upload: RosterUpload, actor: Actor, now: datetime) -> bool:
    with durable():
        if not RosterUpload.objects.filter(pk=upload.pk, under_way=RosterWork.CHECK).update(under_way=""):
            return False
        upload.save()
        note_checked(upload=upload, actor=actor, now=now)
        return True


@task()
def load_later(upload_id: str) -> str:
    """Load one checked workbook, whole or not at all; why it could not be is kept for the page."""
    upload = RosterUpload.objects.filter(pk=upload_id, under_way=RosterWork.LOAD).first()
    if upload is None:
        return "nothing to do"
    try:
        commit_roster(actor=_who(upload), upload_id=upload.pk, now=clock.now())
    except (UnableToCommitRoster, NotVisible) as refused:
        code = refused.code if isinstance(refused, UnableToCommitRoster) else "thrown_away"
        RosterUpload.objects.filter(pk=upload.pk).update(under_way="", trouble=code)
        return code
    return "loaded"


def _who(upload: RosterUpload) -> Actor:
    login = Login.objects.filter(pk=upload.uploaded_by or upload.pk).first()
    return ANONYMOUS if login is None else actor_for(login=login, now=clock.now())


def _say(upload_id: UUID, rows: int) -> None:
    RosterUpload.objects.filter(pk=upload_id).update(rows_done=rows)


def _place(upload_id: UUID) -> str:
    return f"roster-file|{upload_id}"


def _all_of(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read()
