"""Noting a broken promise. Called inside the transaction of what it follows from."""

from datetime import datetime
from uuid import UUID

from nuanliu.domain.audit.operations import record
from nuanliu.domain.care.models import Need, Visit
from nuanliu.domain.integrity.conduct.models import Mark
from nuanliu.domain.integrity.conduct.types import POINTS, MarkKind, MarkState
from nuanliu.domain.network.types import Actor
from nuanliu.domain.notices.operations import tell
from nuanliu.domain.notices.types import NoticeKind
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.queries import standard_in_force
from nuanliu.platform.ids import derived_id


def mark_helper(*, need: Need, visit: Visit, kind: MarkKind, actor: Actor, now: datetime, words: str = "") -> Mark:
    """Note it once a visit, with the points of the Standard in force, and tell the helper."""
    noted = put_mark(person=visit.volunteer, need=need, visit=visit, kind=kind, actor=actor, now=now, words=words)
    mark, is_new = noted
    if is_new:
        tell(person=visit.volunteer, kind=NoticeKind.CONDUCT_MARKED, need=need, at=now, points=mark.points)
    return mark


def mark_id(*, visit: Visit, kind: MarkKind, person_id: UUID) -> UUID:
    """Follows from whom and what it is about, so that nothing is noted twice."""
    return derived_id(visit.id, "mark", kind.value, str(person_id))


def put_mark(
    *,
    person: Person,
    need: Need,
    visit: Visit,
    kind: MarkKind,
    actor: Actor,
    now: datetime,
    words: str = "",
    minutes: int = 0,
) -> tuple[Mark, bool]:
    """The row and whether it is new."""
    standard = standard_in_force(at=now, site=need.site_id)
    mark, is_new = Mark.objects.get_or_create(
        site_id=need.site_id,
        id=mark_id(visit=visit, kind=kind, person_id=person.pk),
        defaults={
            "person": person,
            "visit_id": visit.id,
            "kind": kind.value,
            "state": MarkState.STANDS.value,
            "points": standard.integer(POINTS[kind]) if kind in POINTS else 0,
            "minutes": minutes,
            "happened_at": now,
            "noted_at": now,
            "noted_by": None if actor.id == person.pk else actor.id,
            "words": words[:300],
            "standard_version": standard.version_id,
        },
    )
    if is_new:
        note(mark=mark, action="conduct.marked", actor=actor, now=now, reason=words[:300])
    return mark, is_new


def note(*, mark: Mark, action: str, actor: Actor, now: datetime, reason: str = "", role: str = "") -> None:
    """What was done about a mark, for the audit."""
    record(
        action=action,
        subject_type="visit",
        subject_id=mark.visit_id,
        occurred_at=now,
        actor_id=actor.id,
        actor_role=role,
        on_behalf_of=None if actor.id == mark.person_id else mark.person_id,
        site_id=mark.site_id,
        reason=reason,
        details={"kind": mark.kind},
    )


def mark_of(*, visit_id: UUID, kind: MarkKind) -> Mark | None:
    """What was noted of this kind at a visit."""
    return Mark.objects.filter(visit_id=visit_id, kind=kind.value).first()
