"""A call and its note, who has taken whom to ring, and the closing of a site's day."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.network.models import Node
from nuanliu.domain.notices.calls.types import CallKind, CallState, Reached
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Call(models.Model):
    """One call: a note of what was said, or somebody to ring, or both. Its words are sealed and kept so long only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """None: a number that nobody here is known by, or not yet."""
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=8)
    number_sealed = models.BinaryField(null=True)
    """Where to ring, if it is not the person's own number."""
    words_sealed = models.BinaryField(null=True)
    ring_on = models.DateField(null=True)
    """The day from which somebody is to ring; None for a note alone."""
    heard_at = models.DateTimeField()
    noted_by = models.UUIDField()
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    outcome = models.CharField(max_length=12, blank=True)

    class Meta:
        app_label = "notices"
        constraints = [
            one_of("kind", CallKind, table="call"),
            one_of("state", CallState, table="call"),
            one_of("outcome", Reached, table="call", blank=True),
            models.CheckConstraint(
                condition=Q(state=CallState.DONE.value) | Q(ring_on__isnull=False), name="call_open_has_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["site", "ring_on"], name="call_queue", condition=Q(state=CallState.OPEN.value)),
            models.Index(fields=["person", "-heard_at"], name="call_notes"),
        ]

    def __str__(self) -> str:
        return f"call {self.id} ({self.state})"


class Claim(models.Model):
    """A clerk is ringing somebody; until then nobody else rings. The key is the person's, or the call's if unknown."""

    subject = models.UUIDField(primary_key=True)
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    by = models.UUIDField()
    until = models.DateTimeField()

    class Meta:
        app_label = "notices"

    def __str__(self) -> str:
        return f"{self.subject} until {self.until}"


class Closing(models.Model):
    """A site's day was closed: what was left, as figures, and what the next shift must do."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    left = models.JSONField(default=dict)
    """How many of what was open at the closing."""
    words_sealed = models.BinaryField(null=True)
    closed_by = models.UUIDField()
    closed_at = models.DateTimeField()
    read_by = models.UUIDField(null=True)
    read_at = models.DateTimeField(null=True)
    """When the next shift had read it."""

    class Meta:
        app_label = "notices"
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="closing_once_a_day")]

    def __str__(self) -> str:
        return f"closing of {self.day}"
