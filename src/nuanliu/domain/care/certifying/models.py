"""Questions that a certifier asks about a visit before she decides."""

from django.db import models

from nuanliu.platform.db import within_site
from nuanliu.platform.ids import new_id


class Asking(models.Model):
    """A visit sent back with a question: it waits for the answer, and the days go on."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    visit_id = models.UUIDField()
    visit = within_site("care.Visit", "visit_id", "askings")
    question = models.CharField(max_length=300)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "visit_id"], condition=models.Q(answered_at=None), name="asking_one_open_a_visit"
            ),
            models.CheckConstraint(condition=~models.Q(question=""), name="asking_says_something"),
        ]
        indexes = [models.Index(fields=["site", "visit_id", "asked_at"], name="asking_by_visit")]

    def __str__(self) -> str:
        return f"question about visit {self.visit_id}"
