"""Forgetting a person on her certificates: number, hours and state stay, her name and what was said of her go."""

from uuid import UUID

from django.db.models import Value

from nuanliu.domain.certificates.models import BatchItem, BatchPart, Certificate


def forget_on_certificates(*, person_id: UUID) -> None:
    """Blank name, citation and lines; throw away papers that were put together. Inside the caller's transaction."""
    mine = Certificate.objects.filter(person_id=person_id)
    BatchPart.objects.filter(batch__certificates__in=mine).delete()
    mine.update(holder="", words="", rows=Value([], output_field=Certificate._meta.get_field("rows")))
    BatchItem.objects.filter(person_id=person_id).update(words="")
