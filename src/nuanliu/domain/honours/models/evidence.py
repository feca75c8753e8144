"""The evidence of a year."""

from django.db import models

from nuanliu.domain.honours.models.campaigns import Category


class Frozen(models.Model):
    """The evidence about one subject as it stood at the freeze. Never changed: lists are computed from these alone."""

    id = models.UUIDField(primary_key=True, editable=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="frozen")
    subject_id = models.UUIDField()
    title = models.CharField(max_length=80, blank=True)
    """Name of an organisation; empty for people, whose names are asked for when shown."""
    site_path = models.CharField(max_length=200)
    unit_path = models.CharField(max_length=200, blank=True)
    people = models.JSONField(default=list)
    """Ids of the person or the family; empty for an organisation."""
    facts = models.JSONField()
    figures = models.JSONField()
    """What the facts come to, by measure."""
    is_met = models.BooleanField()
    """Whether every criterion is met by these figures."""
    main = models.PositiveIntegerField()
    """The figure that the kind is foremost measured by."""
    is_nominated = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["category", "subject_id"], name="frozen_once")]
        indexes = [models.Index(fields=["category", "is_nominated", "is_met", "-main"], name="frozen_in_order")]

    def __str__(self) -> str:
        return f"frozen {self.subject_id}"
