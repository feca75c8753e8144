import django.db.models.deletion
import nuanliu.domain.integrity.types
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
                    name="Report",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(max_length=12)),
                        ("said_sealed", models.BinaryField(null=True)),
                        ("code_index", models.BinaryField(unique=True)),
                        (
                            "state",
                            models.CharField(
                                default=nuanliu.domain.integrity.types.ReportState["WAITING"], max_length=8
                            ),
                        ),
                        ("sent_at", models.DateTimeField()),
                        ("taken_by", models.UUIDField(null=True)),
                        ("taken_at", models.DateTimeField(null=True)),
                        ("end", models.CharField(blank=True, max_length=9)),
                        ("answer", models.CharField(blank=True, max_length=300)),
                        ("answered_by", models.UUIDField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                        (
                            "site",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.node",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["state", "sent_at"], name="report_work_list")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["money", "trade", "false_hours", "pretender", "selling", "other"])
                                ),
                                name="report_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "taken", "answered"])),
                                name="report_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end__in", ["true", "not_so", "unclear", "passed_on", ""])),
                                name="report_end_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("state", "answered"),
                                        models.Q(("end", ""), _negated=True),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("state", "answered"), _negated=True),
                                        ("answer", ""),
                                        ("answered_at", None),
                                        ("end", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="report_answered_says_how",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state", "waiting"), ("taken_by__isnull", False), _connector="OR"),
                                name="report_taken_by_someone",
                            ),
                        ],
                    },
                )
            ],
        ),
    ]
