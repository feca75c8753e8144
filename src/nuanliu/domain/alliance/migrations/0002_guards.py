import nuanliu.platform.db
import nuanliu.platform.installing
from django.db import migrations


class Migration(migrations.Migration):
    replaces = [
        ("alliance", "0002_shelf"),
        ("alliance", "0003_allied"),
        ("alliance", "0004_kind_asked_for"),
        ("alliance", "0005_one_call_at_the_till"),
    ]

    dependencies = [
        ("alliance", "0001_initial"),
    ]

    operations = [
        nuanliu.platform.db.SiteReference(
            table="alliance_stockmove",
            column="good_id",
            parent="alliance_good",
        ),
        nuanliu.platform.db.SiteReference(
            table="alliance_handover",
            column="good_id",
            parent="alliance_good",
        ),
        nuanliu.platform.db.AppendOnly(
            table="alliance_stockmove",
            allow_update=False,
        ),
        nuanliu.platform.installing.RoomForChange(
            tables=["alliance_code", "alliance_personmonth", "alliance_shopmonth", "alliance_stock"],
        ),
        nuanliu.platform.installing.InstallSql(
            package="nuanliu.domain.alliance.till",
            name="redeem.sql",
            functions=["alliance_redeem"],
        ),
    ]
