"""A page of an old paper passbook with its photograph. The same page of the same person comes in once."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.network.models import Node
from nuanliu.domain.passbook.oldbooks.types import PageState
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id

_STANDING = ~Q(state=PageState.RETURNED.value)


class OldPage(models.Model):
    """One page: what stands on it, as one person read it, and who looked at it after her."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(max_length=20)
    """What is written on the page: the book's number and the page's."""
    state = models.CharField(max_length=8)
    lines_sealed = models.BinaryField(null=True)
    """[[day, service, minutes, whom], ...] as they stand on the paper, sealed with the person's key."""
    count = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField()
    picture_sealed = models.BinaryField(null=True)
    """The JPEG in base64, sealed with the person's key."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the photograph as it was handed in: the same file is the same page."""
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("state", PageState, table="old_page"),
            models.UniqueConstraint(fields=["site", "person", "page"], condition=_STANDING, name="old_page_once"),
            models.UniqueConstraint(fields=["site", "digest"], condition=_STANDING, name="old_page_photographed_once"),
            models.CheckConstraint(
                condition=Q(state=PageState.RETURNED.value) | Q(reviewed_by=None) | ~Q(reviewed_by=F("entered_by")),
                name="old_page_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=PageState.IN_BOOK.value) | Q(reviewed_by__isnull=False),
                name="old_page_reviewed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-entered_at"], name="old_page_by_person"),
            models.Index(fields=["id"], name="old_page_by_id"),
        ]

    def __str__(self) -> str:
        return f"old page {self.page} ({self.state})"
