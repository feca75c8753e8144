"""Drafts of the Standard: what would be changed, who worked on it, who decided."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.standards.types import DraftState
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class StandardDraft(models.Model):
    """What somebody would like to change, for the city or one place, until somebody else has decided.

    `revision` grows with every change, so that nobody approves what she has not seen.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope_node = models.UUIDField(null=True)
    reaches_below = models.BooleanField(default=False)
    title = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    effective_day = models.DateField(null=True)
    state = models.CharField(max_length=12, default=DraftState.DRAFT.value)
    revision = models.PositiveIntegerField(default=1)
    started_by = models.UUIDField()
    started_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    version = models.OneToOneField(
        "standards.StandardVersion", on_delete=models.PROTECT, null=True, related_name="draft"
    )

    class Meta:
        constraints = [
            one_of("state", DraftState, table="standard_draft"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | (~Q(decided_by=F("started_by")) & ~Q(decided_by=F("asked_by"))),
                name="standard_draft_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=DraftState.PUBLISHED.value)
                | Q(decided_by__isnull=False, asked_by__isnull=False, effective_day__isnull=False),
                name="standard_draft_published_by_two",
            ),
        ]
        indexes = [models.Index(fields=["state", "started_at"], name="standard_draft_open")]

    def __str__(self) -> str:
        return f"{self.title or self.id}"
