"""Something went wrong on a visit: the helper or the desk reports it, and somebody of the site sees to it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.care import operations as care
from nuanliu.domain.care.rules import is_staff_for
from nuanliu.domain.care.watching.models import Incident
from nuanliu.domain.care.watching.types import IncidentState, Severity
from nuanliu.domain.network.types import Actor, Power
from nuanliu.domain.people.queries import is_own_or_kin
from nuanliu.platform.db import durable
from nuanliu.platform.errors import NotVisible, Unable
from nuanliu.platform.ids import derived_id
from nuanliu.platform.retry import repeated


class UnableToReport(Unable):
    """This cannot be reported, or not be closed so."""


@repeated
def report_incident(
    *, actor: Actor, visit_id: UUID, severity: Severity, words: str, token: UUID, now: datetime
) -> Incident:
    """Write down what happened; the same token reports once. Raises UnableToReport, NotVisible."""
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        is_helper = actor.id == visit.volunteer_id
        if actor.id is None or not (is_helper or is_staff_for(actor=actor, need=need, power=Power.NEED_ASSIST)):
            raise NotVisible
        incident_id = derived_id(token, "incident", str(visit_id))
        known = Incident.objects.filter(site_id=visit.site_id, id=incident_id).first()
        if known is not None:
            return known
        if not words.strip():
            raise UnableToReport("no_words", _("请写明发生了什么。"), field="words")
        role = "volunteer" if is_helper else actor.role_for(Power.NEED_ASSIST, path=need.site.path)
        incident = Incident.objects.create(
            site_id=visit.site_id,
            id=incident_id,
            visit_id=visit.id,
            severity=severity.value,
            state=IncidentState.OPEN.value,
            words=words.strip(),
            told_by=actor.id,
            told_role=role,
            told_at=now,
        )
        care.note(
            action="incident.reported", subject=visit, actor=actor, at=now, role=role, reason=words.strip()[:300],
            severity=severity.value,
        )  # fmt: skip
        return incident


@repeated
def close_incident(*, actor: Actor, incident_id: UUID, words: str, now: datetime) -> Incident:
    """Write down what was done about it. Closing a closed one changes nothing. Raises UnableToReport, NotVisible."""
    visit_id = Incident.objects.filter(id=incident_id).values_list("visit_id", flat=True).first()
    if visit_id is None:
        raise NotVisible
    with durable():
        need, visit = care.lock_visit(visit_id=visit_id)
        if not is_staff_for(actor=actor, need=need, power=Power.NEED_ASSIST):
            raise NotVisible
        incident = Incident.objects.get(site_id=visit.site_id, id=incident_id)
        if incident.state == IncidentState.CLOSED:
            return incident
        if is_own_or_kin(actor=actor, people={need.elder_id, visit.volunteer_id}):
            raise UnableToReport("own_or_kin", _("自己或家人的服务要请同事处理。"))
        if not words.strip():
            raise UnableToReport("no_words", _("请写明怎么处理的。"), field="handled")
        incident.state, incident.handled = IncidentState.CLOSED.value, words.strip()
        incident.handled_by, incident.handled_at = actor.id, now
        incident.save(update_fields=["state", "handled", "handled_by", "handled_at"])
        role = actor.role_for(Power.NEED_ASSIST, path=need.site.path)
        care.note(action="incident.closed", subject=visit, actor=actor, at=now, role=role, reason=words.strip()[:300])
        return incident
