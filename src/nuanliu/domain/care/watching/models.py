"""Incidents on a visit, photographs that prove what was done, and how near the door a telephone was."""

from django.db import models

from nuanliu.domain.care.watching.types import End, IncidentState, Severity
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


class VisitPlace(models.Model):
    """How far from the door the helper's telephone was at one end; gone after the Standard's days."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    visit_id = models.UUIDField()
    visit = within_site("care.Visit", "visit_id", "places")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    """The helper, with whose key it is sealed."""
    end = models.CharField(max_length=5)
    metres_sealed = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("end", End, table="visitplace"),
            models.UniqueConstraint(fields=["site", "visit_id", "end"], name="visit_place_once_an_end"),
        ]
        indexes = [models.Index(fields=["kept_at"], name="visit_place_by_age")]

    def __str__(self) -> str:
        return f"place of visit {self.visit_id} ({self.end})"
