"""Somebody reports what must not be; an officer of the bureau looks into it and answers; the sender reads the answer.

No name is asked for. Whoever sends it keeps a code, and nobody finds the report by anything else.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.integrity.models import Report
from nuanliu.domain.integrity.reports import (
    Told,
    UnableToAnswerReport,
    answer,
    file_report,
    lock_report,
    take,
)
from nuanliu.domain.integrity.types import ReportEnd, ReportKind, ReportState
from nuanliu.domain.network.queries import sites
from nuanliu.domain.network.types import ANONYMOUS, Actor
from nuanliu.domain.signing.tries import count_sent, counted, locked_rows
from nuanliu.domain.signing.types import REPORTS_FROM_ONE, Tried
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToReport(Unable):
    """The report cannot be taken as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What was written on the page. `site_id` None: it was not said where."""

    kind: ReportKind
    told: Told
    site_id: UUID | None = None


@repeated
def send_report(*, reported: Reported, address: str, token: UUID, now: datetime) -> Report:
    """Send it, once a `token`. `address` is where it came from; who sends it is not written down.

    Raises UnableToReport: no_words, too_many; NotVisible.
    """
    if not reported.told.words.strip():
        raise UnableToReport("no_words", _("请写发生了什么。"), field="words")
    origin = counted(Tried.REPORT_FROM, address)
    with durable():
        rows = locked_rows(ids=(origin,), now=now)
        report_id = derived_id(token, "report")
        known = Report.objects.filter(pk=report_id).first()
        if known is not None:
            return known
        site = sites().filter(pk=reported.site_id).first() if reported.site_id else None
        if reported.site_id and site is None:
            raise NotVisible
        if not count_sent(rows[origin], REPORTS_FROM_ONE, now=now):
            raise UnableToReport("too_many", _("说得太多次了。请过一小时再来，或直接打电话。"))
        return file_report(
            report_id=report_id, kind=reported.kind, site=site, told=reported.told, actor=ANONYMOUS, at=now
        )


@repeated
def take_report(*, actor: Actor, report_id: UUID, now: datetime) -> Report:
    """This officer looks into it and reads what was said; another may take it over. Again changes nothing.

    Raises UnableToAnswerReport (answered), NotVisible.
    """
    with durable():
        report = lock_report(actor=actor, report_id=report_id)
        if report.state == ReportState.ANSWERED:
            raise UnableToAnswerReport("answered", _("这件举报已经答复了。"))
        if report.taken_by != actor.id:
            take(report=report, actor=actor, at=now)
        return report


@repeated
def answer_report(*, actor: Actor, report_id: UUID, end: ReportEnd, words: str, now: datetime) -> Report:
    """Say what came of it. The same answer again changes nothing.

    Raises UnableToAnswerReport (answered, not_taken, no_words), NotVisible.
    """
    if not words.strip():
        raise UnableToAnswerReport("no_words", _("请写给举报人的话。"), field="words")
    with durable():
        report = lock_report(actor=actor, report_id=report_id)
        if report.state == ReportState.ANSWERED and (report.end, report.answer) == (end, words):
            return report
        answer(report=report, end=end, words=words, actor=actor, at=now)
        return report
