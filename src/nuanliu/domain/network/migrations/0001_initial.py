import django.db.models.deletion
import nuanliu.platform.ids
import nuanliu.platform.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        nuanliu.platform.tables.Tables(
            models=[
                migrations.CreateModel(
                    name="Login",
                    fields=[
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("username", models.CharField(max_length=64, unique=True)),
                        ("is_active", models.BooleanField(default=True)),
                        ("stamp", models.PositiveIntegerField(default=0)),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Node",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(max_length=12)),
                        ("branch_kind", models.CharField(blank=True, max_length=12)),
                        ("code", models.CharField(max_length=24, unique=True)),
                        ("name", models.CharField(max_length=80)),
                        ("short_name", models.CharField(blank=True, max_length=40)),
                        ("path", models.CharField(max_length=200, unique=True)),
                        ("phone", models.CharField(blank=True, max_length=30)),
                        ("address", models.CharField(blank=True, max_length=200)),
                        ("hours", models.CharField(blank=True, max_length=80)),
                        ("latitude", models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                        ("longitude", models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                        ("details", models.JSONField(default=dict)),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "merged_into",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="network.node",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="network.node",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["kind", "name"], name="node_by_kind")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("merged_into", None),
                                    models.Q(("closed_at__isnull", False), ("parent", models.F("merged_into"))),
                                    _connector="OR",
                                ),
                                name="node_merged_is_closed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "city",
                                            "county",
                                            "town",
                                            "community",
                                            "care_home",
                                            "branch",
                                            "team",
                                            "alliance",
                                            "enterprise",
                                            "supermarket",
                                            "law_firm",
                                            "shop",
                                        ],
                                    )
                                ),
                                name="node_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("branch_kind__in", ["care_home", "retired", "community", ""])),
                                name="node_branch_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "city"), ("parent", None)),
                                    models.Q(models.Q(("kind", "city"), _negated=True), ("parent__isnull", False)),
                                    _connector="OR",
                                ),
                                name="node_only_city_is_root",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appointment",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("role", models.CharField(max_length=20)),
                        ("starts_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("made_by", models.UUIDField(null=True)),
                        ("ended_by", models.UUIDField(null=True)),
                        ("end_reason", models.CharField(blank=True, max_length=300)),
                        (
                            "holder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "node",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="network.node",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "administrator",
                                            "site_coordinator",
                                            "certifier",
                                            "hotline",
                                            "branch_secretary",
                                            "team_leader",
                                            "shop_owner",
                                            "cashier",
                                            "seal_keeper",
                                            "bureau_standards",
                                            "bureau_security",
                                            "bureau_audit",
                                        ],
                                    )
                                ),
                                name="appointment_role_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("ended_at", None),
                                    ("role__in", ["bureau_audit", "bureau_security", "bureau_standards"]),
                                ),
                                fields=("holder",),
                                name="appointment_one_bureau_power",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("holder", "node", "role"),
                                name="appointment_once_in_force",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Numbering",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "series", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("series", models.CharField(max_length=16)),
                        ("last", models.PositiveIntegerField(default=0)),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Pledge",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("services", models.PositiveSmallIntegerField()),
                        ("first_month", models.DateField()),
                        ("last_month", models.DateField(null=True)),
                        ("made_by", models.UUIDField(null=True)),
                        ("made_at", models.DateTimeField()),
                        (
                            "node",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="pledges", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("last_month", None)), fields=("node",), name="pledge_one_in_force"
                            ),
                            models.UniqueConstraint(fields=("node", "first_month"), name="pledge_one_a_month"),
                            models.CheckConstraint(condition=models.Q(("services__gt", 0)), name="pledge_of_something"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("last_month", None), ("last_month__gte", models.F("first_month")), _connector="OR"
                                ),
                                name="pledge_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Standing",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("path", models.CharField(max_length=200)),
                        ("since", models.DateTimeField(null=True)),
                        ("until", models.DateTimeField(null=True)),
                        (
                            "node",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="standings", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["path"], name="standing_by_path")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until", None)), fields=("node",), name="standing_one_in_force"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("since", None)), fields=("node",), name="standing_one_first"
                            ),
                            models.UniqueConstraint(fields=("node", "since"), name="standing_one_a_moment"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("since", None), ("until", None), ("until__gt", models.F("since")), _connector="OR"
                                ),
                                name="standing_ends_after_start",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
