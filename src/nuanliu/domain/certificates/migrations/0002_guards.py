import nuanliu.domain.certificates.guards
from django.db import migrations


class Migration(migrations.Migration):
    replaces = [("certificates", "0002_written_once")]

    dependencies = [
        ("certificates", "0001_initial"),
    ]

    operations = [
        nuanliu.domain.certificates.guards.WrittenOnce(),
    ]
