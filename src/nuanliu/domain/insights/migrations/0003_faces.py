"""What old people said is counted too: the triggers look at it, and every day with services is counted anew."""

from typing import Any

from django.db import migrations, models

from nuanliu.domain.insights.marks import install_sql, remove_sql

_HOURS = {"sqlite": "strftime('%Y-%m-%d %H', ended_at)", "postgresql": "date_trunc('hour', ended_at)"}


def look_at_faces(_apps: Any, editor: Any) -> None:
    """The triggers as they are now; on SQLite they are put back after all migrations."""
    if editor.connection.vendor == "postgresql":
        for statement in [*remove_sql("postgresql"), *install_sql("postgresql")]:
            editor.execute(statement)


def count_anew(_apps: Any, editor: Any) -> None:
    """One mark a site and hour with services: the next refresh counts those days."""
    hour = _HOURS[editor.connection.vendor]
    editor.execute(
        "INSERT INTO insights_mark (subject, site_id, moment) SELECT 'visit', site_id, MIN(ended_at)"
        f" FROM care_visit WHERE ended_at IS NOT NULL GROUP BY site_id, {hour}"  # noqa: S608 (our own words)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0006_withdrawals"),
        ("insights", "0002_guards"),
        ("network", "0002_earlier"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="cell", name="cell_dimension_known"),
        migrations.AddConstraint(
            model_name="cell",
            constraint=models.CheckConstraint(
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
                            "face",
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
        ),
        migrations.RunPython(look_at_faces, migrations.RunPython.noop),
        migrations.RunPython(count_anew, migrations.RunPython.noop),
    ]
