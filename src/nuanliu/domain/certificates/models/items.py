"""Batches: each place, and the papers put together."""

from django.db import models

from nuanliu.domain.certificates.models.batches import Batch
from nuanliu.domain.network.models import Node
from nuanliu.domain.people.models import Person


class BatchItem(models.Model):
    """One place of a batch: for whom, and what is to stand there."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveIntegerField()
    """From 1: also the order of the papers."""
    key = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Node, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=500, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    services = models.PositiveIntegerField(default=0)
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="batch_place_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.place}"


class BatchPart(models.Model):
    """Some papers of a batch in one PDF, until they are fetched or thrown away after the Standard's days."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    first = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    pdf = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="batch_part_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} part {self.number}"
