"""Reading the audit: who did what, when, to what, and why. For the one role that may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.audit.queries import Record, Records, events_matching, newest_of
from nuanliu.domain.network.types import Actor, Power, Role
from nuanliu.domain.people.models import Person
from nuanliu.platform.clock import day_bounds
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated
from nuanliu.usecases.check_audit import CHAIN, FOUND_WRONG, RIGHT


class UnableToExportAudit(Unable):
    """No reason was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuestion:
    """What to look for; whatever is empty is not asked.

    `person` is a whole name: who acted, or on whose behalf, or who it was about; `whom` only whom it was about or done
    for. Days are those of the wall calendar, both included.
    """

    action: str = ""
    subject_id: UUID | None = None
    person: str = ""
    whom: str = ""
    site_id: UUID | None = None
    first_day: date | None = None
    last_day: date | None = None


def audited(*, actor: Actor, question: AuditQuestion) -> Records:
    """The events asked for, newest first. Raises NotVisible without the power to read the audit."""
    if not actor.has(Power.AUDIT_READ):
        raise NotVisible
    return events_matching(
        action=question.action,
        subject_id=question.subject_id,
        actors=_named(question.person),
        about=_named(question.whom),
        site_id=question.site_id,
        since=_start(question.first_day),
        before=_end(question.last_day),
    )


def _named(name: str) -> list[UUID] | None:
    return list(Person.objects.filter(name=name).values_list("pk", flat=True)) if name else None


@repeated
def export_audit(*, actor: Actor, reason: str, question: AuditQuestion, now: datetime, token: UUID) -> None:
    """Write down that, and why, events are carried out of the house. Raises UnableToExportAudit, NotVisible."""
    if not actor.has(Power.AUDIT_READ):
        raise NotVisible
    if not reason.strip():
        raise UnableToExportAudit("no_reason", _("请写明为什么要导出。"), field="reason")
    with durable():
        record(
            event_id=derived_id(token, "audit-export"),
            action="audit.exported",
            subject_type="audit",
            subject_id=CHAIN,
            occurred_at=now,
            actor_id=actor.id,
            actor_role=Role.BUREAU_AUDIT.value,
            reason=reason.strip(),
            details={"events": audited(actor=actor, question=question).count(), "action": question.action},
        )


def latest_check() -> Record | None:
    """When the chain was last checked, and whether it was right; None if never."""
    return newest_of(subject=CHAIN, actions=(RIGHT, FOUND_WRONG))


def names_of(*, people: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of persons by id, for showing who acted."""
    wanted = {person for person in people if person is not None}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name"))


def _start(day: date | None) -> datetime | None:
    return day_bounds(day)[0] if day else None


def _end(day: date | None) -> datetime | None:
    return day_bounds(day)[1] if day else None
