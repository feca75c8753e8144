import nuanliu.platform.db
from django.db import migrations


class Migration(migrations.Migration):
    replaces = [
        ("people", "0002_roster_work"),
        ("people", "0003_consent_texts"),
        ("people", "0004_tries_moved"),
        ("people", "0005_corrections_and_closings"),
        ("people", "0006_joining"),
        ("people", "0007_application_by_word"),
        ("people", "0008_register_wish"),
        ("people", "0009_kin_proofs"),
    ]

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        nuanliu.platform.db.AppendOnly(
            table="people_consenttext",
            allow_update=False,
        ),
    ]
