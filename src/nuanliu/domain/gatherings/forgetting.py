"""What the lists of gatherings say of a person in words; times and minutes stay, they are the reasons of the book."""

from uuid import UUID

from django.db.models import Q

from nuanliu.domain.gatherings.models import Signup
from nuanliu.domain.gatherings.types import Credit, GatheringState, SignupState


def unfinished_gatherings(*, person_id: UUID) -> int:
    """At how many gatherings she still helps or waits to be counted: as long as there is one, nobody is forgotten."""
    live = [state.value for state in GatheringState if state not in {GatheringState.CERTIFIED, GatheringState.OFF}]
    rows = Signup.objects.filter(person_id=person_id, state=SignupState.IN)
    return rows.filter(Q(gathering__state__in=live) | Q(credit=Credit.CERTIFIED)).count()


def forget_in_gatherings(*, person_id: UUID) -> None:
    """Blank every free word of her lines."""
    Signup.objects.filter(person_id=person_id).update(note="")
