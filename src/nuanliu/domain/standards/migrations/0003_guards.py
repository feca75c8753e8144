import nuanliu.platform.db
from django.db import migrations


class Migration(migrations.Migration):
    replaces = [("standards", "0004_drafts")]

    dependencies = [
        ("standards", "0002_version_1"),
    ]

    operations = [
        nuanliu.platform.db.AppendOnly(
            table="standards_standardversion",
            allow_update=True,
        ),
        nuanliu.platform.db.AppendOnly(
            table="standards_standardvalue",
            allow_update=False,
        ),
    ]
