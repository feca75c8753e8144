"""Who did what, when, to what, why. Nobody can change or remove a row; only the words of a reason can be taken out.

Beside the events stands their chain: a leaf for each, and signed blocks over the leaves, written behind the writers.
"""

from django.db import models

from nuanliu.platform.ids import new_id


class Event(models.Model):
    """One thing that was done. `action` is dotted and past tense, e.g. `visit.certified`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_role = models.CharField(max_length=40, blank=True)
    on_behalf_of = models.UUIDField(null=True)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    site_id = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "recorded_at"], name="audit_by_subject"),
            models.Index(fields=["site_id", "recorded_at"], name="audit_by_site"),
            models.Index(fields=["actor_id", "recorded_at"], name="audit_by_actor"),
            models.Index(fields=["recorded_at", "id"], name="audit_by_recorded"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_id}"


class Leaf(models.Model):
    """What stands of an event in the chain: the block that holds it, its place in it, and its digest."""

    event_id = models.UUIDField(primary_key=True)
    block = models.PositiveBigIntegerField()
    place = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    words = models.BinaryField(max_length=32)
    """Digest of salt and reason: stands in for the reason once its words are taken out."""
    salt = models.BinaryField(max_length=16, null=True)
    """Goes with the words, so that nobody can guess them from the digest."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["block", "place"], name="audit_leaf_one_a_place")]

    def __str__(self) -> str:
        return f"{self.block}/{self.place}"


class Block(models.Model):
    """One signed step of the chain: the block before it, and the head of the tree over its own leaves."""

    number = models.PositiveBigIntegerField(primary_key=True)
    previous = models.BinaryField(max_length=32)
    root = models.BinaryField(max_length=32)
    count = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()
    digest = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    key_id = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"audit block {self.number}"
