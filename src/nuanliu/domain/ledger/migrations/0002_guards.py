import nuanliu.domain.ledger.checks_in_one
import nuanliu.domain.ledger.guards
import nuanliu.domain.ledger.seals.guards
import nuanliu.platform.db
from django.db import migrations


class Migration(migrations.Migration):
    replaces = [
        ("ledger", "0003_terms_lots_snapshots"),
        ("ledger", "0004_poster"),
        ("ledger", "0004_seals"),
        ("ledger", "0005_snapshot_turnover"),
        ("ledger", "0006_plain_postings"),
        ("ledger", "0007_moving_books"),
        ("ledger", "0008_shops_and_sponsors"),
        ("ledger", "0009_grants_and_pool"),
        ("ledger", "0010_gifts_and_far_pools"),
        ("ledger", "0011_closed_as_recorded"),
        ("ledger", "0012_plain_with_lots"),
        ("ledger", "0013_group_hours"),
    ]

    dependencies = [
        ("ledger", "0001_initial"),
    ]

    operations = [
        nuanliu.platform.db.AppendOnly(
            table="ledger_transfer",
            allow_update=False,
        ),
        nuanliu.platform.db.AppendOnly(
            table="ledger_entry",
            allow_update=False,
        ),
        nuanliu.platform.db.AppendOnly(
            table="ledger_account",
            allow_update=True,
        ),
        nuanliu.platform.db.AppendOnly(
            table="ledger_balance",
            allow_update=True,
        ),
        nuanliu.platform.db.AppendOnly(
            table="ledger_hold",
            allow_update=True,
        ),
        nuanliu.platform.db.SiteReference(
            table="ledger_balance",
            column="account_id",
            parent="ledger_account",
        ),
        nuanliu.platform.db.SiteReference(
            table="ledger_transfer",
            column="debit",
            parent="ledger_account",
        ),
        nuanliu.platform.db.SiteReference(
            table="ledger_transfer",
            column="credit",
            parent="ledger_account",
        ),
        nuanliu.platform.db.SiteReference(
            table="ledger_entry",
            column="transfer_id",
            parent="ledger_transfer",
        ),
        nuanliu.domain.ledger.guards.EntriesFollow(
            table="ledger_entry",
        ),
        nuanliu.platform.db.AppendOnly(
            table="ledger_term",
            allow_update=False,
        ),
        nuanliu.platform.db.AppendOnly(
            table="ledger_lotmove",
            allow_update=False,
        ),
        nuanliu.platform.db.AppendOnly(
            table="ledger_snapshot",
            allow_update=False,
        ),
        nuanliu.platform.db.AppendOnly(
            table="ledger_lot",
            allow_update=True,
        ),
        nuanliu.platform.db.SiteReference(
            table="ledger_term",
            column="account_id",
            parent="ledger_account",
        ),
        nuanliu.platform.db.SiteReference(
            table="ledger_lot",
            column="account_id",
            parent="ledger_account",
        ),
        nuanliu.domain.ledger.guards.GuardInOneStatement(),
        nuanliu.platform.db.AppendOnly(
            table="ledger_leaf",
            allow_update=False,
        ),
        nuanliu.platform.db.AppendOnly(
            table="ledger_node",
            allow_update=False,
        ),
        nuanliu.platform.db.AppendOnly(
            table="ledger_block",
            allow_update=False,
        ),
        nuanliu.platform.db.AppendOnly(
            table="ledger_anchor",
            allow_update=False,
        ),
        nuanliu.platform.db.AppendOnly(
            table="ledger_anchorsite",
            allow_update=False,
        ),
        nuanliu.domain.ledger.seals.guards.ChainFollows(
            table="ledger_block",
        ),
        nuanliu.domain.ledger.seals.guards.ChainFollows(
            table="ledger_anchor",
        ),
        nuanliu.domain.ledger.seals.guards.HoldFixed(),
        nuanliu.domain.ledger.seals.guards.IndexByTransaction(),
        nuanliu.domain.ledger.checks_in_one.ChecksInOne(
            kinds=[
                "bonus",
                "clearing",
                "conversion",
                "donation",
                "expiry",
                "gift",
                "grant",
                "opening",
                "redemption",
                "service",
            ],
            phases=["capture", "hold", "post", "release"],
            units=["coin", "honour", "time"],
        ),
        nuanliu.domain.ledger.guards.AllowKinds(
            rows=[
                "bonus/bonus/savings/coin",
                "bonus/issuance/bonus/coin",
                "clearing/clearing/grant/time",
                "clearing/clearing/pool/coin",
                "clearing/clearing/pool/time",
                "clearing/clearing/redemption/coin",
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
                "donation/bonus/pool/coin",
                "donation/clearing/pool/coin",
                "donation/clearing/pool/time",
                "donation/redemption/pool/coin",
                "donation/savings/clearing/coin",
                "donation/savings/clearing/time",
                "donation/savings/pool/coin",
                "donation/savings/pool/time",
                "expiry/grant/expiry/time",
                "expiry/grant/pool/time",
                "expiry/savings/expiry/coin",
                "expiry/savings/pool/coin",
                "gift/clearing/savings/time",
                "gift/savings/clearing/time",
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
                "redemption/bonus/issuance/coin",
                "redemption/savings/clearing/coin",
                "redemption/savings/redemption/coin",
                "service/clearing/savings/coin",
                "service/clearing/savings/honour",
                "service/clearing/savings/time",
                "service/conversion/savings/coin",
                "service/grant/savings/time",
                "service/grant/service/time",
                "service/issuance/pool/time",
                "service/issuance/savings/coin",
                "service/issuance/savings/honour",
                "service/issuance/savings/time",
                "service/issuance/service/time",
                "service/pool/savings/time",
                "service/pool/service/time",
                "service/savings/savings/time",
                "service/savings/service/time",
                "service/service/savings/time",
            ],
        ),
        nuanliu.domain.ledger.guards.PosterSql(
            name="lots.sql",
            functions=["ledger_move_lots", "ledger_free_lots", "ledger_lot_has", "ledger_has_lots"],
            again=False,
        ),
        nuanliu.domain.ledger.guards.PosterSql(
            name="terms.sql",
            functions=["ledger_set_terms", "ledger_open"],
            again=False,
        ),
        nuanliu.domain.ledger.guards.PosterSql(
            name="post.sql",
            functions=["ledger_post"],
            again=False,
        ),
        nuanliu.domain.ledger.guards.PosterSql(
            name="plain.sql",
            functions=["ledger_post_plain"],
            again=False,
        ),
    ]
