"""Batches: what is to be made."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.certificates.types import BatchState, CertificateKind
from nuanliu.domain.network.models import Node
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Batch(models.Model):
    """Many certificates in one go, made by the task worker piece by piece; killed at any moment, it goes on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8)
    issuer = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    with_seal = models.BooleanField(default=False)
    site_address = models.CharField(max_length=200)
    """Where the checking page stands, as the square code says it."""
    state = models.CharField(max_length=10, default=BatchState.WAITING)
    total = models.PositiveIntegerField()
    issued = models.PositiveIntegerField(default=0)
    drawn = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    """Of the issued ones those that came to nothing: no hours in these days, or somebody who left."""
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("kind", CertificateKind, table="batch"),
            one_of("state", BatchState, table="batch"),
            models.CheckConstraint(
                condition=Q(issued__lte=F("total"), drawn__lte=F("issued")), name="batch_within_total"
            ),
        ]
        indexes = [models.Index(fields=["issuer", "-made_at"], name="batch_by_issuer")]

    def __str__(self) -> str:
        return self.name
