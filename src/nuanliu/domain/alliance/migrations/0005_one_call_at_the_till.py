import django.db.models.deletion
from django.db import migrations, models

from nuanliu.platform.installing import InstallSql, RoomForChange


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0004_kind_asked_for"),
        ("audit", "0005_recorded_in_the_call"),
        ("ledger", "0012_plain_with_lots"),
        ("network", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="redemption",
            name="site",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
            ),
        ),
        migrations.AlterField(
            model_name="redemption",
            name="shop",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="redemptions",
                to="alliance.shop",
            ),
        ),
        migrations.AlterField(
            model_name="redemption",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="redemptions",
                to="people.person",
            ),
        ),
        RoomForChange(["alliance_code", "alliance_personmonth", "alliance_shopmonth", "alliance_stock"]),
        InstallSql("nuanliu.domain.alliance.till", "redeem.sql", ["alliance_redeem"]),
    ]
