"""What an hour brings besides itself: what is above the cap, and the bonus on coins."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.network.models import Node
from nuanliu.domain.passbook.types import SaidHow
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import one_of


class OverflowWish(models.Model):
    """Whether somebody gives the pool what is above her cap. Her newest word counts; none is ever changed."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="overflow_wishes")
    agrees = models.BooleanField()
    said_at = models.DateTimeField()
    said_how = models.CharField(max_length=8)
    said_to = models.UUIDField(null=True)
    """The clerk who wrote it down; None if she did it herself."""

    class Meta:
        constraints = [one_of("said_how", SaidHow, table="overflow_wish")]
        indexes = [models.Index(fields=["person", "-said_at"], name="overflow_wish_newest")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.agrees}"


class Campaign(models.Model):
    """Some days on which coins earned at or below a place get a percentage more."""

    id = models.UUIDField(primary_key=True, editable=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    percent = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(percent__gt=0, percent__lte=100), name="campaign_percent_range"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="campaign_ends_later"),
        ]
        indexes = [models.Index(fields=["first_day", "last_day"], name="campaign_by_day")]

    def __str__(self) -> str:
        return self.title


class Bonus(models.Model):
    """The bonus on the coins of one visit, line by line: what was due, what limited it, what was paid."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    """Home site of the person, whose fund pays."""
    id = models.UUIDField(editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bonuses")
    visit_id = models.UUIDField()
    day = models.DateField()
    """Of the visit: its year is the year of the limit."""
    base = models.PositiveBigIntegerField()
    star = models.PositiveSmallIntegerField()
    star_percent = models.PositiveSmallIntegerField()
    campaign_percent = models.PositiveSmallIntegerField()
    due = models.PositiveBigIntegerField()
    year_left = models.PositiveBigIntegerField()
    fund_left = models.PositiveBigIntegerField()
    paid = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    standard_version = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "visit_id"], name="bonus_once_a_visit"),
            models.CheckConstraint(
                condition=Q(paid__lte=F("due")) & Q(paid__lte=F("year_left")) & Q(paid__lte=F("fund_left")),
                name="bonus_within_limits",
            ),
        ]
        indexes = [models.Index(fields=["person", "day"], name="bonus_by_person")]

    def __str__(self) -> str:
        return f"bonus {self.paid} of {self.due}"
