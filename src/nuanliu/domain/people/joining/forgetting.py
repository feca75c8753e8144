"""What of joining is forgotten with a person: words, papers, what was told in confidence. Decisions stay."""

from uuid import UUID

from django.db.models import Q

from nuanliu.domain.people.joining.models import (
    Application,
    Merge,
    Paper,
    ProxyAsking,
    Qualification,
    RegisterWish,
    SpecialStatus,
)
from nuanliu.domain.people.joining.types import OPEN_APPLICATION, ApplicationState, SpecialState


def forget_joining(*, person_id: UUID) -> None:
    """Blank it. Inside the caller's transaction, the person's row locked."""
    applications = Application.objects.filter(person_id=person_id)
    open_states = [state.value for state in OPEN_APPLICATION]
    applications.filter(state__in=open_states).update(state=ApplicationState.WITHDRAWN.value)
    applications.update(answers={}, told_sealed=None, birth_date=None, sex="", reason="")
    Qualification.objects.filter(person_id=person_id).delete()
    Paper.objects.filter(person_id=person_id).delete()
    statuses = SpecialStatus.objects.filter(elder_id=person_id)
    statuses.filter(state=SpecialState.GRANTED.value).update(state=SpecialState.ENDED.value)
    statuses.update(types=[], basis="", reason="")
    ProxyAsking.objects.filter(Q(relative_id=person_id) | Q(elder_id=person_id)).delete()
    RegisterWish.objects.filter(Q(asker_id=person_id) | Q(elder_id=person_id)).delete()
    Merge.objects.filter(Q(kept_id=person_id) | Q(gone_id=person_id)).update(reason="", refusal="")
