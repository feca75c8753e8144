import nuanliu.platform.db
from django.db import migrations


class Migration(migrations.Migration):
    replaces = [("honours", "0002_commendation")]

    dependencies = [
        ("honours", "0001_initial"),
    ]

    operations = [
        nuanliu.platform.db.AppendOnly(
            table="honours_frozen",
            allow_update=False,
        ),
    ]
