"""What was asked to be revoked."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.certificates.models.papers import Certificate
from nuanliu.domain.certificates.types import RevocationState
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Revocation(models.Model):
    """Somebody asked for a certificate to be revoked, with her reason; somebody else decided."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="revocations")
    state = models.CharField(max_length=8, default=RevocationState.ASKED)
    reason = models.CharField(max_length=200)
    """Stands on the public page once it is revoked."""
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    refusal = models.CharField(max_length=200, blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", RevocationState, table="revocation"),
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(state__in=[RevocationState.ASKED.value, RevocationState.DONE.value]),
                name="revocation_one_open",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="revocation_by_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.certificate_id}"
