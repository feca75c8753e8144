from django.db import migrations

from nuanliu.domain.certificates.guards import WrittenOnce


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0001_initial'),
    ]

    operations = [
        WrittenOnce(),
    ]
