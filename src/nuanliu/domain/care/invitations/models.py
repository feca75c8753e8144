"""One helper asked for one need. Rows stay as they were answered: acceptance is learned from them."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.care.invitations.types import InvitationSource, InvitationState, WhyNot
from nuanliu.platform.db import one_of, within_site
from nuanliu.platform.ids import new_id


class Invitation(models.Model):
    """One asking. The need's row is the lock of all invitations to it."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    need_id = models.UUIDField()
    need = within_site("care.Need", "need_id", "invitations")
    volunteer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="invitations")
    source = models.CharField(max_length=10)
    run_id = models.UUIDField(null=True)
    """The proposal of a week that chose her."""
    wave = models.PositiveSmallIntegerField(null=True)
    """Which wave of that proposal it left with, from 1."""
    place = models.PositiveSmallIntegerField(null=True)
    """Where she stood in the list from which she was chosen; 1 is the best."""
    chance = models.PositiveSmallIntegerField(null=True)
    """How likely a yes was thought to be, in thousandths."""
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    starts_at = models.DateTimeField()
    """When the need began as she was asked."""
    seen_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default=InvitationState.WAITING)
    settled_at = models.DateTimeField(null=True)
    """When it was answered, or did not matter any more."""
    settled_by = models.UUIDField(null=True)
    """Who answered: she herself, or staff for her."""
    reason = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "need_id", "volunteer"],
                condition=Q(state=InvitationState.WAITING.value),
                name="invitation_once_waiting",
            ),
            one_of("state", InvitationState, table="invitation"),
            one_of("source", InvitationSource, table="invitation"),
            one_of("reason", WhyNot, table="invitation", blank=True),
            models.CheckConstraint(
                condition=Q(state=InvitationState.WAITING.value, settled_at=None)
                | ~Q(state=InvitationState.WAITING.value) & Q(settled_at__isnull=False),
                name="invitation_settled_once",
            ),
            models.CheckConstraint(condition=Q(answer_by__gt=F("asked_at")), name="invitation_time_to_answer"),
            models.CheckConstraint(condition=Q(chance=None) | Q(chance__lte=1000), name="invitation_chance"),
            models.CheckConstraint(
                condition=Q(source=InvitationSource.DESK.value, run_id=None, wave=None)
                | Q(source=InvitationSource.DISPATCH.value, run_id__isnull=False, wave__gte=1),
                name="invitation_wave_of_a_run",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "need_id"], name="invitation_by_need"),
            models.Index(fields=["volunteer", "-asked_at"], name="invitation_by_volunteer"),
            models.Index(
                fields=["answer_by"], name="invitation_to_expire", condition=Q(state=InvitationState.WAITING.value)
            ),
            models.Index(fields=["run_id"], name="invitation_by_run", condition=Q(run_id__isnull=False)),
            models.Index(fields=["id"], name="invitation_by_id"),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} for {self.need_id} ({self.state})"
