"""Pads of numbered slips, each slip of them, and slips that turned up and should not have."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.care.slips.types import SlipState, StrayKind
from nuanliu.domain.network.models import Node
from nuanliu.platform.db import one_of, within_site
from nuanliu.platform.ids import new_id


class SlipRange(models.Model):
    """One pad: consecutive numbers of a site, printed together and given to somebody to use."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    holder = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    """The branch or team that has the pad, or the site itself."""
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "first"], name="slip_range_begins_once"),
            models.CheckConstraint(condition=Q(first__gte=1, last__gte=F("first")), name="slip_range_of_something"),
        ]
        indexes = [models.Index(fields=["site", "-issued_at"], name="slip_range_newest")]

    def __str__(self) -> str:
        return f"slips {self.first} to {self.last}"


class Slip(models.Model):
    """One numbered slip. It counts once: while it is used, it names the one visit that it proves."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    range_id = models.UUIDField()
    range = within_site("care.SlipRange", "range_id", "slips")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8)
    visit_id = models.UUIDField(null=True)
    stated_at = models.DateTimeField()
    """Since when it stands so."""
    stated_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("state", SlipState, table="slip"),
            models.UniqueConstraint(fields=["site", "number"], name="slip_number_once"),
            models.UniqueConstraint(fields=["site", "visit_id"], name="slip_one_a_visit"),
            models.CheckConstraint(
                condition=Q(state=SlipState.USED.value, visit_id__isnull=False)
                | (~Q(state=SlipState.USED.value) & Q(visit_id=None)),
                name="slip_used_by_a_visit",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[SlipState.VOID.value, SlipState.MISSING.value]) | ~Q(reason=""),
                name="slip_void_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "range_id", "number"], name="slip_by_range"),
            models.Index(fields=["site", "state"], name="slip_by_state"),
            models.Index(fields=["id"], name="slip_by_id"),
        ]

    def __str__(self) -> str:
        return f"slip {self.number} ({self.state})"


class StraySlip(models.Model):
    """A slip that was handed in and cannot count: its number was used before, or was never issued here."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    kind = models.CharField(max_length=8)
    text = models.CharField(max_length=20)
    """The number as it was typed."""
    slip_id = models.UUIDField(null=True)
    note = models.CharField(max_length=200)
    """Who brought it, or what is odd about it."""
    found_at = models.DateTimeField()
    found_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("kind", StrayKind, table="stray_slip"),
            models.CheckConstraint(
                condition=Q(kind=StrayKind.DOUBLE.value, slip_id__isnull=False)
                | Q(kind=StrayKind.FOREIGN.value, slip_id=None),
                name="stray_slip_double_of_one",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, outcome="") | (Q(settled_at__isnull=False) & ~Q(outcome="")),
                name="stray_slip_settled_somehow",
            ),
        ]
        indexes = [models.Index(fields=["site", "-found_at"], name="stray_slip_newest")]

    def __str__(self) -> str:
        return f"{self.kind} slip {self.text}"
