"""Conduct in words: what happened, where it stands, and the rule behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.queries import visits_by_id
from nuanliu.domain.integrity.conduct.models import Mark
from nuanliu.domain.integrity.conduct.types import FAULTS, RULES, MarkKind, MarkState, Source
from nuanliu.domain.standards.queries import standard_by_id
from nuanliu.portals.ui.rules import SaidRule, said_rules
from nuanliu.usecases.conduct.appeals import why_no_appeal

KINDS: dict[str, Promise] = {
    MarkKind.LATE_CANCEL.value: _("临时取消"),
    MarkKind.NO_SHOW.value: _("说好没有来"),
    MarkKind.COMPLAINT.value: _("投诉成立"),
    MarkKind.ELDER_ABSENT.value: _("约好了不在家"),
    MarkKind.FALSE_HOURS.value: _("时间作假"),
    MarkKind.ASKED_MONEY.value: _("要了钱或收了钱"),
}
_STATES: dict[str, tuple[str, Promise]] = {
    MarkState.PROPOSED.value: ("pending", _("等第二个人来定")),
    MarkState.DROPPED.value: ("done", _("查过了，不是那样")),
    MarkState.STANDS.value: ("warning", _("记着")),
    MarkState.APPEALED.value: ("pending", _("申诉中")),
    MarkState.KEPT.value: ("warning", _("申诉过，照旧")),
    MarkState.LIFTED.value: ("done", _("申诉成立，不算了")),
}
_FOUND = _("第二个人查实了")
"""Of a fault, what is said of the others as noted."""


SOURCES: dict[str, Promise] = {
    Source.INCIDENT.value: _("一件出了的事"),
    Source.DISPUTE.value: _("一件异议"),
    Source.REPORT.value: _("举报"),
    Source.CALL_BACK.value: _("回访电话"),
    Source.PAPERS.value: _("查了单子或票据"),
    Source.SEEN.value: _("当面看到、听到"),
}


@dataclass(frozen=True, slots=True)
class SaidMark:
    """One mark as it is shown to whom it concerns."""

    mark: Mark
    what: Promise
    state: str
    """Of `{% status %}`, with its word."""
    word: Promise
    visit: Visit | None
    rules: list[SaidRule]
    may_appeal: bool
    source: Promise | str
    """Where a fault came to light; empty for what is no fault."""


def said_marks(*, marks: Sequence[Mark], now: datetime) -> list[SaidMark]:
    """Marks in words, each with the rules of its own day."""
    visits = visits_by_id(ids=[mark.visit_id for mark in marks])
    standards = {mark.standard_version: standard_by_id(version_id=mark.standard_version) for mark in marks}
    return [
        SaidMark(
            mark=mark,
            what=KINDS[mark.kind],
            state=_STATES[mark.state][0],
            word=_FOUND if mark.kind in FAULTS and mark.state == MarkState.STANDS else _STATES[mark.state][1],
            visit=visits.get(mark.visit_id),
            rules=said_rules(keys=RULES[MarkKind(mark.kind)], standard=standards[mark.standard_version]),
            may_appeal=not why_no_appeal(mark=mark, now=now),
            source=SOURCES.get(mark.source, ""),
        )
        for mark in marks
    ]
