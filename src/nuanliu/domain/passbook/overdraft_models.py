"""Time that an old person in urgent need may use before she has it, by approval of her site."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.network.models import Node
from nuanliu.domain.passbook.types import OverdraftEnd
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import one_of


class Overdraft(models.Model):
    """One approval. The book's floor is the bound; this row says why, and how it ended."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="overdrafts")
    minutes = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=300)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=10, blank=True)
    standard_version = models.UUIDField()

    class Meta:
        constraints = [
            one_of("ended_how", OverdraftEnd, table="overdraft", blank=True),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="overdraft_minutes_positive"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_how="") | (Q(ended_at__isnull=False) & ~Q(ended_how="")),
                name="overdraft_end_said",
            ),
            models.UniqueConstraint(
                fields=["site", "person"], condition=Q(ended_at=None), name="overdraft_one_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"overdraft {self.minutes}"
