"""Disputes, what each side says, and rulings."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.care.disputes.types import WAITING, DisputeState, Finding, Level, RulingState, Side
from nuanliu.platform.db import one_of, within_site
from nuanliu.platform.ids import new_id


class Dispute(models.Model):
    """One objection to one visit: there is at most one, and one appeal."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    visit_id = models.UUIDField()
    visit = within_site("care.Visit", "visit_id", "disputes")
    side = models.CharField(max_length=6)
    state = models.CharField(max_length=9)
    raised_by = models.UUIDField()
    raised_at = models.DateTimeField()
    decide_by = models.DateTimeField()
    """Until when it is to be decided (Standard: dispute_decide_working_days); an appeal begins it anew."""
    decided_at = models.DateTimeField(null=True)
    appealed_by = models.UUIDField(null=True)
    appealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("side", Side, table="dispute"),
            one_of("state", DisputeState, table="dispute"),
            models.UniqueConstraint(
                fields=["site", "visit_id"],
                condition=~Q(state=DisputeState.WITHDRAWN.value),
                name="dispute_once_a_visit",
            ),
        ]
        indexes = [
            models.Index(
                fields=["decide_by", "site"],
                name="dispute_waiting",
                condition=Q(state__in=sorted(state.value for state in WAITING)),
            )
        ]

    def __str__(self) -> str:
        return f"dispute about visit {self.visit_id} ({self.state})"


class Saying(models.Model):
    """What somebody said in a dispute: the objection, the answer of the other side, what a witness told the desk."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    dispute_id = models.UUIDField()
    dispute = within_site("care.Dispute", "dispute_id", "sayings")
    words = models.CharField(max_length=1000)
    role = models.CharField(max_length=20)
    """In which role: elder, family, volunteer, or staff."""
    said_by = models.UUIDField()
    said_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["site", "dispute_id", "said_at"], name="saying_by_dispute")]

    def __str__(self) -> str:
        return f"{self.role} in dispute {self.dispute_id}"


class Ruling(models.Model):
    """What one person proposes and another, who had no part in it either, puts in force or gives back."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    dispute_id = models.UUIDField()
    dispute = within_site("care.Dispute", "dispute_id", "rulings")
    level = models.CharField(max_length=5)
    state = models.CharField(max_length=10)
    finding = models.CharField(max_length=7)
    minutes = models.PositiveSmallIntegerField(null=True)
    words = models.CharField(max_length=500)
    """Why: both sides read it."""
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    second_by = models.UUIDField(null=True)
    second_at = models.DateTimeField(null=True)
    second_words = models.CharField(max_length=300, blank=True)
    before_minutes = models.PositiveSmallIntegerField(null=True)
    """What counted before it came into force."""

    class Meta:
        constraints = [
            one_of("level", Level, table="ruling"),
            one_of("state", RulingState, table="ruling"),
            one_of("finding", Finding, table="ruling"),
            models.CheckConstraint(
                condition=Q(finding=Finding.MINUTES.value, minutes__gt=0)
                | (~Q(finding=Finding.MINUTES.value) & Q(minutes=None)),
                name="ruling_minutes_with_the_finding",
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=F("proposed_by")), name="ruling_two_people"
            ),
            models.UniqueConstraint(
                fields=["site", "dispute_id", "level"],
                condition=~Q(state=RulingState.GIVEN_BACK.value),
                name="ruling_one_a_level",
            ),
        ]

    def __str__(self) -> str:
        return f"ruling {self.finding} ({self.state})"
