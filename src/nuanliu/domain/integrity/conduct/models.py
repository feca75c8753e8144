"""What stands against somebody's word, one row a broken promise."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.integrity.conduct.types import MarkKind, MarkState, Source
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Mark(models.Model):
    """One broken promise of one person at one visit. Points and minutes are those of the Standard of that day."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="marks")
    visit_id = models.UUIDField()
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=8)
    points = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(default=0)
    """Of an old person who was not at home: what went from her time to the pool."""
    happened_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    noted_by = models.UUIDField(null=True)
    """Nobody where it follows from what the person did herself."""
    words = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=9, blank=True)
    """Of a fault: where it came to light, and which incident or dispute that was."""
    source_id = models.UUIDField(null=True)
    seconded_by = models.UUIDField(null=True)
    seconded_at = models.DateTimeField(null=True)
    seconded_words = models.CharField(max_length=300, blank=True)
    standard_version = models.UUIDField()
    appeal = models.CharField(max_length=500, blank=True)
    appealed_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("kind", MarkKind, table="mark"),
            one_of("state", MarkState, table="mark"),
            one_of("source", Source, table="mark", blank=True),
            models.UniqueConstraint(fields=["site", "visit_id", "person", "kind"], name="mark_once_a_visit"),
            models.CheckConstraint(
                condition=Q(seconded_by=None)
                | (~Q(seconded_by=F("person_id")) & ~Q(seconded_by=F("noted_by")) & Q(seconded_at__isnull=False)),
                name="mark_seconded_by_another",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(seconded_by=None) | ~Q(decided_by=F("seconded_by")),
                name="mark_decided_by_neither",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | (~Q(decided_by=F("person_id")) & Q(decided_at__isnull=False)),
                name="mark_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(noted_by=None) | ~Q(decided_by=F("noted_by")),
                name="mark_decided_by_who_had_no_part",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "happened_at"], name="mark_by_person"),
            models.Index(
                fields=["site", "appealed_at"], name="mark_to_decide", condition=Q(state=MarkState.APPEALED.value)
            ),
            models.Index(
                fields=["site", "noted_at"], name="mark_to_second", condition=Q(state=MarkState.PROPOSED.value)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at visit {self.visit_id} ({self.state})"
