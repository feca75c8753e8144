"""Reports of what must not be. What was said lies sealed; the answer is read by whoever has the report's code."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.integrity.types import ReportEnd, ReportKind, ReportState
from nuanliu.domain.network.models import Node
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Report(models.Model):
    """One report. No name is asked for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12)
    site = models.ForeignKey(Node, on_delete=models.PROTECT, null=True, related_name="+")
    """Where it happened; None where that was not said."""
    said_sealed = models.BinaryField(null=True)
    """What was said, when it was, and a telephone number if one was left; None once it is no longer kept."""
    code_index = models.BinaryField(unique=True)
    """Finds the report by the code that its sender has; the code itself is not kept."""
    state = models.CharField(max_length=8, default=ReportState.WAITING)
    sent_at = models.DateTimeField()
    taken_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=9, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("kind", ReportKind, table="report"),
            one_of("state", ReportState, table="report"),
            one_of("end", ReportEnd, table="report", blank=True),
            models.CheckConstraint(
                condition=Q(state=ReportState.ANSWERED.value, answered_at__isnull=False) & ~Q(end="") & ~Q(answer="")
                | ~Q(state=ReportState.ANSWERED.value) & Q(end="", answer="", answered_at=None),
                name="report_answered_says_how",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.WAITING.value) | Q(taken_by__isnull=False), name="report_taken_by_someone"
            ),
        ]
        indexes = [models.Index(fields=["state", "sent_at"], name="report_work_list")]

    def __str__(self) -> str:
        return f"report {self.id} ({self.state})"


from nuanliu.domain.integrity.conduct import models as _conduct  # noqa: E402, F401 (its tables belong to this app)
