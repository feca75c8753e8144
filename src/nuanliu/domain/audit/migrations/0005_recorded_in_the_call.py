from django.db import migrations

from nuanliu.platform.installing import InstallSql


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_in_the_order_of_recording")]

    operations = [InstallSql("nuanliu.domain.audit", "record.sql", ["audit_record"])]
