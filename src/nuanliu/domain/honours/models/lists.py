"""The list of a year and what is said against it."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.honours.models.campaigns import Category
from nuanliu.domain.honours.models.evidence import Frozen
from nuanliu.domain.honours.types import ObjectionState, PlaceState
from nuanliu.platform.db import one_of


class Place(models.Model):
    """A line of the list: who is to be commended, and what became of it."""

    id = models.UUIDField(primary_key=True, editable=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="list")
    frozen = models.ForeignKey(Frozen, on_delete=models.PROTECT, related_name="places")
    rank = models.PositiveSmallIntegerField()
    points = models.PositiveIntegerField()
    """Average of the points, in hundredths."""
    yes = models.PositiveSmallIntegerField()
    no = models.PositiveSmallIntegerField()
    eligible = models.PositiveSmallIntegerField()
    """How many members could score her."""
    state = models.CharField(max_length=8, default=PlaceState.LISTED)
    words = models.CharField(max_length=300, blank=True)
    """Why it was removed."""
    taken_off_at = models.DateTimeField(null=True)
    """When the list it stood on was sent back, to be made anew."""

    class Meta:
        constraints = [
            one_of("state", PlaceState, table="place"),
            models.UniqueConstraint(fields=["frozen"], condition=Q(taken_off_at=None), name="place_once"),
            models.CheckConstraint(
                condition=~Q(state=PlaceState.REMOVED.value) | ~Q(words=""), name="place_removed_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"place {self.rank}"


class Objection(models.Model):
    """What somebody says against a line of the list. Name, telephone and words lie sealed."""

    id = models.UUIDField(primary_key=True, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="objections")
    said_sealed = models.BinaryField(null=True)
    filed_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=ObjectionState.OPEN)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("state", ObjectionState, table="objection"),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.OPEN.value, decided_by=None)
                | (~Q(state=ObjectionState.OPEN.value) & Q(decided_by__isnull=False) & ~Q(reason="")),
                name="objection_decided_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"objection {self.state}"
