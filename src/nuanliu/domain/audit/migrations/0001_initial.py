import nuanliu.platform.ids
import nuanliu.platform.tables
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        nuanliu.platform.tables.Tables(
            models=[
                migrations.CreateModel(
                    name="Block",
                    fields=[
                        ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                        ("previous", models.BinaryField(max_length=32)),
                        ("root", models.BinaryField(max_length=32)),
                        ("count", models.PositiveIntegerField()),
                        ("sealed_at", models.DateTimeField()),
                        ("digest", models.BinaryField(max_length=32)),
                        ("signature", models.BinaryField(max_length=64)),
                        ("key_id", models.CharField(max_length=16)),
                    ],
                ),
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("occurred_at", models.DateTimeField()),
                        ("recorded_at", models.DateTimeField()),
                        ("actor_id", models.UUIDField(null=True)),
                        ("actor_role", models.CharField(blank=True, max_length=40)),
                        ("on_behalf_of", models.UUIDField(null=True)),
                        ("action", models.CharField(max_length=60)),
                        ("subject_type", models.CharField(max_length=40)),
                        ("subject_id", models.UUIDField()),
                        ("site_id", models.UUIDField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        ("details", models.JSONField(default=dict)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["subject_id", "recorded_at"], name="audit_by_subject"),
                            models.Index(fields=["site_id", "recorded_at"], name="audit_by_site"),
                            models.Index(fields=["actor_id", "recorded_at"], name="audit_by_actor"),
                            models.Index(fields=["recorded_at", "id"], name="audit_by_recorded"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Leaf",
                    fields=[
                        ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                        ("block", models.PositiveBigIntegerField()),
                        ("place", models.PositiveIntegerField()),
                        ("digest", models.BinaryField(max_length=32)),
                        ("words", models.BinaryField(max_length=32)),
                        ("salt", models.BinaryField(max_length=16, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("block", "place"), name="audit_leaf_one_a_place")
                        ],
                    },
                ),
            ],
        ),
    ]
