"""What proposals keep of a person who is forgotten: nothing."""

from uuid import UUID

from nuanliu.domain.dispatch.models import Acceptance, RunVisit


def forget_in_dispatch(*, person_id: UUID) -> None:
    """Remove the visits that were proposed to her, and how likely she was to say yes."""
    RunVisit.objects.filter(volunteer_id=person_id).delete()
    Acceptance.objects.filter(person_id=person_id).delete()
