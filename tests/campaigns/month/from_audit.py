"""What the audit log says was done, event by event, told to a second model: nothing of the product reads it here.

Rows give only what does not change: which need a visit is for, whose, how many helpers were wanted, when.
"""

from typing import Any
from uuid import UUID

from nuanliu.domain.audit.models import Event
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.care.series.models import FallbackTask
from tests.campaigns.month.plain import NeedLine, Plain, VisitLine

OF_NEED = {"need.returned": "returned", "need.resubmitted": "submitted"}
OF_VISIT = {
    "visit.started": "serving", "visit.ended": "served", "visit.confirmed": "confirmed", "visit.denied": "disputed",
    "visit.upheld": "confirmed", "visit.given_back": "cancelled", "visit.voided": "voided",
}  # fmt: skip
PAUSES = {
    "visit.asked_back": "asked",
    "visit.answered": "",
    "visit.disputed": "disputed",
    "dispute.appealed": "disputed",
}


class Replay:
    """The log read from its beginning."""

    def __init__(self) -> None:
        self.plain = Plain()
        self.tasks = dict(FallbackTask.objects.values_list("id", "need_id"))
        self.open_disputes: set[UUID] = set()
        """Visits about which somebody has to decide."""
        self.facts = {
            row.id: row for row in Visit.objects.only("site_id", "id", "need_id", "volunteer_id", "choice", "ended_at")
        }
        for row in Need.objects.all():
            self.plain.ask(
                NeedLine(
                    row.id, row.site_id, row.elder_id, row.starts_at, row.planned_minutes, row.helpers_wanted,
                    row.submitted_at, row.review_by,
                )
            )  # fmt: skip
        for event in Event.objects.order_by("recorded_at", "id"):
            self.read(event)

    def read(self, event: Event) -> None:
        """One event."""
        match event.subject_type:
            case "need" if event.subject_id in self.plain.needs:
                self._need(self.plain.needs[event.subject_id], event)
            case "visit" if event.subject_id in self.facts:
                self._visit(self._line(event.subject_id), event)
            case "fallback":
                self._task(self.tasks[event.subject_id], event)

    def _need(self, need: NeedLine, event: Event) -> None:
        if event.action == "need.published":
            need.answered = False
            self.plain.publish(need)
        elif event.action == "need.cancelled":
            self.plain.call_off(need)
        elif event.action == "need.unserved":
            self.plain.leave_unserved(need)
        elif event.action in OF_NEED:
            need.state = OF_NEED[event.action]

    def _line(self, visit_id: UUID) -> VisitLine:
        if visit_id not in self.plain.visits:
            row = self.facts[visit_id]
            line = VisitLine(row.id, self.plain.needs[row.need_id], row.volunteer_id, choice=row.choice)
            self.plain.take(line)
        return self.plain.visits[visit_id]

    def _visit(self, visit: VisitLine, event: Event) -> None:
        moments = {
            "visit.started": "started",
            "visit.ended": "ended",
            "visit.confirmed": "confirmed",
            "visit.upheld": "confirmed",
        }
        if event.action in moments:
            setattr(visit, moments[event.action], event.occurred_at)
        if event.action in OF_VISIT:
            self.plain.put(visit, OF_VISIT[event.action])
        if event.action in PAUSES:
            visit.paused = PAUSES[event.action]
        self._counting(visit, event.action, event.details)
        self._beside(visit, event)

    def _counting(self, visit: VisitLine, action: str, details: dict[str, Any]) -> None:
        if action == "visit.certified":
            visit.counted, visit.ended = details["counted"], visit.ended or self.facts[visit.id].ended_at
            self.plain.put(visit, "certified")
        elif action == "visit.credited":
            visit.choice = details["choice"]
            self.plain.put(visit, "credited")
        elif action == "visit.voided":
            visit.counted = 0
        elif action == "dispute.decided":
            visit.paused = ""
            if details["finding"] == "void":
                visit.counted = 0
                self.plain.put(visit, "voided")
            elif details["finding"] == "minutes":
                visit.counted = details["minutes"]
                if visit.state == "voided" or (visit.state == "credited" and not visit.choice and visit.counted):
                    self.plain.put(visit, "credited" if visit.choice else "certified")

    def _beside(self, visit: VisitLine, event: Event) -> None:
        site = visit.need.site
        self.plain.late_given_back += event.action == "visit.given_back" and event.details["is_late"]
        self.plain.incidents[site] += (event.action == "incident.reported") - (event.action == "incident.closed")
        if event.action in {"visit.disputed", "dispute.appealed"}:
            self.open_disputes.add(visit.id)
        elif event.action in {"dispute.decided", "dispute.withdrawn"}:
            self.open_disputes.discard(visit.id)

    def _task(self, need_id: UUID, event: Event) -> None:
        if event.action == "fallback.raised":
            self.plain.tasks.add(need_id)
        elif event.action == "fallback.answered":
            self.plain.tasks.discard(need_id)
            self.plain.needs[need_id].answered |= event.details["answer"] == "unserved"
