from django.db import migrations

from nuanliu.platform.db import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("standards", "0002_version_1")]

    operations = [
        AppendOnly("standards_standardversion", allow_update=True),
        AppendOnly("standards_standardvalue"),
    ]
