from django.db import migrations

from nuanliu.platform.db import SiteReference


class Migration(migrations.Migration):
    dependencies = [("care", "0001_initial")]

    operations = [
        SiteReference("care_visit", "need_id", "care_need"),
        SiteReference("care_declined", "need_id", "care_need"),
    ]
