"""The published versions of the Standard. Nothing here is ever changed; a version can only be withdrawn."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.standards.draft_models import StandardDraft
from nuanliu.platform.ids import new_id


class StandardVersion(models.Model):
    """One published Standard. The city's holds every value; a place's holds only what is stricter than its `base`.

    `scope_node` is a place in the network's tree, None for the whole city; `reaches_below` says that other places
    stand below it (a county). An id therefore fixes every number for ever: postings record it. What `carries` another
    is that place's version again, upon a newer version around it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=120)
    effective_from = models.DateTimeField()
    scope_node = models.UUIDField(null=True)
    reaches_below = models.BooleanField(default=False)
    base = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="narrowed")
    carries = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="carried")
    reason = models.TextField(blank=True)
    published_by = models.UUIDField(null=True)
    approved_by = models.UUIDField(null=True)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="standard_number_from_one"),
            models.CheckConstraint(condition=~Q(title=""), name="standard_has_title"),
            models.CheckConstraint(
                condition=Q(scope_node=None, base=None) | Q(scope_node__isnull=False, base__isnull=False),
                name="standard_of_a_place_has_base",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("published_at")),
                name="standard_withdrawn_after_published",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("published_by")), name="standard_approved_by_another"
            ),
        ]
        indexes = [models.Index(fields=["scope_node", "effective_from"], name="standard_in_force")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class StandardValue(models.Model):
    """One value of one version. Ratios are text, so JSON never makes a float of them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(StandardVersion, on_delete=models.PROTECT, related_name="values")
    key = models.CharField(max_length=60)
    value = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="standard_value_once"),
            models.CheckConstraint(condition=~Q(key=""), name="standard_value_has_key"),
        ]

    def __str__(self) -> str:
        return f"{self.key}={self.value}"


class DraftValue(models.Model):
    """One value that somebody set in a draft. It stays when it is set back, so that two people notice each other."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(StandardDraft, on_delete=models.PROTECT, related_name="values")
    key = models.CharField(max_length=60)
    value = models.JSONField()
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="draft_value_once")]

    def __str__(self) -> str:
        return f"{self.key}={self.value}"


class DraftEditor(models.Model):
    """Somebody who worked on a draft, and so cannot approve it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(StandardDraft, on_delete=models.PROTECT, related_name="editors")
    person = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "person"], name="draft_editor_once")]

    def __str__(self) -> str:
        return f"{self.person}"


__all__ = ["DraftEditor", "DraftValue", "StandardDraft", "StandardValue", "StandardVersion"]
