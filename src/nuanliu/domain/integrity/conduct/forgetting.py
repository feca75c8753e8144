"""Forgetting a person's marks: what they cost stays, what was said goes."""

from uuid import UUID

from nuanliu.domain.integrity.conduct.models import Mark


def forget_in_conduct(*, person_id: UUID) -> None:
    """Blank the words about her. Inside the caller's transaction."""
    Mark.objects.filter(person_id=person_id).update(words="", appeal="", decision="", seconded_words="")
