import nuanliu.platform.db
from django.db import migrations


class Migration(migrations.Migration):
    replaces = [
        ("passbook", "0002_grants"),
        ("passbook", "0003_gifts"),
        ("passbook", "0004_pool_and_funds"),
        ("passbook", "0005_booklets"),
        ("passbook", "0006_caps_and_bonuses"),
        ("passbook", "0007_household"),
        ("passbook", "0008_overdrafts"),
        ("passbook", "0009_donations_for"),
        ("passbook", "0010_life_events"),
        ("passbook", "0011_old_pages"),
    ]

    dependencies = [
        ("passbook", "0001_initial"),
    ]

    operations = [
        nuanliu.platform.db.SiteReference(
            table="passbook_printing",
            column="booklet_id",
            parent="passbook_booklet",
        ),
        nuanliu.platform.db.SiteReference(
            table="passbook_printedline",
            column="booklet_id",
            parent="passbook_booklet",
        ),
        nuanliu.platform.db.SiteReference(
            table="passbook_printedline",
            column="printing_id",
            parent="passbook_printing",
        ),
    ]
