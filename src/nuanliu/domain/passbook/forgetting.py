"""Forgetting a person in the passbook: the lines stay, the words about her go."""

from uuid import UUID

from nuanliu.domain.passbook.models import Overdraft, PoolUse


def forget_in_passbook(*, person_id: UUID) -> None:
    """Blank why the pool was used for her, or time was lent. Inside the caller's transaction."""
    Overdraft.objects.filter(person_id=person_id).update(reason="")
    PoolUse.objects.filter(person_id=person_id).update(reason="", refusal="")
