import nuanliu.domain.audit.guards
import nuanliu.platform.db
import nuanliu.platform.installing
from django.db import migrations


class Migration(migrations.Migration):
    replaces = [
        ("audit", "0002_append_only"),
        ("audit", "0003_chain"),
        ("audit", "0004_in_the_order_of_recording"),
        ("audit", "0005_recorded_in_the_call"),
    ]

    dependencies = [
        ("audit", "0001_initial"),
    ]

    operations = [
        nuanliu.domain.audit.guards.OnlyTakesOut(
            table="audit_event",
            column="reason",
            blank="''",
            others=(
                "id",
                "occurred_at",
                "recorded_at",
                "actor_id",
                "actor_role",
                "on_behalf_of",
                "action",
                "subject_type",
                "subject_id",
                "site_id",
                "details",
            ),
        ),
        nuanliu.domain.audit.guards.OnlyTakesOut(
            table="audit_leaf",
            column="salt",
            blank="NULL",
            others=("event_id", "block", "place", "digest", "words"),
        ),
        nuanliu.platform.db.AppendOnly(
            table="audit_block",
            allow_update=False,
        ),
        nuanliu.platform.installing.InstallSql(
            package="nuanliu.domain.audit",
            name="record.sql",
            functions=["audit_record"],
        ),
    ]
