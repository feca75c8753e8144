"""A batch of slips typed in together: its rows, the photographs of the paper, and who signed it."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.care.slips.types import BatchState
from nuanliu.domain.network.models import Node
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import one_of, within_site
from nuanliu.platform.ids import new_id


class SlipBatch(models.Model):
    """Up to thirty slips that one person typed in and another signs; they stand and go back together."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8)
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    """When it was returned or reversed."""
    ended_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("state", BatchState, table="slip_batch"),
            models.UniqueConstraint(fields=["site", "number"], name="slip_batch_number_once"),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("entered_by")), name="slip_batch_signed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[BatchState.WAITING.value, BatchState.RETURNED.value], signed_by=None)
                | Q(state__in=[BatchState.SIGNED.value, BatchState.REVERSED.value], signed_by__isnull=False),
                name="slip_batch_signed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "-number"], name="slip_batch_newest"),
            models.Index(fields=["id"], name="slip_batch_by_id"),
        ]

    def __str__(self) -> str:
        return f"batch {self.number} ({self.state})"


class SlipRow(models.Model):
    """One slip of a batch, as it was understood. While it stands, no other row may have its slip."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    batch_id = models.UUIDField()
    batch = within_site("care.SlipBatch", "batch_id", "rows")
    position = models.PositiveSmallIntegerField()
    slip_id = models.UUIDField()
    slip = within_site("care.Slip", "slip_id", "rows")
    volunteer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    elder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("care.Service", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    """What the Standard would count, and once it is signed what it did."""
    is_standing = models.BooleanField(default=True)
    visit_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "slip_id"], condition=Q(is_standing=True), name="slip_row_one_a_slip"
            ),
            models.UniqueConstraint(fields=["site", "batch_id", "position"], name="slip_row_place_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slip_row_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"row {self.position}"


class SlipPicture(models.Model):
    """A photograph of slips of a batch, drawn anew by us and sealed."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    batch_id = models.UUIDField()
    batch = within_site("care.SlipBatch", "batch_id", "pictures")
    picture_sealed = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "batch_id"], name="slip_picture_by_batch"),
            models.Index(fields=["id"], name="slip_picture_by_id"),
        ]

    def __str__(self) -> str:
        return f"picture {self.id}"
