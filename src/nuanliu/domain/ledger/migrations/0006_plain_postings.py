from importlib import import_module

from django.db import migrations

from nuanliu.domain.ledger.checks_in_one import ChecksInOne
from nuanliu.domain.ledger.guards import AllowKinds, PosterSql

ALLOWED = import_module("nuanliu.domain.ledger.migrations.0004_poster").ALLOWED


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_snapshot_turnover")]

    operations = [
        ChecksInOne(
            ["bonus", "clearing", "conversion", "donation", "expiry", "gift", "grant", "opening", "redemption", "service"],
            ["capture", "hold", "post", "release"],
            ["coin", "honour", "time"],
        ),
        AllowKinds(ALLOWED),
        PosterSql("post.sql", ["ledger_post"], again=True),
        PosterSql("plain.sql", ["ledger_post_plain"]),
    ]
