from django.db import migrations

from nuanliu.domain.ledger.guards import AllowKinds, GuardInOneStatement, PosterSql
from nuanliu.platform.db import AppendOnly, SiteReference

ALLOWED = [
    "bonus/bonus/savings/coin",
    "bonus/issuance/bonus/coin",
    "clearing/conversion/clearing/coin",
    "clearing/issuance/clearing/coin",
    "clearing/issuance/clearing/honour",
    "clearing/issuance/clearing/time",
    "clearing/savings/clearing/coin",
    "clearing/savings/clearing/honour",
    "clearing/savings/clearing/time",
    "clearing/service/clearing/time",
    "conversion/conversion/savings/coin",
    "conversion/issuance/conversion/time",
    "conversion/savings/conversion/time",
    "donation/savings/pool/coin",
    "donation/savings/pool/time",
    "expiry/grant/expiry/time",
    "expiry/savings/expiry/coin",
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

# What an older book needs: each account's terms as they are, and coins that do not run out.
TERMS = """
INSERT INTO ledger_term (site_id, account_id, number, floor, ceiling, is_open, recorded_at, actor, reason, xact)
SELECT a.site_id, a.id, 1, b.floor, b.ceiling, a.closed_at IS NULL, a.opened_at, NULL, '', 0
FROM ledger_account a JOIN ledger_balance b ON b.site_id = a.site_id AND b.account_id = a.id
"""
MOVES = """
INSERT INTO ledger_lotmove (site_id, transfer_id, account_id, expires, amount, reserved)
SELECT e.site_id, e.transfer_id, e.account_id, '9999-12-31', e.amount, 0
FROM ledger_entry e JOIN ledger_account a ON a.site_id = e.site_id AND a.id = e.account_id
WHERE a.kind = 'savings' AND a.unit = 'coin'
"""
LOTS = """
INSERT INTO ledger_lot (site_id, account_id, expires, amount, held, remaining)
SELECT m.site_id, m.account_id, m.expires, SUM(CASE WHEN m.amount > 0 THEN m.amount ELSE 0 END), 0, SUM(m.amount)
FROM ledger_lotmove m GROUP BY m.site_id, m.account_id, m.expires
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_terms_lots_snapshots")]

    operations = [
        migrations.RunSQL([TERMS, MOVES, LOTS], migrations.RunSQL.noop),
        AppendOnly("ledger_term"),
        AppendOnly("ledger_lotmove"),
        AppendOnly("ledger_snapshot"),
        AppendOnly("ledger_lot", allow_update=True),
        SiteReference("ledger_term", "account_id", "ledger_account"),
        SiteReference("ledger_lot", "account_id", "ledger_account"),
        GuardInOneStatement(),
        AllowKinds(ALLOWED),
        PosterSql("lots.sql", ["ledger_move_lots", "ledger_free_lots", "ledger_lot_has", "ledger_has_lots"]),
        PosterSql("terms.sql", ["ledger_set_terms", "ledger_open"]),
        PosterSql("post.sql", ["ledger_post"]),
    ]
