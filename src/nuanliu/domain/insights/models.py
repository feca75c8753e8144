"""Tables of the summaries: derived, and thrown away and made again whenever what they are made of changes."""

from django.db import models

from nuanliu.domain.insights.types import Dimension, Span, Subject
from nuanliu.domain.network.models import Node
from nuanliu.platform.db import one_of


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
