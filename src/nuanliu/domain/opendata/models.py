"""What was released of a month. Nothing of it changes afterwards: two releases that differ would show one visit."""

from django.db import models

from nuanliu.platform.ids import new_id


class Release(models.Model):
    """The figures of one month as they were published: tables of rows, small numbers left out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    month = models.DateField(unique=True)
    smallest = models.PositiveSmallIntegerField()
    """The Standard's smallest number when it was released."""
    tables = models.JSONField()
    """`{"city": [row], "areas": [row, ...], "services": [row, ...]}`; a hidden figure is null."""
    released_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(smallest__gte=3), name="release_hides_small_numbers")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
