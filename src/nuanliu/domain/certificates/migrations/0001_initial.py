import django.db.models.deletion
import nuanliu.domain.certificates.types
import nuanliu.platform.ids
import nuanliu.platform.tables
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("network", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        nuanliu.platform.tables.Tables(
            models=[
                migrations.CreateModel(
                    name="Batch",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(max_length=8)),
                        ("name", models.CharField(max_length=80)),
                        ("with_seal", models.BooleanField(default=False)),
                        ("site_address", models.CharField(max_length=200)),
                        (
                            "state",
                            models.CharField(
                                default=nuanliu.domain.certificates.types.BatchState["WAITING"], max_length=10
                            ),
                        ),
                        ("total", models.PositiveIntegerField()),
                        ("issued", models.PositiveIntegerField(default=0)),
                        ("drawn", models.PositiveIntegerField(default=0)),
                        ("left_out", models.PositiveIntegerField(default=0)),
                        ("made_by", models.UUIDField()),
                        ("made_at", models.DateTimeField()),
                        ("touched_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "issuer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["issuer", "-made_at"], name="batch_by_issuer")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["honour", "service", "training"])),
                                name="batch_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["waiting", "issuing", "drawing", "done", "cancelled"])
                                ),
                                name="batch_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("drawn__lte", models.F("issued")), ("issued__lte", models.F("total"))
                                ),
                                name="batch_within_total",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BatchItem",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("place", models.PositiveIntegerField()),
                        ("key", models.UUIDField()),
                        ("title", models.CharField(blank=True, max_length=60)),
                        ("words", models.CharField(blank=True, max_length=500)),
                        ("minutes", models.PositiveIntegerField(default=0)),
                        ("services", models.PositiveIntegerField(default=0)),
                        ("first_day", models.DateField()),
                        ("last_day", models.DateField()),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="certificates.batch",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.node",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("batch", "place"), name="batch_place_once")],
                    },
                ),
                migrations.CreateModel(
                    name="BatchPart",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("number", models.PositiveIntegerField()),
                        ("first", models.PositiveIntegerField()),
                        ("count", models.PositiveIntegerField()),
                        ("pdf", models.BinaryField()),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="certificates.batch",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("batch", "number"), name="batch_part_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Certificate",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(max_length=8)),
                        ("issuer_name", models.CharField(max_length=80)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("number", models.PositiveIntegerField()),
                        ("serial", models.CharField(max_length=60, unique=True)),
                        ("serial_key", models.CharField(max_length=60, unique=True)),
                        ("code", models.BigIntegerField(unique=True)),
                        ("holder", models.CharField(blank=True, max_length=80)),
                        ("title", models.CharField(blank=True, max_length=60)),
                        ("words", models.CharField(blank=True, max_length=500)),
                        ("responsible", models.CharField(blank=True, max_length=60)),
                        ("minutes", models.PositiveIntegerField(default=0)),
                        ("services", models.PositiveIntegerField(default=0)),
                        ("first_day", models.DateField()),
                        ("last_day", models.DateField()),
                        ("rows", models.JSONField(default=list)),
                        ("issued_on", models.DateField()),
                        ("issued_at", models.DateTimeField()),
                        ("issued_by", models.UUIDField(null=True)),
                        ("profile", models.CharField(max_length=8)),
                        ("algorithm", models.CharField(max_length=12)),
                        ("key_id", models.CharField(max_length=16)),
                        ("signature", models.BinaryField()),
                        ("place_in_batch", models.PositiveIntegerField(default=0)),
                        ("sealed_at", models.DateTimeField(null=True)),
                        ("sealed_by", models.UUIDField(null=True)),
                        ("revoked_at", models.DateTimeField(null=True)),
                        ("revoke_reason", models.CharField(blank=True, max_length=200)),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="certificates.batch",
                            ),
                        ),
                        (
                            "issuer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="network.node",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="people.person",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.node",
                            ),
                        ),
                        (
                            "seal",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="certificates.seal",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["issuer", "-issued_at"], name="certificate_by_issuer"),
                            models.Index(fields=["person", "-issued_at"], name="certificate_by_person"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["honour", "service", "training"])),
                                name="certificate_kind_known",
                            ),
                            models.UniqueConstraint(
                                fields=("issuer", "kind", "year", "number"), name="certificate_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("person", None), ("unit__isnull", False)),
                                    models.Q(("person__isnull", False), ("unit", None)),
                                    _connector="OR",
                                ),
                                name="certificate_of_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("seal", None), ("sealed_at", None), ("sealed_by", None)),
                                    models.Q(
                                        ("seal__isnull", False),
                                        ("sealed_at__isnull", False),
                                        ("sealed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="certificate_sealed_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("revoke_reason", ""), ("revoked_at", None)),
                                    models.Q(
                                        ("revoked_at__isnull", False), models.Q(("revoke_reason", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="certificate_revoked_for_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))), name="certificate_days"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Revocation",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                default=nuanliu.domain.certificates.types.RevocationState["ASKED"], max_length=8
                            ),
                        ),
                        ("reason", models.CharField(max_length=200)),
                        ("asked_by", models.UUIDField()),
                        ("asked_at", models.DateTimeField()),
                        ("refusal", models.CharField(blank=True, max_length=200)),
                        ("decided_by", models.UUIDField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "certificate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revocations",
                                to="certificates.certificate",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["asked", "done", "refused"])),
                                name="revocation_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["asked", "done"])),
                                fields=("certificate",),
                                name="revocation_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="revocation_by_two_people",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Seal",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("image", models.BinaryField()),
                        ("digest", models.CharField(max_length=64)),
                        ("put_by", models.UUIDField()),
                        ("put_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_by", models.UUIDField(null=True)),
                        (
                            "node",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)), fields=("node",), name="seal_one_in_use"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
