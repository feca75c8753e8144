"""Conduct in words: what happened, where it stands, and the rule behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care.models import Visit
from nuanliu.domain.care.queries import visits_by_id
from nuanliu.domain.integrity.conduct.models import Mark
from nuanliu.domain.integrity.conduct.types import RULES, MarkKind, MarkState
from nuanliu.domain.standards.queries import standard_by_id
from nuanliu.portals.ui.rules import SaidRule, said_rules
from nuanliu.usecases.conduct.appeals import why_no_appeal

KINDS: dict[str, Promise] = {
    MarkKind.LATE_CANCEL.value: _("临时取消"),
    MarkKind.NO_SHOW.value: _("说好没有来"),
    MarkKind.COMPLAINT.value: _("投诉成立"),
    MarkKind.ELDER_ABSENT.value: _("约好了不在家"),
}
_STATES: dict[str, tuple[str, Promise]] = {
    MarkState.STANDS.value: ("warning", _("记着")),
    MarkState.APPEALED.value: ("pending", _("申诉中")),
    MarkState.KEPT.value: ("warning", _("申诉过，照旧")),
    MarkState.LIFTED.value: ("done", _("申诉成立，不算了")),
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


def said_marks(*, marks: Sequence[Mark], now: datetime) -> list[SaidMark]:
    """Marks in words, each with the rules of its own day."""
    visits = visits_by_id(ids=[mark.visit_id for mark in marks])
    standards = {mark.standard_version: standard_by_id(version_id=mark.standard_version) for mark in marks}
    return [
        SaidMark(
            mark=mark,
            what=KINDS[mark.kind],
            state=_STATES[mark.state][0],
            word=_STATES[mark.state][1],
            visit=visits.get(mark.visit_id),
            rules=said_rules(keys=RULES[MarkKind(mark.kind)], standard=standards[mark.standard_version]),
            may_appeal=not why_no_appeal(mark=mark, now=now),
        )
        for mark in marks
    ]
