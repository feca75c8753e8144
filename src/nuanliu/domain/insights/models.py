"""Tables of the summaries: derived, and thrown away and made again whenever what they are made of changes."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.insights.types import Audience, Dimension, ExportKind, ExportState, LineState, Span, Subject
from nuanliu.domain.network.models import Node
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Cell(models.Model):
    """One figure: of one site, a day or a month, one value of one dimension. `path` is where the site stood then."""

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=8)
    dimension = models.CharField(max_length=16)
    span = models.CharField(max_length=8)
    start = models.DateField()
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", db_index=False)
    path = models.CharField(max_length=200)
    value = models.CharField(max_length=80)
    count = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "span", "start", "dimension", "site", "path", "value"], name="cell_once"
            ),
            one_of("subject", Subject, table="cell"),
            one_of("dimension", Dimension, table="cell"),
            one_of("span", Span, table="cell"),
        ]
        indexes = [models.Index(fields=["span", "subject", "dimension", "start"], name="cell_by_dimension")]

    def __str__(self) -> str:
        return f"{self.subject} {self.dimension}={self.value} {self.start}: {self.count}"


class Mark(models.Model):
    """A row that counts on `moment` at a site was written or changed: that day's cells are made anew.

    Written by triggers, in the transaction of the act; never waited for, never the same row twice.
    """

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=8)
    site_id = models.UUIDField()
    moment = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.subject} at {self.site_id} {self.moment:%F}"


class Tail(models.Model):
    """How far the sealed log of a site has been counted: lines before `position`."""

    site_id = models.UUIDField(primary_key=True)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.site_id}: {self.position}"


class Freshness(models.Model):
    """One row: when the summaries were last brought up to date. Whoever brings them up to date holds it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField(null=True)
    year = models.PositiveSmallIntegerField(default=0)
    """The year by which ages of the people on the roll were counted."""

    def __str__(self) -> str:
        return f"fresh at {self.at}"


class SavedView(models.Model):
    """A page of figures that somebody keeps under a name: its address, for herself alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_id = models.UUIDField()
    name = models.CharField(max_length=40)
    address = models.CharField(max_length=500)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner_id", "name"], name="saved_view_name_once")]

    def __str__(self) -> str:
        return self.name


class Export(models.Model):
    """A list that somebody wants as files: made part by part by the task worker, thrown away after some days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8)
    title = models.CharField(max_length=120)
    asked = models.JSONField(default=dict)
    """What was asked for, and where the next part begins."""
    reason = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, default=ExportState.WAITING)
    rows_done = models.PositiveIntegerField(default=0)
    rows_all = models.PositiveIntegerField(default=0)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("kind", ExportKind, table="export"),
            one_of("state", ExportState, table="export"),
        ]
        indexes = [models.Index(fields=["asked_by", "-asked_at"], name="export_by_owner")]

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"


class ExportPart(models.Model):
    """One file of an export, sealed; emptied when the export expires, while its rows' receipts stay."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    content_sealed = models.BinaryField(null=True)
    receipted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["export", "number"], name="export_part_once")]

    def __str__(self) -> str:
        return f"part {self.number} of {self.export_id}"


class NationalLine(models.Model):
    """One service as it went to the national system: in which part and row, and what that system said of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site_id = models.UUIDField()
    visit_id = models.UUIDField()
    part = models.ForeignKey(ExportPart, on_delete=models.CASCADE, related_name="lines")
    row = models.PositiveIntegerField()
    state = models.CharField(max_length=8, default=LineState.SENT)
    reason = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", LineState, table="national_line"),
            models.UniqueConstraint(fields=["part", "row"], name="national_line_row_once"),
            models.UniqueConstraint(
                fields=["site_id", "visit_id"],
                condition=~Q(state=LineState.REFUSED.value),
                name="national_line_sent_once",
            ),
        ]
        indexes = [models.Index(fields=["visit_id"], name="national_line_by_visit")]

    def __str__(self) -> str:
        return f"row {self.row}: {self.state}"


class Announcement(models.Model):
    """What the bureau lets people know: to whom, where, from when to when; perhaps told to each as a notice too."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=10)
    title = models.CharField(max_length=30)
    text = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_told = models.BooleanField(default=False)
    """Whether each person gets a notice."""
    told_count = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    """When everybody had been told."""
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("audience", Audience, table="announcement"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="announcement_ends_after_start"),
        ]
        indexes = [models.Index(fields=["ends_at"], name="announcement_by_end")]

    def __str__(self) -> str:
        return self.title
