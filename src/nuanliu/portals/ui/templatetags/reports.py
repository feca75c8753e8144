"""`{% load reports %}`: reports as words."""

from django import template
from django.utils.functional import Promise

from nuanliu.domain.integrity.models import Report
from nuanliu.domain.integrity.types import ReportEnd, ReportKind, ReportState
from nuanliu.portals.ui.reports import ENDS, KINDS, LOOKS, STATES
from nuanliu.portals.ui.statuses import Status, status_of

register = template.Library()


@register.filter
def report_kind(code: str) -> Promise:
    """What is reported."""
    return KINDS[ReportKind(code)]


@register.filter
def report_end(code: str) -> Promise:
    """How it ended."""
    return ENDS[ReportEnd(code)]


@register.inclusion_tag("ui/partials/status.html")
def report_status(report: Report) -> dict[str, Status]:
    """Where it stands, as word, shape and colour."""
    state = ReportState(report.state)
    return {"status": status_of(LOOKS[state], word=str(STATES[state]))}
