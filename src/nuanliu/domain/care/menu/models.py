"""Versions of the catalogue's lines, drafts of the next, and what a site leaves out of its own menu."""

from django.db import models

from nuanliu.domain.care.menu.terms import Terms
from nuanliu.domain.care.menu.types import MenuDraftState
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class ServiceVersion(Terms):
    """What a service was from a moment on. Never changed: a need keeps the version of when it was placed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey("care.Service", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    turn = models.PositiveSmallIntegerField(default=1)
    """Of those for this moment the first; one later for each that was withdrawn."""
    in_force_from = models.DateTimeField()
    reason = models.CharField(max_length=300)
    published_by = models.UUIDField(null=True)
    """Nobody for the first version, which came in with the catalogue."""
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="service_version_number"),
            models.UniqueConstraint(fields=["service", "in_force_from", "turn"], name="service_version_moment"),
            models.CheckConstraint(
                condition=models.Q(default_minutes__gt=0, max_minutes__gte=models.F("default_minutes")),
                name="service_version_minutes",
            ),
            models.CheckConstraint(condition=models.Q(helpers__gte=1, helpers__lte=2), name="service_version_helpers"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class ServiceWithdrawal(models.Model):
    """A version that was taken back before it began. It stays in the history; nothing was ever counted by it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.OneToOneField(ServiceVersion, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=300)
    withdrawn_by = models.UUIDField()
    withdrawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="service_withdrawal_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} withdrawn"


class MenuDraft(models.Model):
    """What somebody of the bureau is about to change in one line, or a line that is not there yet."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey("care.Service", on_delete=models.PROTECT, null=True, related_name="drafts")
    code = models.CharField(max_length=8)
    values = models.JSONField(default=dict)
    """The terms as they shall be, by their names."""
    state = models.CharField(max_length=9)
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", MenuDraftState, table="menudraft"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(state=MenuDraftState.DRAFT.value), name="menu_draft_one_a_service"
            ),
        ]

    def __str__(self) -> str:
        return f"draft of {self.code} ({self.state})"


class LeftOut(models.Model):
    """A site does not offer a service for now, and says why."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    service = models.ForeignKey("care.Service", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    out_at = models.DateTimeField()
    out_by = models.UUIDField()
    back_at = models.DateTimeField(null=True)
    back_by = models.UUIDField(null=True)
    back_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "service"], condition=models.Q(back_at=None), name="left_out_once_a_site"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="left_out_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} not at {self.site_id}"
