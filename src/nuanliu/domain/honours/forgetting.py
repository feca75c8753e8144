"""What honour says of a person in words is blanked with her; ids, hours and days stay."""

from uuid import UUID

from django.db.models import Q

from nuanliu.domain.honours.models import Nomination


def forget_in_honours(*, person_id: UUID) -> None:
    """Blank the texts that she wrote or that were written about her."""
    Nomination.objects.filter(Q(by_id=person_id) | Q(subject_id=person_id)).update(words="")
