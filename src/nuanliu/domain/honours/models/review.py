"""The committee and what its members give."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.honours.models.campaigns import Commendation
from nuanliu.domain.honours.models.evidence import Frozen
from nuanliu.domain.honours.types import Vote
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


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
