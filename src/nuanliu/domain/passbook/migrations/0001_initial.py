import django.db.models.deletion
import nuanliu.domain.passbook.types
import nuanliu.platform.ids
import nuanliu.platform.tables
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [("passbook", "0001_dealings")]

    dependencies = [
        ("network", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        nuanliu.platform.tables.Tables(
            models=[
                migrations.CreateModel(
                    name="Booklet",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("number", models.PositiveIntegerField()),
                        ("volume", models.PositiveSmallIntegerField()),
                        ("after_time", models.PositiveBigIntegerField(default=0)),
                        ("after_coin", models.PositiveBigIntegerField(default=0)),
                        ("after_honour", models.PositiveBigIntegerField(default=0)),
                        ("issued_at", models.DateTimeField()),
                        ("issued_by", models.UUIDField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_by", models.UUIDField(null=True)),
                        ("end_reason", models.CharField(blank=True, max_length=10)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="booklets", to="people.person"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("end_reason__in", ["lost", "damaged", "full", "merged", ""])),
                                name="booklet_end_reason_known",
                            ),
                            models.UniqueConstraint(fields=("site", "number"), name="booklet_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("site", "person"),
                                name="booklet_one_good_a_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("end_reason", ""), ("ended_at", None)),
                                    models.Q(("ended_at__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="booklet_ends_for_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Campaign",
                    fields=[
                        ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                        ("title", models.CharField(max_length=60)),
                        ("percent", models.PositiveSmallIntegerField()),
                        ("first_day", models.DateField()),
                        ("last_day", models.DateField()),
                        ("made_by", models.UUIDField()),
                        ("made_at", models.DateTimeField()),
                        (
                            "node",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["first_day", "last_day"], name="campaign_by_day")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("percent__gt", 0), ("percent__lte", 100)),
                                name="campaign_percent_range",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))), name="campaign_ends_later"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Dealing",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("kind", models.CharField(max_length=12)),
                        ("unit", models.CharField(max_length=8)),
                        ("amount", models.PositiveBigIntegerField()),
                        ("coins", models.PositiveBigIntegerField(default=0)),
                        ("purpose", models.CharField(blank=True, max_length=24)),
                        ("made_at", models.DateTimeField()),
                        ("made_by", models.UUIDField(null=True)),
                        ("undo_until", models.DateTimeField()),
                        ("undone_at", models.DateTimeField(null=True)),
                        ("standard_version", models.UUIDField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="dealings", to="people.person"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["person", "made_at"], name="dealing_by_person")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["conversion", "donation"])), name="dealing_kind_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("unit__in", ["time", "coin", "honour"])), name="dealing_unit_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="dealing_amount_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("coins__gt", 0), ("kind", "conversion"), ("unit", "time")),
                                    models.Q(("coins", 0), ("kind", "donation")),
                                    _connector="OR",
                                ),
                                name="dealing_coins_of_conversion",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("purpose", ""), ("kind", "donation"), _connector="OR"),
                                name="dealing_purpose_of_donation",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Estate",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(editable=False)),
                        (
                            "state",
                            models.CharField(default=nuanliu.domain.passbook.types.EstateState["OPEN"], max_length=12),
                        ),
                        ("paper", models.CharField(max_length=12)),
                        ("recorded_by", models.UUIDField()),
                        ("recorded_at", models.DateTimeField()),
                        ("closes_at", models.DateTimeField()),
                        ("kinship", models.CharField(blank=True, max_length=16)),
                        ("first_by", models.UUIDField(null=True)),
                        ("first_at", models.DateTimeField(null=True)),
                        ("second_by", models.UUIDField(null=True)),
                        ("second_at", models.DateTimeField(null=True)),
                        ("minutes", models.PositiveBigIntegerField(default=0)),
                        ("standard_version", models.UUIDField()),
                        (
                            "heir",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="estates", to="people.person"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["state", "closes_at"], name="estate_by_state")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["open", "named", "transferred", "pooled", "mistake"])
                                ),
                                name="estate_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("paper__in", ["certificate", "cremation", "household"])),
                                name="estate_paper_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "mistake"), _negated=True),
                                fields=("site", "person"),
                                name="estate_once_a_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("second_by", None),
                                    models.Q(
                                        ("first_by__isnull", False),
                                        models.Q(("second_by", models.F("first_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="estate_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "transferred"), _negated=True),
                                    models.Q(("heir__isnull", False), ("minutes__gt", 0), ("second_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="estate_transferred_by_two",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Funding",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(editable=False)),
                        ("target", models.CharField(max_length=8)),
                        ("source", models.CharField(max_length=12)),
                        ("giver", models.CharField(max_length=60)),
                        ("unit", models.CharField(max_length=8)),
                        ("amount", models.PositiveBigIntegerField()),
                        ("made_by", models.UUIDField()),
                        ("made_at", models.DateTimeField()),
                        ("standard_version", models.UUIDField()),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["site", "made_at"], name="funding_by_site")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("target__in", ["pool", "bonus"])), name="funding_target_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source__in", ["government", "sponsor"])),
                                name="funding_source_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("unit__in", ["time", "coin", "honour"])), name="funding_unit_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="funding_amount_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("target", "pool"), ("unit__in", ["time", "coin"])),
                                    models.Q(("target", "bonus"), ("unit", "coin")),
                                    _connector="OR",
                                ),
                                name="funding_bonus_in_coins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Gift",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("kinship", models.CharField(max_length=16)),
                        ("minutes", models.PositiveBigIntegerField()),
                        (
                            "state",
                            models.CharField(default=nuanliu.domain.passbook.types.GiftState["WAITING"], max_length=10),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("made_by", models.UUIDField()),
                        ("made_how", models.CharField(max_length=8)),
                        ("answer_by", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("answered_by", models.UUIDField(null=True)),
                        ("answered_how", models.CharField(blank=True, max_length=8)),
                        ("undo_until", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("standard_version", models.UUIDField()),
                        (
                            "giver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gifts_given",
                                to="people.person",
                            ),
                        ),
                        (
                            "receiver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gifts_received",
                                to="people.person",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["giver", "made_at"], name="gift_by_giver"),
                            models.Index(fields=["receiver", "state"], name="gift_by_receiver"),
                            models.Index(
                                condition=models.Q(("state", "waiting")), fields=["answer_by"], name="gift_waiting"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["waiting", "accepted", "refused", "expired", "taken_back"])
                                ),
                                name="gift_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kinship__in",
                                        [
                                            "spouse",
                                            "parent",
                                            "child",
                                            "grandparent",
                                            "grandchild",
                                            "parent_in_law",
                                            "child_in_law",
                                            "sibling",
                                            "in_law",
                                            "other",
                                        ],
                                    )
                                ),
                                name="gift_kinship_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("made_how__in", ["self", "card", "signed", "desk", "call"])),
                                name="gift_made_how_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answered_how__in", ["self", "card", "signed", "desk", "call", ""])
                                ),
                                name="gift_answered_how_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gt", 0)), name="gift_minutes_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("giver", models.F("receiver")), _negated=True),
                                name="gift_between_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["accepted", "refused"]), _negated=True),
                                    ("answered_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="gift_answered_by_someone",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Grant",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(editable=False)),
                        ("month", models.DateField()),
                        ("minutes", models.PositiveBigIntegerField()),
                        ("from_pool", models.PositiveBigIntegerField(default=0)),
                        ("expires", models.DateField()),
                        ("made_at", models.DateTimeField()),
                        ("standard_version", models.UUIDField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="people.person"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["person", "month"], name="grant_by_person")],
                        "constraints": [
                            models.UniqueConstraint(fields=("site", "person", "month"), name="grant_once_a_month"),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gt", 0)), name="grant_minutes_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("from_pool__lte", models.F("minutes"))), name="grant_pool_within"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HouseholdMember",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("household", models.UUIDField()),
                        ("place", models.PositiveSmallIntegerField()),
                        ("state", models.CharField(max_length=8)),
                        ("asked_at", models.DateTimeField()),
                        ("asked_by", models.UUIDField()),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("answered_by", models.UUIDField(null=True)),
                        ("how", models.CharField(blank=True, max_length=8)),
                        ("left_at", models.DateTimeField(null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="people.person",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["household", "place"], name="household_in_order")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["asked", "agreed", "refused", "left"])),
                                name="household_member_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("how__in", ["self", "card", "signed", "desk", "call", ""])),
                                name="household_member_how_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["asked", "agreed"])),
                                fields=("site", "person"),
                                name="household_member_of_one",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssuedPaper",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("kind", models.CharField(max_length=10)),
                        ("number", models.PositiveIntegerField()),
                        ("code", models.BigIntegerField()),
                        ("unit", models.CharField(max_length=8)),
                        ("amount", models.BigIntegerField()),
                        ("transfer", models.UUIDField(null=True)),
                        ("visit", models.UUIDField(null=True)),
                        ("minutes", models.PositiveIntegerField(default=0)),
                        ("first_day", models.DateField()),
                        ("last_day", models.DateField()),
                        ("from_seq", models.PositiveBigIntegerField(default=0)),
                        ("to_seq", models.PositiveBigIntegerField(default=0)),
                        ("service", models.CharField(blank=True, max_length=60)),
                        ("recorded_by", models.CharField(max_length=100)),
                        ("issued_at", models.DateTimeField()),
                        ("issued_by", models.UUIDField(null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="papers_issued",
                                to="people.person",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["code"], name="issued_by_code"),
                            models.Index(fields=["person", "kind"], name="issued_by_person"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["slip", "statement"])), name="issued_paper_kind_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("unit__in", ["time", "coin", "honour"])),
                                name="issued_paper_unit_known",
                            ),
                            models.UniqueConstraint(fields=("site", "kind", "number"), name="issued_number_once"),
                            models.UniqueConstraint(fields=("site", "code"), name="issued_code_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "slip"), ("transfer__isnull", False), ("visit__isnull", False)),
                                    models.Q(("kind", "statement"), ("transfer", None), ("visit", None)),
                                    _connector="OR",
                                ),
                                name="issued_paper_of_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OldPage",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("page", models.CharField(max_length=20)),
                        ("state", models.CharField(max_length=8)),
                        ("lines_sealed", models.BinaryField(null=True)),
                        ("count", models.PositiveSmallIntegerField()),
                        ("minutes", models.PositiveIntegerField()),
                        ("picture_sealed", models.BinaryField(null=True)),
                        ("digest", models.CharField(max_length=64)),
                        ("width", models.PositiveSmallIntegerField()),
                        ("height", models.PositiveSmallIntegerField()),
                        ("entered_at", models.DateTimeField()),
                        ("entered_by", models.UUIDField()),
                        ("reviewed_at", models.DateTimeField(null=True)),
                        ("reviewed_by", models.UUIDField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["person", "-entered_at"], name="old_page_by_person"),
                            models.Index(fields=["id"], name="old_page_by_id"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "in_book", "returned"])),
                                name="old_page_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "returned"), _negated=True),
                                fields=("site", "person", "page"),
                                name="old_page_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "returned"), _negated=True),
                                fields=("site", "digest"),
                                name="old_page_photographed_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "returned"),
                                    ("reviewed_by", None),
                                    models.Q(("reviewed_by", models.F("entered_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="old_page_reviewed_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "in_book"), _negated=True),
                                    ("reviewed_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="old_page_reviewed_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Overdraft",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(editable=False)),
                        ("minutes", models.PositiveBigIntegerField()),
                        ("reason", models.CharField(max_length=300)),
                        ("made_by", models.UUIDField()),
                        ("made_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_how", models.CharField(blank=True, max_length=10)),
                        ("standard_version", models.UUIDField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="overdrafts",
                                to="people.person",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ended_how__in", ["paid_back", "unused", ""])),
                                name="overdraft_ended_how_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gt", 0)), name="overdraft_minutes_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("ended_how", "")),
                                    models.Q(("ended_at__isnull", False), models.Q(("ended_how", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="overdraft_end_said",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("site", "person"),
                                name="overdraft_one_a_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OverflowWish",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(editable=False)),
                        ("agrees", models.BooleanField()),
                        ("said_at", models.DateTimeField()),
                        ("said_how", models.CharField(max_length=8)),
                        ("said_to", models.UUIDField(null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="overflow_wishes",
                                to="people.person",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["person", "-said_at"], name="overflow_wish_newest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("said_how__in", ["self", "card", "signed", "desk", "call"])),
                                name="overflow_wish_said_how_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PoolUse",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(editable=False)),
                        ("kind", models.CharField(max_length=8)),
                        ("minutes", models.PositiveBigIntegerField()),
                        ("reason", models.CharField(max_length=300)),
                        ("state", models.CharField(max_length=8)),
                        ("needs_two", models.BooleanField()),
                        ("asked_by", models.UUIDField()),
                        ("asked_at", models.DateTimeField()),
                        ("decided_by", models.UUIDField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("refusal", models.CharField(blank=True, max_length=300)),
                        ("standard_version", models.UUIDField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["site", "state", "asked_at"], name="pool_use_by_state")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["help", "cover"])), name="pool_use_kind_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["asked", "done", "refused"])),
                                name="pool_use_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gt", 0)), name="pool_use_minutes_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("needs_two", False),
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="pool_use_two_people",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PrintedLine",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("booklet_id", models.UUIDField()),
                        ("printing_id", models.UUIDField()),
                        ("position", models.PositiveIntegerField()),
                        ("code", models.BigIntegerField()),
                        ("unit", models.CharField(max_length=8)),
                        ("seq", models.PositiveBigIntegerField()),
                        ("transfer", models.UUIDField()),
                        ("day", models.DateField()),
                        ("kind", models.CharField(max_length=12)),
                        ("is_correction", models.BooleanField()),
                        ("service", models.CharField(blank=True, max_length=60)),
                        ("recorded_by", models.CharField(max_length=100)),
                        ("amount", models.BigIntegerField()),
                        ("balance", models.BigIntegerField()),
                        ("undone_at", models.DateTimeField(null=True)),
                        (
                            "booklet",
                            models.ForeignObject(
                                from_fields=("site_id", "booklet_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="lines",
                                to="passbook.booklet",
                                to_fields=("site_id", "id"),
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["code"], name="printed_by_code")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("unit__in", ["time", "coin", "honour"])),
                                name="printed_line_unit_known",
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
                                name="printed_line_kind_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("undone_at", None)),
                                fields=("site", "booklet_id", "unit", "seq"),
                                name="printed_line_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("undone_at", None)),
                                fields=("site", "booklet_id", "position"),
                                name="printed_place_once",
                            ),
                            models.UniqueConstraint(fields=("site", "code"), name="printed_code_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Printing",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("booklet_id", models.UUIDField()),
                        ("first", models.PositiveIntegerField()),
                        ("count", models.PositiveSmallIntegerField()),
                        ("printed_at", models.DateTimeField()),
                        ("printed_by", models.UUIDField(null=True)),
                        ("undone_at", models.DateTimeField(null=True)),
                        ("undone_by", models.UUIDField(null=True)),
                        (
                            "booklet",
                            models.ForeignObject(
                                from_fields=("site_id", "booklet_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="printings",
                                to="passbook.booklet",
                                to_fields=("site_id", "id"),
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("undone_at", None)),
                                fields=("site", "booklet_id", "first"),
                                name="printing_place_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("count__gte", 1), ("first__gte", 1)), name="printing_of_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Away",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("kind", models.CharField(max_length=8)),
                        ("since", models.DateTimeField()),
                        ("keep_until", models.DateField(null=True)),
                        ("recorded_by", models.UUIDField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_by", models.UUIDField(null=True)),
                        ("pooled_at", models.DateTimeField(null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="away", to="people.person"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at", None), ("pooled_at", None)),
                                fields=["keep_until"],
                                name="away_kept",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["moved", "dormant"])), name="away_kind_known"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)), fields=("site", "person"), name="away_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Bonus",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(editable=False)),
                        ("visit_id", models.UUIDField()),
                        ("day", models.DateField()),
                        ("base", models.PositiveBigIntegerField()),
                        ("star", models.PositiveSmallIntegerField()),
                        ("star_percent", models.PositiveSmallIntegerField()),
                        ("campaign_percent", models.PositiveSmallIntegerField()),
                        ("due", models.PositiveBigIntegerField()),
                        ("year_left", models.PositiveBigIntegerField()),
                        ("fund_left", models.PositiveBigIntegerField()),
                        ("paid", models.PositiveBigIntegerField()),
                        ("made_at", models.DateTimeField()),
                        ("undone_at", models.DateTimeField(null=True)),
                        ("standard_version", models.UUIDField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="bonuses", to="people.person"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["person", "day"], name="bonus_by_person")],
                        "constraints": [
                            models.UniqueConstraint(fields=("site", "visit_id"), name="bonus_once_a_visit"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("paid__lte", models.F("due")),
                                    ("paid__lte", models.F("year_left")),
                                    ("paid__lte", models.F("fund_left")),
                                ),
                                name="bonus_within_limits",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
