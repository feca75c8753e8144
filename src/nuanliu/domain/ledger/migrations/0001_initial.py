import django.db.models.expressions
import nuanliu.platform.ids
import nuanliu.platform.tables
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        nuanliu.platform.tables.Tables(
            models=[
                migrations.CreateModel(
                    name="Account",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("unit", models.CharField(max_length=8)),
                        ("kind", models.CharField(max_length=16)),
                        ("owner", models.UUIDField()),
                        ("code", models.CharField(blank=True, max_length=40)),
                        ("stripe", models.PositiveSmallIntegerField(default=0)),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["owner", "unit", "kind"], name="account_by_owner")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site_id", "owner", "unit", "kind", "code", "stripe"),
                                name="account_once_per_owner",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("unit__in", ["time", "coin", "honour"])), name="account_unit_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "savings",
                                            "grant",
                                            "issuance",
                                            "service",
                                            "pool",
                                            "bonus",
                                            "conversion",
                                            "expiry",
                                            "redemption",
                                            "clearing",
                                        ],
                                    )
                                ),
                                name="account_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Anchor",
                    fields=[
                        ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("profile", models.CharField(max_length=8)),
                        ("previous", models.BinaryField(max_length=32)),
                        ("root", models.BinaryField(max_length=32)),
                        ("sites", models.IntegerField()),
                        ("lines", models.BigIntegerField()),
                        ("anchored_at", models.DateTimeField()),
                        ("digest", models.BinaryField(max_length=32)),
                        ("signature", models.BinaryField(max_length=64)),
                        ("algorithm", models.CharField(max_length=16)),
                        ("key_id", models.CharField(max_length=16)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="anchor_number_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("profile__in", ["sha256", "sm3"])), name="anchor_profile_known"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AnchorSite",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "anchor", "site_id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("anchor", models.BigIntegerField()),
                        ("site_id", models.UUIDField()),
                        ("block", models.BigIntegerField()),
                        ("digest", models.BinaryField(max_length=32)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["site_id", "block"], name="anchor_site_by_block")],
                    },
                ),
                migrations.CreateModel(
                    name="Balance",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "account_id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("account_id", models.UUIDField()),
                        ("posted", models.BigIntegerField(default=0)),
                        ("held", models.BigIntegerField(default=0)),
                        ("floor", models.BigIntegerField(default=0, null=True)),
                        ("ceiling", models.BigIntegerField(null=True)),
                        ("seq", models.BigIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("held__gte", 0)), name="balance_held_not_negative"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("floor__isnull", True),
                                    (
                                        "posted__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("floor"), "+", models.F("held")
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="balance_above_floor",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ceiling__isnull", True), ("posted__lte", models.F("ceiling")), _connector="OR"
                                ),
                                name="balance_below_ceiling",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("seq__gte", 0)), name="balance_seq_not_negative"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Block",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("number", models.BigIntegerField()),
                        ("profile", models.CharField(max_length=8)),
                        ("previous", models.BinaryField(max_length=32)),
                        ("size", models.BigIntegerField()),
                        ("root", models.BinaryField(max_length=32)),
                        ("count", models.BigIntegerField()),
                        ("moved_time", models.BigIntegerField()),
                        ("moved_coin", models.BigIntegerField()),
                        ("moved_honour", models.BigIntegerField()),
                        ("sealed_at", models.DateTimeField()),
                        ("watermark", models.BigIntegerField()),
                        ("system", models.BigIntegerField()),
                        ("digest", models.BinaryField(max_length=32)),
                        ("signature", models.BinaryField(max_length=64)),
                        ("algorithm", models.CharField(max_length=16)),
                        ("key_id", models.CharField(max_length=16)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("site_id", "size"), name="block_once_a_size"),
                            models.CheckConstraint(
                                condition=models.Q(("count__gte", 1), ("number__gte", 1)), name="block_not_empty"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("profile__in", ["sha256", "sm3"])), name="block_profile_known"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id",
                                "account_id",
                                "seq",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("account_id", models.UUIDField()),
                        ("seq", models.BigIntegerField()),
                        ("transfer_id", models.UUIDField()),
                        ("amount", models.BigIntegerField()),
                        ("balance", models.BigIntegerField()),
                        ("recorded_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site_id", "transfer_id", "account_id"), name="entry_once_per_leg"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount", 0), _negated=True), name="entry_amount_not_zero"
                            ),
                            models.CheckConstraint(condition=models.Q(("seq__gt", 0)), name="entry_seq_positive"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Hold",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "transfer_id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("transfer_id", models.UUIDField()),
                        ("account_id", models.UUIDField()),
                        ("amount", models.BigIntegerField()),
                        ("captured", models.BigIntegerField(default=0)),
                        ("released", models.BigIntegerField(default=0)),
                        ("expires_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    (
                                        "amount__gt",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("captured"), "+", models.F("released")
                                        ),
                                    )
                                ),
                                fields=["expires_at"],
                                name="hold_open_by_expiry",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "amount__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("captured"), "+", models.F("released")
                                        ),
                                    ),
                                    ("captured__gte", 0),
                                    ("released__gte", 0),
                                ),
                                name="hold_within_amount",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Leaf",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "position", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("position", models.BigIntegerField()),
                        ("subject", models.UUIDField()),
                        ("number", models.PositiveIntegerField()),
                        ("digest", models.BinaryField(max_length=32)),
                        ("code", models.BigIntegerField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("code__isnull", False)), fields=["code"], name="leaf_by_code"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("site_id", "subject", "number"), name="leaf_once_a_row"),
                            models.CheckConstraint(
                                condition=models.Q(("position__gte", 0)), name="leaf_position_not_negative"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lot",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id",
                                "account_id",
                                "expires",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("account_id", models.UUIDField()),
                        ("expires", models.DateField()),
                        ("amount", models.BigIntegerField(default=0)),
                        ("held", models.BigIntegerField(default=0)),
                        ("remaining", models.BigIntegerField(default=0)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("remaining__gt", 0)), fields=["expires"], name="lot_left_by_expiry"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount__gte", models.F("remaining")),
                                    ("held__gte", 0),
                                    ("remaining__gte", models.F("held")),
                                ),
                                name="lot_within_amount",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LotMove",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id",
                                "transfer_id",
                                "account_id",
                                "expires",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("transfer_id", models.UUIDField()),
                        ("account_id", models.UUIDField()),
                        ("expires", models.DateField()),
                        ("amount", models.BigIntegerField()),
                        ("reserved", models.BigIntegerField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["site_id", "account_id", "expires"], name="lot_move_by_lot")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount", 0), ("reserved", 0), _negated=True),
                                name="lot_move_not_zero",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Node",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id",
                                "level",
                                "position",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("level", models.PositiveSmallIntegerField()),
                        ("position", models.BigIntegerField()),
                        ("digest", models.BinaryField(max_length=32)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("level__gte", 1)), name="node_level_positive")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Snapshot",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id",
                                "account_id",
                                "month",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("account_id", models.UUIDField()),
                        ("month", models.DateField()),
                        ("seq", models.BigIntegerField()),
                        ("posted", models.BigIntegerField()),
                        ("came_in", models.BigIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("seq__gt", 0)), name="snapshot_seq_positive")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Term",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id",
                                "account_id",
                                "number",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("account_id", models.UUIDField()),
                        ("number", models.PositiveIntegerField()),
                        ("floor", models.BigIntegerField(null=True)),
                        ("ceiling", models.BigIntegerField(null=True)),
                        ("is_open", models.BooleanField()),
                        ("recorded_at", models.DateTimeField()),
                        ("actor", models.UUIDField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        ("xact", models.BigIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="term_number_positive")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Transfer",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("id", models.UUIDField()),
                        ("group", models.UUIDField(null=True)),
                        ("kind", models.CharField(max_length=16)),
                        ("phase", models.CharField(max_length=8)),
                        ("unit", models.CharField(max_length=8)),
                        ("debit", models.UUIDField()),
                        ("credit", models.UUIDField()),
                        ("amount", models.BigIntegerField()),
                        ("hold", models.UUIDField(null=True)),
                        ("reverses", models.UUIDField(null=True)),
                        ("occurred_at", models.DateTimeField()),
                        ("recorded_at", models.DateTimeField()),
                        ("actor", models.UUIDField(null=True)),
                        ("subject", models.UUIDField(null=True)),
                        ("standard_version", models.UUIDField(null=True)),
                        ("memo", models.CharField(blank=True, max_length=200)),
                        ("fingerprint", models.BinaryField(max_length=32)),
                        ("xact", models.BigIntegerField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("subject__isnull", False)),
                                fields=["subject", "site_id"],
                                name="transfer_about_subject",
                            ),
                            models.Index(
                                condition=models.Q(("hold__isnull", False)),
                                fields=["hold", "site_id"],
                                name="transfer_of_hold",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("site_id", "reverses"), name="transfer_reversed_once"),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="transfer_amount_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("debit", models.F("credit")), _negated=True),
                                name="transfer_two_accounts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("hold__isnull", True), ("phase__in", ["post", "hold"])),
                                    models.Q(("hold__isnull", False), ("phase__in", ["capture", "release"])),
                                    _connector="OR",
                                ),
                                name="transfer_hold_named",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("unit__in", ["time", "coin", "honour"])), name="transfer_unit_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "service",
                                            "opening",
                                            "conversion",
                                            "clearing",
                                            "gift",
                                            "donation",
                                            "grant",
                                            "redemption",
                                            "bonus",
                                            "expiry",
                                        ],
                                    )
                                ),
                                name="transfer_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("phase__in", ["post", "hold", "capture", "release"])),
                                name="transfer_phase_known",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
