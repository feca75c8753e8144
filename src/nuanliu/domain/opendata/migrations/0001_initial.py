import nuanliu.platform.ids
import nuanliu.platform.db
import nuanliu.platform.tables
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        nuanliu.platform.tables.Tables(
            models=[
                migrations.CreateModel(
                    name="Release",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("month", models.DateField(unique=True)),
                        ("smallest", models.PositiveSmallIntegerField()),
                        ("tables", models.JSONField()),
                        ("released_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("smallest__gte", 3)), name="release_hides_small_numbers"
                            )
                        ],
                    },
                )
            ],
        ),
        nuanliu.platform.db.AppendOnly(
            table="opendata_release",
            allow_update=False,
        ),
    ]
