"""A year's commendation, its categories and criteria."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.honours.types import CampaignState, Measure, SubjectKind
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Commendation(models.Model):
    """One year's commendation. Its row is the lock of every step."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    state = models.CharField(max_length=10, default=CampaignState.DRAFT)
    freeze_day = models.DateField()
    """Last day that counts; the evidence is stored once it is over."""
    review_day = models.DateField()
    """By when the committee is to have scored."""
    notice_days = models.PositiveSmallIntegerField()
    quorum_percent = models.PositiveSmallIntegerField()
    committee_min = models.PositiveSmallIntegerField()
    standard_version = models.UUIDField()
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    evidence_digest = models.CharField(max_length=64, blank=True)
    list_digest = models.CharField(max_length=64, blank=True)
    listed_by = models.UUIDField(null=True)
    listed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    notice_until = models.DateField(null=True)
    """Last day of the public notice."""
    awarded_by = models.UUIDField(null=True)
    awarded_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("state", CampaignState, table="commendation"),
            models.UniqueConstraint(
                fields=["year"], condition=~Q(state=CampaignState.CANCELLED.value), name="commendation_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "open", "cancelled"]) | Q(frozen_at__isnull=False),
                name="commendation_frozen_first",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["notice", "awarded"])
                | Q(confirmed_by__isnull=False, listed_by__isnull=False, notice_until__isnull=False),
                name="commendation_confirmed_first",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("listed_by")),
                name="commendation_two_people",
            ),
            models.CheckConstraint(
                condition=Q(review_day__gte=models.F("freeze_day")), name="commendation_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Category(models.Model):
    """A kind of award of one commendation: what it is called, and how many get it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    commendation = models.ForeignKey(Commendation, on_delete=models.PROTECT, related_name="categories")
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=30)
    name_en = models.CharField(max_length=60)
    places = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            one_of("kind", SubjectKind, table="category"),
            models.UniqueConstraint(fields=["commendation", "kind"], name="category_once"),
            models.CheckConstraint(condition=Q(places__gt=0), name="category_has_places"),
        ]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """A figure and what it must be. Of those with the same `choice` one is enough."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="criteria")
    measure = models.CharField(max_length=12)
    needed = models.PositiveIntegerField()
    is_most = models.BooleanField(default=False)
    """The figure may be at most `needed`; else it must be at least that."""
    choice = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            one_of("measure", Measure, table="criterion"),
            models.UniqueConstraint(fields=["category", "measure"], name="criterion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {'<=' if self.is_most else '>='} {self.needed}"
