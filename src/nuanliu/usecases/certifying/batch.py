"""Certifying many unremarkable visits with one key: each in its own transaction, with its own answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from nuanliu.domain.care.types import VisitState
from nuanliu.domain.network.types import Actor
from nuanliu.platform.errors import Unable, Words
from nuanliu.usecases.certify_visit import certify_visit
from nuanliu.usecases.certifying.queue import MOST, seen, to_decide


class Became(StrEnum):
    """What became of one visit of the batch."""

    CERTIFIED = "certified"
    LOOK = "look"
    """Something is unusual about it, or it needs somebody else: it stays in the list."""
    GONE = "gone"
    """Somebody had decided on it, or asked about it, meanwhile."""


@dataclass(frozen=True, slots=True)
class Line:
    """The answer to one visit. `minutes` counted; `words` say why not."""

    visit_id: UUID
    became: Became
    minutes: int = 0
    words: Words = ""


def certify_batch(*, actor: Actor, visit_ids: Collection[UUID], now: datetime) -> list[Line]:
    """Certify those of these visits that are unremarkable now; the others are answered why not, and left as they are.

    What another site decides, or what does not exist, is answered as gone.
    """
    wanted = list(dict.fromkeys(visit_ids))[:MOST]
    found = list(to_decide(actor=actor).filter(id__in=wanted))
    waiting = {one.visit.id: one for one in seen(actor=actor, visits=found, now=now)}
    lines = []
    for visit_id in wanted:
        one = waiting.get(visit_id)
        if one is None:
            lines.append(Line(visit_id, Became.GONE))
        elif not one.is_plain:
            why = one.assessment.why_not or one.reasons[0]
            lines.append(Line(visit_id, Became.LOOK, words=why))
        else:
            lines.append(_certified(actor, visit_id, now))
    return lines


def _certified(actor: Actor, visit_id: UUID, now: datetime) -> Line:
    try:
        visit = certify_visit(actor=actor, visit_id=visit_id, now=now, only_if_plain=True)
    except Unable as refused:
        return Line(visit_id, Became.LOOK, words=refused.words)
    if visit.state not in {VisitState.CERTIFIED, VisitState.CREDITED}:
        return Line(visit_id, Became.LOOK)
    return Line(visit_id, Became.CERTIFIED, minutes=visit.counted_minutes or 0)
