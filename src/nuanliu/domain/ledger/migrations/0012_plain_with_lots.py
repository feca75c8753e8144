from django.db import migrations

from nuanliu.domain.ledger.guards import PosterSql


class Migration(migrations.Migration):
    dependencies = [("ledger", "0011_closed_as_recorded")]

    operations = [PosterSql("plain.sql", ["ledger_post_plain"], again=True)]
