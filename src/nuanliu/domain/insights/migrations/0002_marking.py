from datetime import datetime, time

from django.db import migrations

from nuanliu.domain.insights.marks import Marking
from nuanliu.platform.clock import LOCAL

STALE = (
    "INSERT INTO insights_mark (subject, site_id, moment) "
    "SELECT DISTINCT 'visit', site_id, ended_at FROM care_visit WHERE ended_at IS NOT NULL",
    "INSERT INTO insights_mark (subject, site_id, moment) SELECT DISTINCT 'need', site_id, submitted_at FROM care_need",
    "INSERT INTO insights_mark (subject, site_id, moment) SELECT 'people', id, opened_at FROM network_node"
    " WHERE kind IN ('community', 'care_home')",
    "INSERT INTO insights_mark (subject, site_id, moment) SELECT 'joined', p.home_site_id, e.registered_at"
    " FROM people_elder e JOIN people_person p ON p.id = e.person_id",
)


def mark_volunteers(apps, _schema_editor):
    """The days on which volunteers joined."""
    mark = apps.get_model("insights", "Mark")
    joined = apps.get_model("people", "Volunteer").objects.values_list("person__home_site", "joined_on").distinct()
    mark.objects.bulk_create(
        [
            mark(subject="joined", site_id=site, moment=datetime.combine(day, time(12), tzinfo=LOCAL))
            for site, day in joined.order_by()
        ],
        batch_size=1000,
    )


class Migration(migrations.Migration):
    """The triggers; and everything that was there before them is counted once."""

    dependencies = [
        ("insights", "0001_initial"),
        ("care", "0007_days"),
        ("people", "0009_kin_proofs"),
        ("network", "0004_login_stamp"),
    ]

    operations = [
        Marking(),
        *(migrations.RunSQL(one, migrations.RunSQL.noop) for one in STALE),
        migrations.RunPython(mark_volunteers, migrations.RunPython.noop),
    ]
