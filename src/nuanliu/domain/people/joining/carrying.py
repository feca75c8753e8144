"""What joining keeps of a person, as plain data, for her own copy of it."""

from typing import Any
from uuid import UUID

from nuanliu.domain.people.joining.models import Application, Paper, SpecialStatus
from nuanliu.domain.people.joining.operations import confided_in
from nuanliu.domain.people.joining.queries import qualifications_of, trainings_of


def joining_of(*, person_id: UUID) -> dict[str, Any]:
    """Applications with what was confided, courses, papers (that there is one, and when), special status."""
    applications = Application.objects.filter(person_id=person_id).select_related("person").order_by("started_at")
    papers = Paper.objects.filter(person_id=person_id).order_by("added_at").values_list("kind", "added_at")
    return {
        "applications": [
            {
                "state": one.state,
                "started_at": one.started_at.isoformat(),
                "submitted_at": one.submitted_at.isoformat() if one.submitted_at else None,
                "answers": one.answers,
                "told": confided_in(one).as_json(),
                "reason": one.reason,
            }
            for one in applications
        ],
        "courses": [
            {
                "course": one.course,
                "version": one.version,
                "how": one.how,
                "minutes": one.minutes,
                "score": one.score,
                "questions": one.questions,
                "passed": one.is_passed,
                "on": one.taken_on.isoformat(),
            }
            for one in trainings_of(person_id=person_id)
        ],
        "qualifications": [
            {
                "skill": one.skill,
                "state": one.state,
                "valid_until": one.valid_until.isoformat() if one.valid_until else None,
            }
            for one in qualifications_of(person_id=person_id)
        ],
        "papers": [{"kind": kind, "added_at": added_at.isoformat()} for kind, added_at in papers],
        "special": [
            {
                "types": one.types,
                "state": one.state,
                "basis": one.basis,
                "from": one.from_date.isoformat(),
                "until": one.until_date.isoformat() if one.until_date else None,
            }
            for one in SpecialStatus.objects.filter(elder_id=person_id).order_by("proposed_at")
        ],
    }
