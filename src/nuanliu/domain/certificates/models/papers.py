"""Certificates."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.certificates.models.batches import Batch
from nuanliu.domain.certificates.models.seals import Seal
from nuanliu.domain.certificates.types import CertificateKind
from nuanliu.domain.network.models import Node
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Certificate(models.Model):
    """One certificate: its number, its code, what it says, and the signature over all of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    """Follows from what it is of: asking again finds the same one."""
    kind = models.CharField(max_length=8)
    issuer = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="certificates")
    issuer_name = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    """Of the issuer, the kind and the year, from 1 without a gap."""
    serial = models.CharField(max_length=60, unique=True)
    """As printed: 520200-RY-2026-000001."""
    serial_key = models.CharField(max_length=60, unique=True)
    """The same without dashes, by which what was typed is found."""
    code = models.BigIntegerField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="certificates")
    unit = models.ForeignKey(Node, on_delete=models.PROTECT, null=True, related_name="+")
    holder = models.CharField(max_length=80, blank=True)
    """As printed; blanked when she is forgotten, and then the signature can be checked from her paper only."""
    title = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=500, blank=True)
    responsible = models.CharField(max_length=60, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    services = models.PositiveIntegerField(default=0)
    first_day = models.DateField()
    last_day = models.DateField()
    rows = models.JSONField(default=list)
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField(null=True)
    profile = models.CharField(max_length=8)
    algorithm = models.CharField(max_length=12)
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField()
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="certificates")
    place_in_batch = models.PositiveIntegerField(default=0)
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField(null=True)
    sealed_by = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoke_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("kind", CertificateKind, table="certificate"),
            models.UniqueConstraint(fields=["issuer", "kind", "year", "number"], name="certificate_number_once"),
            models.CheckConstraint(
                condition=Q(person=None, unit__isnull=False) | Q(person__isnull=False, unit=None),
                name="certificate_of_one",
            ),
            models.CheckConstraint(
                condition=Q(seal=None, sealed_at=None, sealed_by=None)
                | Q(seal__isnull=False, sealed_at__isnull=False, sealed_by__isnull=False),
                name="certificate_sealed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoke_reason="") | (Q(revoked_at__isnull=False) & ~Q(revoke_reason="")),
                name="certificate_revoked_for_a_reason",
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="certificate_days"),
        ]
        indexes = [
            models.Index(fields=["issuer", "-issued_at"], name="certificate_by_issuer"),
            models.Index(fields=["person", "-issued_at"], name="certificate_by_person"),
        ]

    def __str__(self) -> str:
        return self.serial
