import django.db.models.deletion
import nuanliu.domain.alliance.types
import nuanliu.platform.ids
import nuanliu.platform.tables
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("care", "0001_initial"),
        ("network", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        nuanliu.platform.tables.Tables(
            models=[
                migrations.CreateModel(
                    name="Picture",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("data", models.BinaryField()),
                        ("width", models.PositiveSmallIntegerField()),
                        ("height", models.PositiveSmallIntegerField()),
                        ("made_at", models.DateTimeField()),
                        (
                            "shop",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="pictures", to="alliance.shop"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Fund",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("sponsor", models.CharField(max_length=80)),
                        ("purpose", models.CharField(max_length=120)),
                        (
                            "state",
                            models.CharField(default=nuanliu.domain.alliance.types.FundState["LIVE"], max_length=8),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("made_by", models.UUIDField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
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
                                condition=models.Q(("state__in", ["live", "ended"])), name="fund_state_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", False), ("state", "ended")),
                                    models.Q(("ended_at", None), ("state", "live")),
                                    _connector="OR",
                                ),
                                name="fund_ended_has_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Good",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("name", models.CharField(max_length=40)),
                        ("measure", models.CharField(max_length=20)),
                        ("price", models.PositiveBigIntegerField()),
                        ("left", models.BigIntegerField(default=0)),
                        ("made_at", models.DateTimeField()),
                        ("made_by", models.UUIDField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["site", "ended_at"], name="good_by_site")],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("price__gt", 0)), name="good_price_positive"),
                            models.CheckConstraint(
                                condition=models.Q(("left__gte", 0)), name="good_stock_not_negative"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Handover",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(editable=False)),
                        ("good_id", models.UUIDField()),
                        ("home_site", models.UUIDField()),
                        ("number", models.PositiveIntegerField()),
                        ("title", models.CharField(max_length=70)),
                        ("coins", models.PositiveBigIntegerField()),
                        ("proved", models.CharField(max_length=6)),
                        ("day", models.DateField()),
                        ("made_at", models.DateTimeField()),
                        ("made_by", models.UUIDField()),
                        ("undone_at", models.DateTimeField(null=True)),
                        ("undone_by", models.UUIDField(null=True)),
                        ("standard_version", models.UUIDField()),
                        (
                            "good",
                            models.ForeignObject(
                                from_fields=("site_id", "good_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="handovers",
                                to="alliance.good",
                                to_fields=("site_id", "id"),
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handovers",
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
                            models.Index(fields=["site", "good_id", "-made_at"], name="handover_by_good"),
                            models.Index(fields=["person", "-made_at"], name="handover_by_person"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("proved__in", ["paper", "pin"])), name="handover_proved_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("coins__gt", 0)), name="handover_coins_positive"
                            ),
                            models.UniqueConstraint(fields=("site", "number"), name="handover_number_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Offer",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(max_length=12)),
                        ("title", models.CharField(max_length=40)),
                        ("detail", models.CharField(blank=True, max_length=200)),
                        ("percent", models.PositiveSmallIntegerField(null=True)),
                        ("price", models.PositiveBigIntegerField()),
                        ("is_counted", models.BooleanField(default=False)),
                        ("weekdays", models.PositiveSmallIntegerField(default=127)),
                        ("from_minute", models.PositiveSmallIntegerField(default=0)),
                        ("to_minute", models.PositiveSmallIntegerField(default=1440)),
                        ("per_person", models.PositiveSmallIntegerField(default=0)),
                        (
                            "per_span",
                            models.CharField(default=nuanliu.domain.alliance.types.Span["MONTH"], max_length=8),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(null=True)),
                        (
                            "state",
                            models.CharField(default=nuanliu.domain.alliance.types.OfferState["LIVE"], max_length=8),
                        ),
                        (
                            "bearer",
                            models.CharField(default=nuanliu.domain.alliance.types.Bearer["SHOP"], max_length=8),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("made_by", models.UUIDField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "fund",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="alliance.fund",
                            ),
                        ),
                        (
                            "picture",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="alliance.picture",
                            ),
                        ),
                        (
                            "shop",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="alliance.shop"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["shop", "state"], name="offer_by_shop")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["percent_off", "amount_off", "free_item", "free_service", "priority"])
                                ),
                                name="offer_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("per_span__in", ["day", "month", "ever"])),
                                name="offer_per_span_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["live", "paused", "ended"])), name="offer_state_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("bearer__in", ["shop", "sponsor", "bureau"])),
                                name="offer_bearer_known",
                            ),
                            models.CheckConstraint(condition=models.Q(("price__gt", 0)), name="offer_price_positive"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("percent", None),
                                    models.Q(("kind", "percent_off"), ("percent__gte", 1), ("percent__lte", 99)),
                                    _connector="OR",
                                ),
                                name="offer_percent_of_percent_off",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weekdays__gte", 1), ("weekdays__lte", 127)), name="offer_some_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("from_minute__lt", models.F("to_minute")), ("to_minute__lte", 1440)
                                ),
                                name="offer_hours",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="offer_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("bearer", "sponsor"), ("fund__isnull", False)),
                                    models.Q(models.Q(("bearer", "sponsor"), _negated=True), ("fund", None)),
                                    _connector="OR",
                                ),
                                name="offer_sponsor_has_fund",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Code",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("person_id", models.UUIDField()),
                        ("code", models.CharField(max_length=8)),
                        ("shown", models.CharField(max_length=8)),
                        ("issued_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField(null=True)),
                        (
                            "offer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="alliance.offer"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["code"], name="code_by_code"),
                            models.Index(fields=["person_id", "issued_at"], name="code_by_person"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("site_id", "code"), name="code_once_a_site"),
                            models.CheckConstraint(
                                condition=models.Q(("shown__in", ["phone", "passbook"])), name="code_shown_known"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonMonth",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id",
                                "person_id",
                                "month",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("person_id", models.UUIDField()),
                        ("month", models.DateField()),
                        ("coins", models.BigIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("coins__gte", 0)), name="person_month_not_negative"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Shop",
                    fields=[
                        (
                            "node",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="shop",
                                serialize=False,
                                to="network.node",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(default=nuanliu.domain.alliance.types.ShopState["LIVE"], max_length=8),
                        ),
                        ("credit_code", models.CharField(blank=True, max_length=18)),
                        ("since", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
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
                                condition=models.Q(("state__in", ["live", "paused", "ended"])), name="shop_state_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", False), ("state", "ended")),
                                    models.Q(models.Q(("state", "ended"), _negated=True), ("ended_at", None)),
                                    _connector="OR",
                                ),
                                name="shop_ended_has_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reissue",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("coins", models.PositiveBigIntegerField()),
                        ("made_at", models.DateTimeField()),
                        ("made_by", models.UUIDField(null=True)),
                        (
                            "shop",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="reissues", to="alliance.shop"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("shop", "year"), name="reissue_once_a_year"),
                            models.CheckConstraint(condition=models.Q(("coins__gt", 0)), name="reissue_of_something"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Redemption",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("home_site", models.UUIDField()),
                        ("code", models.CharField(max_length=8)),
                        ("title", models.CharField(max_length=40)),
                        ("coins", models.PositiveBigIntegerField()),
                        ("bearer", models.CharField(max_length=8)),
                        ("fund_id", models.UUIDField(null=True)),
                        ("day", models.DateField()),
                        ("made_at", models.DateTimeField()),
                        ("taken_at", models.DateTimeField()),
                        ("made_by", models.UUIDField()),
                        ("token", models.UUIDField()),
                        ("standard_version", models.UUIDField()),
                        ("undone_at", models.DateTimeField(null=True)),
                        ("undone_by", models.CharField(blank=True, max_length=8)),
                        (
                            "offer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="redemptions",
                                to="alliance.offer",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="redemptions",
                                to="people.person",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.node",
                            ),
                        ),
                        (
                            "shop",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="redemptions",
                                to="alliance.shop",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["shop", "day"], name="redemption_by_shop"),
                            models.Index(fields=["person", "offer", "day"], name="redemption_by_person"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("coins__gt", 0)), name="redemption_coins_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("bearer__in", ["shop", "sponsor", "bureau"])),
                                name="redemption_bearer_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("undone_by__in", ["person", "shop", ""])),
                                name="redemption_undone_by_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Noted",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("code", models.CharField(max_length=8)),
                        ("taken_at", models.DateTimeField()),
                        ("entered_at", models.DateTimeField()),
                        ("entered_by", models.UUIDField()),
                        (
                            "state",
                            models.CharField(default=nuanliu.domain.alliance.types.NotedState["WAITING"], max_length=8),
                        ),
                        ("person_id", models.UUIDField(null=True)),
                        ("redemption_id", models.UUIDField(null=True)),
                        ("refusal", models.CharField(blank=True, max_length=200)),
                        (
                            "shop",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="alliance.shop"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["person_id", "entered_at"], name="noted_by_person")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "done", "refused"])),
                                name="noted_state_known",
                            ),
                            models.UniqueConstraint(fields=("site_id", "shop", "code"), name="noted_once_a_shop"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AlliedService",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("words", models.CharField(max_length=120)),
                        ("monthly_minutes", models.PositiveIntegerField()),
                        ("made_at", models.DateTimeField()),
                        ("made_by", models.UUIDField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_by", models.UUIDField(null=True)),
                        (
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="allied", to="care.service"
                            ),
                        ),
                        (
                            "offer",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allied",
                                to="alliance.offer",
                            ),
                        ),
                        (
                            "shop",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="allied", to="alliance.shop"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["service", "ended_at"], name="allied_by_service")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("monthly_minutes__gt", 0)), name="allied_some_minutes"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("shop", "service"),
                                name="allied_service_once_a_shop",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Agreement",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("monthly_coins", models.PositiveBigIntegerField(null=True)),
                        ("signed_how", models.CharField(max_length=8)),
                        ("signed_by", models.CharField(blank=True, max_length=60)),
                        ("made_at", models.DateTimeField()),
                        ("made_by", models.UUIDField(null=True)),
                        ("replaced_at", models.DateTimeField(null=True)),
                        (
                            "shop",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to="alliance.shop",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("signed_how__in", ["page", "paper"])),
                                name="agreement_signed_how_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("replaced_at", None)),
                                fields=("shop",),
                                name="agreement_one_in_force",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="agreement_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShopApplication",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                default=nuanliu.domain.alliance.types.ApplicationState["SENT"], max_length=8
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        ("credit_code", models.CharField(max_length=18)),
                        ("trade", models.CharField(max_length=16)),
                        ("address", models.CharField(max_length=200)),
                        ("hours", models.CharField(blank=True, max_length=80)),
                        ("offer", models.CharField(max_length=200)),
                        (
                            "offer_kind",
                            models.CharField(
                                default=nuanliu.domain.alliance.types.OfferKind["FREE_ITEM"], max_length=12
                            ),
                        ),
                        ("keeper_sealed", models.BinaryField(null=True)),
                        ("sent_at", models.DateTimeField()),
                        ("visit_note", models.TextField(blank=True)),
                        ("visited_at", models.DateTimeField(null=True)),
                        ("visited_by", models.UUIDField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("decided_by", models.UUIDField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        (
                            "shop",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="alliance.shop",
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
                        "indexes": [models.Index(fields=["state", "sent_at"], name="shop_application_by_state")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["sent", "visited", "live", "refused"])),
                                name="shop_application_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "offer_kind__in",
                                        ["percent_off", "amount_off", "free_item", "free_service", "priority"],
                                    )
                                ),
                                name="shop_application_offer_kind_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["sent", "visited"])),
                                fields=("credit_code",),
                                name="shop_application_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "sent"),
                                    ("visited_at__isnull", False),
                                    ("reason__gt", ""),
                                    _connector="OR",
                                ),
                                name="shop_application_seen_first",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShopMonth",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id",
                                "shop_id",
                                "month",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("shop_id", models.UUIDField()),
                        ("month", models.DateField()),
                        ("coins", models.BigIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("coins__gte", 0)), name="shop_month_not_negative"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Statement",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("month", models.DateField()),
                        ("until", models.DateField()),
                        ("facts", models.JSONField()),
                        ("made_at", models.DateTimeField()),
                        ("dispute_until", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                default=nuanliu.domain.alliance.types.StatementState["OPEN"], max_length=8
                            ),
                        ),
                        ("shop_signed_at", models.DateTimeField(null=True)),
                        ("shop_signed_how", models.CharField(blank=True, max_length=8)),
                        ("shop_signed_by", models.CharField(blank=True, max_length=60)),
                        ("alliance_signed_at", models.DateTimeField(null=True)),
                        ("alliance_signed_how", models.CharField(blank=True, max_length=8)),
                        ("alliance_signed_by", models.CharField(blank=True, max_length=60)),
                        ("dispute", models.CharField(blank=True, max_length=300)),
                        ("disputed_at", models.DateTimeField(null=True)),
                        ("answer", models.CharField(blank=True, max_length=300)),
                        ("answered_at", models.DateTimeField(null=True)),
                        (
                            "shop",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statements",
                                to="alliance.shop",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["month"], name="statement_by_month")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "disputed", "agreed"])),
                                name="statement_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("shop_signed_how__in", ["page", "paper", ""])),
                                name="statement_shop_signed_how_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("alliance_signed_how__in", ["page", "paper", ""])),
                                name="statement_alliance_signed_how_known",
                            ),
                            models.UniqueConstraint(fields=("shop", "month"), name="statement_once_a_shop"),
                            models.UniqueConstraint(
                                condition=models.Q(("shop", None)), fields=("month",), name="statement_once_of_all"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Stock",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "offer_id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("site_id", models.UUIDField()),
                        ("offer_id", models.UUIDField()),
                        ("left", models.BigIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("left__gte", 0)), name="stock_not_negative")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockMove",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(editable=False)),
                        ("good_id", models.UUIDField()),
                        ("kind", models.CharField(max_length=8)),
                        ("pieces", models.BigIntegerField()),
                        ("left", models.BigIntegerField()),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        ("at", models.DateTimeField()),
                        ("by", models.UUIDField(null=True)),
                        (
                            "good",
                            models.ForeignObject(
                                from_fields=("site_id", "good_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="moves",
                                to="alliance.good",
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
                        "indexes": [models.Index(fields=["site", "good_id", "-at"], name="stock_move_by_good")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["in", "handed", "back", "counted"])),
                                name="stock_move_kind_known",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
