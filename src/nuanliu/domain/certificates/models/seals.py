"""Seals of units."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.network.models import Node
from nuanliu.platform.ids import new_id


class Seal(models.Model):
    """The electronic seal of one unit: a transparent PNG of ours. One a unit is in use; older ones stay on paper."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    image = models.BinaryField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the image: the audit names what was placed."""
    put_by = models.UUIDField()
    put_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node"], condition=Q(ended_at=None), name="seal_one_in_use"),
        ]

    def __str__(self) -> str:
        return f"seal of {self.node_id}"
