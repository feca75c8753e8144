"""Who was nominated."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.honours.models.campaigns import Category
from nuanliu.domain.network.models import Node
from nuanliu.domain.people.models import Person
from nuanliu.platform.ids import new_id


class Nomination(models.Model):
    """Somebody puts forward herself, a person of her unit, or her unit, with a text."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="nominations")
    subject_id = models.UUIDField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Node, on_delete=models.PROTECT, null=True, related_name="+")
    """For which unit it was said; None if it was the person herself."""
    words = models.CharField(max_length=600)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category", "subject_id", "by"], condition=Q(withdrawn_at=None), name="nomination_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} by {self.by_id}"
