"""What was frozen, and what came of it: scores, places, objections."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.honours.models.campaigns import Category, Commendation
from nuanliu.domain.honours.types import ObjectionState, PlaceState, Vote
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Frozen(models.Model):
    """The evidence about one subject as it stood at the freeze. Never changed: lists are computed from these alone."""

    id = models.UUIDField(primary_key=True, editable=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="frozen")
    subject_id = models.UUIDField()
    title = models.CharField(max_length=80, blank=True)
    """Name of an organisation; empty for people, whose names are asked for when shown."""
    site_path = models.CharField(max_length=200)
    unit_path = models.CharField(max_length=200, blank=True)
    people = models.JSONField(default=list)
    """Ids of the person or the family; empty for an organisation."""
    facts = models.JSONField()
    figures = models.JSONField()
    """What the facts come to, by measure."""
    is_met = models.BooleanField()
    """Whether every criterion is met by these figures."""
    main = models.PositiveIntegerField()
    """The figure that the kind is foremost measured by."""
    is_nominated = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["category", "subject_id"], name="frozen_once")]
        indexes = [models.Index(fields=["category", "is_nominated", "is_met", "-main"], name="frozen_in_order")]

    def __str__(self) -> str:
        return f"frozen {self.subject_id}"


class Seat(models.Model):
    """A member of the committee."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    commendation = models.ForeignKey(Commendation, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    appointed_by = models.UUIDField(null=True)
    appointed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commendation", "person"], condition=Q(ended_at=None), name="seat_once_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"seat of {self.person_id}"


class Score(models.Model):
    """What one member gives one candidate."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    frozen = models.ForeignKey(Frozen, on_delete=models.PROTECT, related_name="scores")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField()
    vote = models.CharField(max_length=4)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("vote", Vote, table="score"),
            models.UniqueConstraint(fields=["frozen", "seat"], name="score_once"),
            models.CheckConstraint(condition=Q(points__gte=1, points__lte=100), name="score_range"),
        ]

    def __str__(self) -> str:
        return f"{self.points} {self.vote}"


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
