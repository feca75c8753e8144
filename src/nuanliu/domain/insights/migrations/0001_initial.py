import django.db.models.deletion
import nuanliu.domain.insights.types
import nuanliu.platform.ids
import nuanliu.platform.tables
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("network", "0001_initial"),
    ]

    operations = [
        nuanliu.platform.tables.Tables(
            models=[
                migrations.CreateModel(
                    name="Freshness",
                    fields=[
                        ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                        ("at", models.DateTimeField(null=True)),
                        ("year", models.PositiveSmallIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="Mark",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("subject", models.CharField(max_length=8)),
                        ("site_id", models.UUIDField()),
                        ("moment", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Tail",
                    fields=[
                        ("site_id", models.UUIDField(primary_key=True, serialize=False)),
                        ("position", models.BigIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="Export",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(max_length=8)),
                        ("title", models.CharField(max_length=120)),
                        ("asked", models.JSONField(default=dict)),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        (
                            "state",
                            models.CharField(
                                default=nuanliu.domain.insights.types.ExportState["WAITING"], max_length=8
                            ),
                        ),
                        ("rows_done", models.PositiveIntegerField(default=0)),
                        ("rows_all", models.PositiveIntegerField(default=0)),
                        ("asked_by", models.UUIDField()),
                        ("asked_at", models.DateTimeField()),
                        ("done_at", models.DateTimeField(null=True)),
                        ("expires_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["asked_by", "-asked_at"], name="export_by_owner")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["rows", "national"])), name="export_kind_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "done", "expired"])),
                                name="export_state_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExportPart",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("rows", models.PositiveIntegerField()),
                        ("content_sealed", models.BinaryField(null=True)),
                        ("receipted_at", models.DateTimeField(null=True)),
                        (
                            "export",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="insights.export"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("export", "number"), name="export_part_once")],
                    },
                ),
                migrations.CreateModel(
                    name="NationalLine",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("visit_id", models.UUIDField()),
                        ("row", models.PositiveIntegerField()),
                        (
                            "state",
                            models.CharField(default=nuanliu.domain.insights.types.LineState["SENT"], max_length=8),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        ("told_at", models.DateTimeField(null=True)),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="insights.exportpart",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["visit_id"], name="national_line_by_visit")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["sent", "accepted", "refused"])),
                                name="national_line_state_known",
                            ),
                            models.UniqueConstraint(fields=("part", "row"), name="national_line_row_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "refused"), _negated=True),
                                fields=("site_id", "visit_id"),
                                name="national_line_sent_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("owner_id", models.UUIDField()),
                        ("name", models.CharField(max_length=40)),
                        ("address", models.CharField(max_length=500)),
                        ("saved_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("owner_id", "name"), name="saved_view_name_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Announcement",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("audience", models.CharField(max_length=10)),
                        ("title", models.CharField(max_length=30)),
                        ("text", models.CharField(max_length=200)),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("is_told", models.BooleanField(default=False)),
                        ("told_count", models.PositiveIntegerField(default=0)),
                        ("told_at", models.DateTimeField(null=True)),
                        ("made_by", models.UUIDField()),
                        ("made_at", models.DateTimeField()),
                        ("withdrawn_by", models.UUIDField(null=True)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "node",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["ends_at"], name="announcement_by_end")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("audience__in", ["everybody", "volunteers", "elders", "staff"])),
                                name="announcement_audience_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="announcement_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cell",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("subject", models.CharField(max_length=8)),
                        ("dimension", models.CharField(max_length=16)),
                        ("span", models.CharField(max_length=8)),
                        ("start", models.DateField()),
                        ("path", models.CharField(max_length=200)),
                        ("value", models.CharField(max_length=80)),
                        ("count", models.BigIntegerField()),
                        ("amount", models.BigIntegerField()),
                        (
                            "site",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.node",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["span", "subject", "dimension", "start"], name="cell_by_dimension")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("subject", "span", "start", "dimension", "site", "path", "value"),
                                name="cell_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("subject__in", ["visit", "need", "people", "joined", "book"])),
                                name="cell_subject_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "dimension__in",
                                        [
                                            "all",
                                            "service",
                                            "helper_age",
                                            "helper_sex",
                                            "elder_age",
                                            "elder_sex",
                                            "unit",
                                            "grade",
                                            "payer",
                                            "outcome",
                                            "service_outcome",
                                            "wait",
                                            "channel",
                                            "role",
                                            "flow",
                                        ],
                                    )
                                ),
                                name="cell_dimension_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("span__in", ["day", "month", "now"])), name="cell_span_known"
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
