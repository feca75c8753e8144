from importlib import import_module

from django.db import migrations

from nuanliu.domain.ledger.guards import AllowKinds

ALLOWED = [
    *import_module("nuanliu.domain.ledger.migrations.0007_moving_books").ALLOWED,
    "clearing/clearing/redemption/coin",
    "donation/bonus/pool/coin",
    "donation/redemption/pool/coin",
    "redemption/bonus/issuance/coin",
    "redemption/savings/clearing/coin",
]


class Migration(migrations.Migration):
    """Coins go into a shop's own account, from whichever site; a sponsor bears some of them."""

    dependencies = [("ledger", "0007_moving_books")]

    operations = [AllowKinds(ALLOWED)]
