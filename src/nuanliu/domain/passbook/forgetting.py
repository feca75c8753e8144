"""Forgetting a person in the passbook: the lines stay, the words about her go."""

from uuid import UUID

from nuanliu.domain.passbook.models import PoolUse


def forget_in_passbook(*, person_id: UUID) -> None:
    """Blank why the pool was used for her. Inside the caller's transaction."""
    PoolUse.objects.filter(person_id=person_id).update(reason="", refusal="")
