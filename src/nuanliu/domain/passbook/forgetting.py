"""Forgetting a person in the passbook: the lines stay, the words about her go, and what was under way ends."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from nuanliu.domain.passbook.households import STANDING
from nuanliu.domain.passbook.models import Gift, HouseholdMember, Overdraft, PoolUse
from nuanliu.domain.passbook.types import GiftState, MemberState


def gifts_under_way(*, person_id: UUID) -> bool:
    """Whether a gift from or to this person waits for an answer: as long as one does, nobody is forgotten."""
    either = Q(giver_id=person_id) | Q(receiver_id=person_id)
    return Gift.objects.filter(either, state=GiftState.WAITING.value).exists()


def end_sharing(*, person_id: UUID, at: datetime) -> None:
    """The person shares time with nobody any more; with its founder a household ends."""
    standing = HouseholdMember.objects.filter(state__in=STANDING)
    for mine in standing.filter(person_id=person_id):
        leaving = standing.filter(household=mine.household)
        if mine.place != 1:
            leaving = leaving.filter(person_id=person_id)
        leaving.update(state=MemberState.LEFT, left_at=at)


def forget_in_passbook(*, person_id: UUID) -> None:
    """Blank why the pool was used for her, or time was lent. Inside the caller's transaction."""
    Overdraft.objects.filter(person_id=person_id).update(reason="")
    PoolUse.objects.filter(person_id=person_id).update(reason="", refusal="")
