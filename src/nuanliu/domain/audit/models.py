"""One table: who did what, when, to what, why. Nobody can change or remove a row of it."""

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
            models.Index(fields=["subject_id", "id"], name="audit_by_subject"),
            models.Index(fields=["site_id", "id"], name="audit_by_site"),
            models.Index(fields=["actor_id", "id"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_id}"
