"""Steps of honour that people have reached."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.network.models import Node
from nuanliu.domain.people.models import Person
from nuanliu.domain.standards.policies import StepKind
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Reached(models.Model):
    """A star, badge or medal of one person. It stays, whatever the Standard says later; only false hours take it."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    """Home site of the person when it was written down."""
    id = models.UUIDField(default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="steps_reached")
    kind = models.CharField(max_length=8)
    place = models.PositiveSmallIntegerField()
    hours = models.PositiveIntegerField()
    reached_on = models.DateField()
    """Day of the service with which the hours were full."""
    recorded_at = models.DateTimeField()
    standard_version = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)
    """When hours of hers turned out not to count, so that these are not full."""

    class Meta:
        constraints = [
            one_of("kind", StepKind, table="reached"),
            models.UniqueConstraint(
                fields=["site", "person", "kind", "place"], condition=Q(withdrawn_at=None), name="reached_once"
            ),
            models.CheckConstraint(condition=Q(place__gte=1, hours__gte=1), name="reached_something"),
        ]
        indexes = [models.Index(fields=["person"], name="reached_by_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.place} of {self.person_id}"
