from django.db import migrations

from nuanliu.domain.ledger.guards import PosterSql

_AS_RECORDED = """
UPDATE ledger_account SET closed_at = (
    SELECT t.recorded_at FROM ledger_term t
    WHERE t.site_id = ledger_account.site_id AND t.account_id = ledger_account.id
    ORDER BY t.number DESC LIMIT 1)
WHERE closed_at IS NOT NULL
"""


class Migration(migrations.Migration):
    """An account is closed at the moment its last term was recorded, so that the seal of the one vouches for both."""

    dependencies = [("ledger", "0010_gifts_and_far_pools")]
    operations = [
        PosterSql("terms.sql", ["ledger_open", "ledger_set_terms"], again=True),
        migrations.RunSQL(_AS_RECORDED, migrations.RunSQL.noop),
    ]
