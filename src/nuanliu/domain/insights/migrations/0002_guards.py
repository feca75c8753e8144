import nuanliu.domain.insights.marks
from django.db import migrations


class Migration(migrations.Migration):
    replaces = [("insights", "0002_marking"), ("insights", "0003_keeping")]

    dependencies = [
        ("care", "0001_initial"),
        ("insights", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        nuanliu.domain.insights.marks.Marking(),
    ]
