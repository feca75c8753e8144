from django.db import migrations

from nuanliu.domain.ledger.guards import AllowKinds

ALLOWED = [
    "bonus/bonus/savings/coin",
    "bonus/issuance/bonus/coin",
    "clearing/clearing/grant/time",
    "clearing/clearing/pool/coin",
    "clearing/clearing/pool/time",
    "clearing/clearing/savings/coin",
    "clearing/clearing/savings/honour",
    "clearing/clearing/savings/time",
    "clearing/conversion/clearing/coin",
    "clearing/grant/clearing/time",
    "clearing/grant/grant/time",
    "clearing/issuance/clearing/coin",
    "clearing/issuance/clearing/honour",
    "clearing/issuance/clearing/time",
    "clearing/pool/clearing/coin",
    "clearing/pool/clearing/time",
    "clearing/savings/clearing/coin",
    "clearing/savings/clearing/honour",
    "clearing/savings/clearing/time",
    "clearing/savings/savings/coin",
    "clearing/savings/savings/honour",
    "clearing/savings/savings/time",
    "clearing/service/clearing/time",
    "conversion/conversion/savings/coin",
    "conversion/grant/conversion/time",
    "conversion/issuance/conversion/time",
    "conversion/pool/conversion/time",
    "conversion/savings/conversion/time",
    "donation/savings/pool/coin",
    "donation/savings/pool/time",
    "expiry/grant/expiry/time",
    "expiry/grant/pool/time",
    "expiry/savings/expiry/coin",
    "expiry/savings/pool/coin",
    "gift/savings/savings/coin",
    "gift/savings/savings/time",
    "grant/issuance/grant/time",
    "grant/issuance/pool/coin",
    "grant/issuance/pool/time",
    "grant/pool/grant/time",
    "grant/pool/savings/time",
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
    "service/pool/service/time",
    "service/savings/savings/time",
    "service/savings/service/time",
    "service/service/savings/time",
]


class Migration(migrations.Migration):
    """What was granted and the pool pay for visits; what runs out goes to the pool, and the pool may be filled."""

    dependencies = [("ledger", "0007_moving_books")]

    operations = [AllowKinds(ALLOWED)]
