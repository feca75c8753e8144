"""Incidents on a visit, and photographs that prove what was done."""

from django.db import models

from nuanliu.domain.care.watching.types import IncidentState, Severity
from nuanliu.platform.db import one_of, within_site
from nuanliu.platform.ids import new_id


class Incident(models.Model):
    """Something went wrong on a visit; somebody of the site sees to it and writes down how."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    visit_id = models.UUIDField()
    visit = within_site("care.Visit", "visit_id", "incidents")
    severity = models.CharField(max_length=4)
    state = models.CharField(max_length=6)
    words = models.CharField(max_length=500)
    told_by = models.UUIDField()
    told_role = models.CharField(max_length=20)
    told_at = models.DateTimeField()
    handled = models.CharField(max_length=500, blank=True)
    handled_by = models.UUIDField(null=True)
    handled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_of("severity", Severity, table="incident"), one_of("state", IncidentState, table="incident")]
        indexes = [models.Index(fields=["site", "state", "told_at"], name="incident_by_state")]

    def __str__(self) -> str:
        return f"incident on visit {self.visit_id} ({self.severity})"


class VisitPhoto(models.Model):
    """A photograph of a visit: a receipt, the work done. The picture lies sealed as a paper of who took it."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    visit_id = models.UUIDField()
    visit = within_site("care.Visit", "visit_id", "photos")
    paper = models.ForeignKey("people.Paper", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["site", "visit_id", "added_at"], name="visit_photo_by_visit")]

    def __str__(self) -> str:
        return f"photograph of visit {self.visit_id}"
