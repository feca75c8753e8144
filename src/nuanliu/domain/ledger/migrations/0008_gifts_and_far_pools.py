from django.db import migrations

from nuanliu.domain.ledger.guards import AllowKinds

ALLOWED = [
    "bonus/bonus/savings/coin",
    "bonus/issuance/bonus/coin",
    "clearing/clearing/savings/coin",
    "clearing/clearing/savings/honour",
    "clearing/clearing/savings/time",
    "clearing/conversion/clearing/coin",
    "clearing/issuance/clearing/coin",
    "clearing/issuance/clearing/honour",
    "clearing/issuance/clearing/time",
    "clearing/savings/clearing/coin",
    "clearing/savings/clearing/honour",
    "clearing/savings/clearing/time",
    "clearing/savings/savings/coin",
    "clearing/savings/savings/honour",
    "clearing/savings/savings/time",
    "clearing/service/clearing/time",
    "conversion/conversion/savings/coin",
    "conversion/issuance/conversion/time",
    "conversion/savings/conversion/time",
    "donation/clearing/pool/coin",
    "donation/clearing/pool/time",
    "donation/savings/clearing/coin",
    "donation/savings/clearing/time",
    "donation/savings/pool/coin",
    "donation/savings/pool/time",
    "expiry/grant/expiry/time",
    "expiry/savings/expiry/coin",
    "gift/clearing/savings/time",
    "gift/savings/clearing/time",
    "gift/savings/savings/coin",
    "gift/savings/savings/time",
    "grant/issuance/grant/time",
    "grant/pool/grant/time",
    "opening/issuance/savings/coin",
    "opening/issuance/savings/honour",
    "opening/issuance/savings/time",
    "redemption/savings/redemption/coin",
    "service/clearing/savings/coin",
    "service/clearing/savings/honour",
    "service/clearing/savings/time",
    "service/conversion/savings/coin",
    "service/grant/savings/time",
    "service/grant/service/time",
    "service/issuance/savings/coin",
    "service/issuance/savings/honour",
    "service/issuance/savings/time",
    "service/issuance/service/time",
    "service/pool/savings/time",
    "service/savings/savings/time",
    "service/savings/service/time",
    "service/service/savings/time",
]


class Migration(migrations.Migration):
    """Time may be given, and given to a pool, from one site to another."""

    dependencies = [("ledger", "0007_moving_books")]

    operations = [AllowKinds(ALLOWED)]
