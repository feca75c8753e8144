"""Seals, certificates, what was revoked, and batches.

A certificate is written once: the database refuses every change but of the seal on it, its revocation, and its
holder's name when she is forgotten (`guards.py`).
"""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.certificates.types import BatchState, CertificateKind, RevocationState
from nuanliu.domain.network.models import Node
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Seal(models.Model):
    """The electronic seal of one unit: a transparent PNG of ours. One a unit is in use; older ones stay on paper."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    image = models.BinaryField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the image: the audit names what was placed."""
    put_by = models.UUIDField()
    put_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node"], condition=Q(ended_at=None), name="seal_one_in_use"),
        ]

    def __str__(self) -> str:
        return f"seal of {self.node_id}"


class Batch(models.Model):
    """Many certificates in one go, made by the task worker piece by piece; killed at any moment, it goes on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8)
    issuer = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    with_seal = models.BooleanField(default=False)
    site_address = models.CharField(max_length=200)
    """Where the checking page stands, as the square code says it."""
    state = models.CharField(max_length=10, default=BatchState.WAITING)
    total = models.PositiveIntegerField()
    issued = models.PositiveIntegerField(default=0)
    drawn = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    """Of the issued ones those that came to nothing: no hours in these days, or somebody who left."""
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("kind", CertificateKind, table="batch"),
            one_of("state", BatchState, table="batch"),
            models.CheckConstraint(
                condition=Q(issued__lte=F("total"), drawn__lte=F("issued")), name="batch_within_total"
            ),
        ]
        indexes = [models.Index(fields=["issuer", "-made_at"], name="batch_by_issuer")]

    def __str__(self) -> str:
        return self.name


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


class BatchItem(models.Model):
    """One place of a batch: for whom, and what is to stand there."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveIntegerField()
    """From 1: also the order of the papers."""
    key = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Node, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=500, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    services = models.PositiveIntegerField(default=0)
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="batch_place_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.place}"


class BatchPart(models.Model):
    """Some papers of a batch in one PDF, until they are fetched or thrown away after the Standard's days."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    first = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    pdf = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="batch_part_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} part {self.number}"
