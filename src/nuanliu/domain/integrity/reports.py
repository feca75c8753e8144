"""Reports: the code that its sender keeps, what was said, who may read it."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.audit.operations import record
from nuanliu.domain.integrity.models import Report
from nuanliu.domain.integrity.types import ReportEnd, ReportKind, ReportState
from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import city
from nuanliu.domain.network.types import Actor, Power
from nuanliu.platform.crypto import keyring
from nuanliu.platform.errors import NotVisible, Unable

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0, 1, I, L, O, U: what is copied by hand is not misread."""
LENGTH = 10
_APART = re.compile(r"[\s\u00b7.\-—–]+")


class UnableToAnswerReport(Unable):
    """The report does not stand where this could be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What happened, when as far as that was said, and where we may ring."""

    words: str
    when: str = ""
    phone: str = ""


def place_of_report(*, report_id: UUID) -> str:
    """To what the words of a report are bound."""
    return f"integrity_report|said|{report_id}"


def seal_told(*, told: Told, report_id: UUID) -> bytes:
    """The words, sealed for this row."""
    text = json.dumps(asdict(told), ensure_ascii=False)
    return keyring().seal_bytes(text.encode(), place=place_of_report(report_id=report_id))


def told_in(report: Report) -> Told | None:
    """The words in clear; None once they are no longer kept."""
    if report.said_sealed is None:
        return None
    text = keyring().open_bytes(bytes(report.said_sealed), place=place_of_report(report_id=report.pk))
    return Told(**json.loads(text))


def file_report(
    *, report_id: UUID, kind: ReportKind, site: Node | None, told: Told, actor: Actor, at: datetime
) -> Report:
    """Put it on the bureau's list. Inside the caller's transaction; the same id files once."""
    known = Report.objects.filter(pk=report_id).first()
    if known is not None:
        return known
    report = Report.objects.create(
        pk=report_id,
        kind=kind,
        site=site,
        said_sealed=seal_told(told=told, report_id=report_id),
        code_index=index_of_code(code_of_report(report_id=report_id)),
        sent_at=at,
    )
    note_report(action="report.sent", report=report, actor=actor, at=at)
    return report


def code_of_report(*, report_id: UUID) -> str:
    """What its sender keeps: follows from the id and a key of ours, and cannot be guessed from either."""
    digest = keyring().index("report-code", str(report_id))
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:LENGTH])


def index_of_code(code: str) -> bytes:
    """What finds it."""
    return keyring().index("report-found", code)


def read_report_code(*, text: str) -> str:
    """The code as typed: in any case, with spaces or dashes. Empty for what cannot be one."""
    tidied = _APART.sub("", text).upper()
    return tidied if len(tidied) == LENGTH and set(tidied) <= set(LETTERS) else ""


def report_with_code(*, text: str) -> Report | None:
    """The report whose sender has this code."""
    code = read_report_code(text=text)
    return Report.objects.filter(code_index=index_of_code(code)).first() if code else None


def reports_for(*, actor: Actor) -> QuerySet[Report]:
    """All reports, for whoever answers them."""
    whole = city()
    may = whole is not None and actor.may(Power.REPORT_ANSWER, path=whole.path)
    return (Report.objects.all() if may else Report.objects.none()).select_related("site")


def access_report(*, actor: Actor, report_id: UUID) -> Report:
    """One of `reports_for`. Raises NotVisible."""
    found = reports_for(actor=actor).filter(pk=report_id).first()
    if found is None:
        raise NotVisible
    return found


def lock_report(*, actor: Actor, report_id: UUID) -> Report:
    """The same, locked. Raises NotVisible."""
    found = reports_for(actor=actor).select_for_update(no_key=True, of=("self",)).filter(pk=report_id).first()
    if found is None:
        raise NotVisible
    return found


def take(*, report: Report, actor: Actor, at: datetime) -> None:
    """This officer looks into it."""
    report.state, report.taken_by, report.taken_at = ReportState.TAKEN, actor.id, at
    report.save(update_fields=["state", "taken_by", "taken_at"])
    note_report(action="report.taken", report=report, actor=actor, at=at)


def answer(*, report: Report, end: ReportEnd, words: str, actor: Actor, at: datetime) -> None:
    """What came of it. Raises UnableToAnswerReport."""
    if report.state == ReportState.ANSWERED:
        raise UnableToAnswerReport("answered", _("这件举报已经答复了。"))
    if report.taken_by != actor.id:
        raise UnableToAnswerReport("not_taken", _("请先接下来，再答复。"))
    report.state, report.end, report.answer = ReportState.ANSWERED, end, words
    report.answered_by, report.answered_at = actor.id, at
    report.save(update_fields=["state", "end", "answer", "answered_by", "answered_at"])
    note_report(action="report.answered", report=report, actor=actor, at=at, end=end.value)


def note_report(*, action: str, report: Report, actor: Actor, at: datetime, **details: str) -> None:
    """Append what was done with a report to the audit; no word of what was said."""
    record(
        action=action,
        subject_type="report",
        subject_id=report.pk,
        occurred_at=at,
        actor_id=actor.id,
        site_id=report.site_id,
        details={"kind": report.kind, **details},
    )
