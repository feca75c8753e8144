from django.db import migrations

from nuanliu.domain.ledger.guards import EntriesFollow
from nuanliu.platform.db import AppendOnly, SiteReference


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        AppendOnly("ledger_transfer"),
        AppendOnly("ledger_entry"),
        AppendOnly("ledger_account", allow_update=True),
        AppendOnly("ledger_balance", allow_update=True),
        AppendOnly("ledger_hold", allow_update=True),
        SiteReference("ledger_balance", "account_id", "ledger_account"),
        SiteReference("ledger_transfer", "debit", "ledger_account"),
        SiteReference("ledger_transfer", "credit", "ledger_account"),
        SiteReference("ledger_entry", "transfer_id", "ledger_transfer"),
        EntriesFollow("ledger_entry"),
    ]
