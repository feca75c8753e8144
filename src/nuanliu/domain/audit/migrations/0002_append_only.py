from django.db import migrations

from nuanliu.platform.db import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [AppendOnly("audit_event")]
