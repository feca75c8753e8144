import nuanliu.jobs.models
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
                    name="JobRun",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("name", models.CharField(max_length=64)),
                        ("slot", models.DateTimeField()),
                        ("state", models.CharField(default=nuanliu.jobs.models.RunState["RUNNING"], max_length=8)),
                        ("attempts", models.PositiveSmallIntegerField(default=1)),
                        ("started_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("retry_at", models.DateTimeField(null=True)),
                        ("outcome", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["started_at"], name="job_run_by_age")],
                        "constraints": [
                            models.UniqueConstraint(fields=("name", "slot"), name="job_run_once_a_slot"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["running", "done", "failed"])),
                                name="job_run_state_known",
                            ),
                        ],
                    },
                )
            ],
        ),
    ]
