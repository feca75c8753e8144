"""The chain over the audit: sealed every minute, checked every night, its head carried out of the database."""

import json
import logging
import os
from datetime import datetime
from uuid import UUID

from django.conf import settings

from nuanliu.domain.audit.chain import ChainReport, newest_block, seal_events, verify_chain
from nuanliu.domain.audit.operations import record
from nuanliu.platform.db import durable
from nuanliu.platform.retry import repeated

CHAIN = UUID("a0d17000-0000-7000-8000-000000000001")
"""What events about the chain are about."""
RIGHT, FOUND_WRONG = "audit.checked", "audit.found_wrong"
MOST_TOLD = 20
_log = logging.getLogger(__name__)


def check_audit(*, now: datetime) -> int:
    """Seal, check everything, carry the head outside. Gives how many things are wrong; for the schedule."""
    seal_events(now=now, look_through=True)
    report = verify_chain(heads=carried_heads())
    if report.is_right:
        carry_head(now=now)
    _write_down(report=report, now=now)
    return len(report.wrong)


@repeated
def _write_down(*, report: ChainReport, now: datetime) -> None:
    first = [f"{wrong.code}: {wrong.where}" for wrong in report.wrong[:MOST_TOLD]]
    for line in first:
        _log.error("the audit is wrong: %s", line)
    facts = {"events": report.events, "blocks": report.blocks, "taken_out": report.taken_out}
    with durable():
        record(
            action=RIGHT if report.is_right else FOUND_WRONG,
            subject_type="audit",
            subject_id=CHAIN,
            occurred_at=now,
            actor_id=None,
            details=facts if report.is_right else {**facts, "wrong": len(report.wrong), "first": first},
        )


def carried_heads() -> list[tuple[int, str]]:
    """Heads carried outside earlier: (number, digest). A line that cannot be read counts as a head that nobody has."""
    path = settings.AUDIT_HEADS_FILE
    if not path.exists():
        return []
    return [_head(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _head(line: str) -> tuple[int, str]:
    try:
        said = json.loads(line)
        return int(said["number"]), str(said["digest"])
    except (ValueError, KeyError, TypeError):
        return 0, line[:80]


def carry_head(*, now: datetime) -> None:
    """Append the newest head to the file outside the database, unless it stands there."""
    newest = newest_block()
    if newest is None or newest in carried_heads():
        return
    line = json.dumps({"number": newest[0], "digest": newest[1], "at": now.isoformat()})
    descriptor = os.open(settings.AUDIT_HEADS_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())
