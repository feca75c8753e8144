import django.db.models.deletion
import nuanliu.domain.care.series.types
import nuanliu.platform.ids
import nuanliu.platform.tables
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("network", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        nuanliu.platform.tables.Tables(
            models=[
                migrations.CreateModel(
                    name="Declined",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id",
                                "need_id",
                                "volunteer_id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("need_id", models.UUIDField()),
                        ("declined_at", models.DateTimeField()),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Service",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("code", models.CharField(max_length=8, unique=True)),
                        ("name", models.CharField(max_length=40)),
                        ("name_en", models.CharField(max_length=80)),
                        ("group", models.CharField(max_length=20)),
                        ("five_help", models.CharField(blank=True, max_length=8)),
                        ("default_minutes", models.PositiveSmallIntegerField()),
                        ("max_minutes", models.PositiveSmallIntegerField()),
                        ("risk", models.CharField(max_length=4)),
                        ("skill", models.CharField(blank=True, max_length=20)),
                        ("evidence", models.CharField(blank=True, max_length=20)),
                        ("helpers", models.PositiveSmallIntegerField(default=1)),
                        ("icon", models.CharField(max_length=20)),
                        ("plain_words", models.CharField(max_length=40)),
                        ("bring", models.CharField(blank=True, max_length=200)),
                        ("never", models.CharField(blank=True, max_length=200)),
                        ("position", models.PositiveSmallIntegerField()),
                        ("is_offered", models.BooleanField(default=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("risk__in", ["low", "mid", "high"])), name="service_risk_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("default_minutes__gt", 0), ("max_minutes__gte", models.F("default_minutes"))
                                ),
                                name="service_minutes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("helpers__gte", 1), ("helpers__lte", 2)), name="service_helpers"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Series",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("state", models.CharField(max_length=10)),
                        ("weekdays", models.JSONField()),
                        ("start_minute", models.PositiveSmallIntegerField()),
                        ("planned_minutes", models.PositiveSmallIntegerField()),
                        ("first_day", models.DateField()),
                        ("last_day", models.DateField()),
                        ("times", models.PositiveSmallIntegerField(null=True)),
                        ("skips_holidays", models.BooleanField(default=True)),
                        ("payer", models.CharField(blank=True, max_length=8)),
                        ("channel", models.CharField(max_length=8)),
                        ("note", models.CharField(blank=True, max_length=500)),
                        ("wishes", models.JSONField(default=list)),
                        (
                            "for_whom",
                            models.CharField(
                                default=nuanliu.domain.care.series.types.ForWhom["HERSELF"], max_length=10
                            ),
                        ),
                        ("placed_by", models.UUIDField()),
                        ("placed_at", models.DateTimeField()),
                        ("approved_by", models.UUIDField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("resumes_on", models.DateField(null=True)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("made_until", models.DateField()),
                        (
                            "elder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="series", to="people.person"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.service"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["site", "state"], name="series_by_state"),
                            models.Index(fields=["state", "made_until"], name="series_to_make"),
                            models.Index(fields=["elder", "-placed_at"], name="series_by_elder"),
                            models.Index(fields=["id"], name="series_by_id"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["submitted", "active", "paused", "ended", "refused"])
                                ),
                                name="series_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("payer__in", ["own_time", "family", "grant", "pool", "welfare", ""])
                                ),
                                name="series_payer_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("channel__in", ["phone", "desk", "self", "family"])),
                                name="series_channel_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("for_whom__in", ["herself", "couple", "household"])),
                                name="series_for_whom_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("start_minute__lt", 1440)), name="series_start_minute"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("planned_minutes__gt", 0)), name="series_minutes_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))),
                                name="series_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("times", None), ("times__gt", 0), _connector="OR"),
                                name="series_times_positive",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Need",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("number", models.PositiveIntegerField()),
                        ("state", models.CharField(max_length=10)),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("planned_minutes", models.PositiveSmallIntegerField()),
                        ("helpers_wanted", models.PositiveSmallIntegerField(default=1)),
                        ("payer", models.CharField(max_length=8)),
                        ("purse_code", models.CharField(blank=True, max_length=36)),
                        ("channel", models.CharField(max_length=8)),
                        ("note", models.CharField(blank=True, max_length=500)),
                        ("is_urgent", models.BooleanField(default=False)),
                        ("code", models.CharField(max_length=4)),
                        ("placed_by", models.UUIDField()),
                        ("submitted_at", models.DateTimeField()),
                        ("review_by", models.DateTimeField()),
                        ("reviewed_by", models.UUIDField(null=True)),
                        ("published_at", models.DateTimeField(null=True)),
                        ("return_reason", models.CharField(blank=True, max_length=300)),
                        ("cancel_reason", models.CharField(blank=True, max_length=300)),
                        ("standard_version", models.UUIDField()),
                        (
                            "elder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="needs", to="people.person"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.service"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["site", "state", "starts_at"], name="need_board"),
                            models.Index(fields=["state", "starts_at"], name="need_open_near"),
                            models.Index(fields=["elder", "-starts_at"], name="need_by_elder"),
                            models.Index(fields=["id"], name="need_by_id"),
                            models.Index(fields=["submitted_at", "site"], name="need_by_day_asked"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("site", "number"), name="need_number_once_per_site"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "submitted",
                                            "returned",
                                            "open",
                                            "matched",
                                            "serving",
                                            "served",
                                            "confirmed",
                                            "certified",
                                            "credited",
                                            "cancelled",
                                            "unserved",
                                            "disputed",
                                            "voided",
                                        ],
                                    )
                                ),
                                name="need_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("payer__in", ["own_time", "family", "grant", "pool", "welfare"])),
                                name="need_payer_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("channel__in", ["phone", "desk", "self", "family"])),
                                name="need_channel_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("helpers_wanted__gte", 1), ("helpers_wanted__lte", 2)),
                                name="need_helpers",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("planned_minutes__gt", 0)), name="need_minutes_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="need_ends_after_start"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SlipBatch",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("number", models.PositiveIntegerField()),
                        ("state", models.CharField(max_length=8)),
                        ("entered_at", models.DateTimeField()),
                        ("entered_by", models.UUIDField()),
                        ("signed_at", models.DateTimeField(null=True)),
                        ("signed_by", models.UUIDField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_by", models.UUIDField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["site", "-number"], name="slip_batch_newest"),
                            models.Index(fields=["id"], name="slip_batch_by_id"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "signed", "returned", "reversed"])),
                                name="slip_batch_state_known",
                            ),
                            models.UniqueConstraint(fields=("site", "number"), name="slip_batch_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_by", None),
                                    models.Q(("signed_by", models.F("entered_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="slip_batch_signed_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("signed_by", None), ("state__in", ["waiting", "returned"])),
                                    models.Q(("signed_by__isnull", False), ("state__in", ["signed", "reversed"])),
                                    _connector="OR",
                                ),
                                name="slip_batch_signed_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SlipPicture",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("batch_id", models.UUIDField()),
                        ("picture_sealed", models.BinaryField()),
                        ("width", models.PositiveSmallIntegerField()),
                        ("height", models.PositiveSmallIntegerField()),
                        ("added_at", models.DateTimeField()),
                        ("added_by", models.UUIDField(null=True)),
                        (
                            "batch",
                            models.ForeignObject(
                                from_fields=("site_id", "batch_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="pictures",
                                to="care.slipbatch",
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
                        "indexes": [
                            models.Index(fields=["site", "batch_id"], name="slip_picture_by_batch"),
                            models.Index(fields=["id"], name="slip_picture_by_id"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SlipRange",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("first", models.PositiveIntegerField()),
                        ("last", models.PositiveIntegerField()),
                        ("issued_at", models.DateTimeField()),
                        ("issued_by", models.UUIDField(null=True)),
                        (
                            "holder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
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
                        "indexes": [models.Index(fields=["site", "-issued_at"], name="slip_range_newest")],
                        "constraints": [
                            models.UniqueConstraint(fields=("site", "first"), name="slip_range_begins_once"),
                            models.CheckConstraint(
                                condition=models.Q(("first__gte", 1), ("last__gte", models.F("first"))),
                                name="slip_range_of_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Slip",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("range_id", models.UUIDField()),
                        ("number", models.PositiveIntegerField()),
                        ("state", models.CharField(max_length=8)),
                        ("visit_id", models.UUIDField(null=True)),
                        ("stated_at", models.DateTimeField()),
                        ("stated_by", models.UUIDField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "range",
                            models.ForeignObject(
                                from_fields=("site_id", "range_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="slips",
                                to="care.sliprange",
                                to_fields=("site_id", "id"),
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["site", "range_id", "number"], name="slip_by_range"),
                            models.Index(fields=["site", "state"], name="slip_by_state"),
                            models.Index(fields=["id"], name="slip_by_id"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["issued", "entered", "used", "void", "missing"])),
                                name="slip_state_known",
                            ),
                            models.UniqueConstraint(fields=("site", "number"), name="slip_number_once"),
                            models.UniqueConstraint(fields=("site", "visit_id"), name="slip_one_a_visit"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "used"), ("visit_id__isnull", False)),
                                    models.Q(models.Q(("state", "used"), _negated=True), ("visit_id", None)),
                                    _connector="OR",
                                ),
                                name="slip_used_by_a_visit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["void", "missing"]), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="slip_void_for_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SlipRow",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("batch_id", models.UUIDField()),
                        ("position", models.PositiveSmallIntegerField()),
                        ("slip_id", models.UUIDField()),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("minutes", models.PositiveSmallIntegerField()),
                        ("is_standing", models.BooleanField(default=True)),
                        ("visit_id", models.UUIDField(null=True)),
                        (
                            "batch",
                            models.ForeignObject(
                                from_fields=("site_id", "batch_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="rows",
                                to="care.slipbatch",
                                to_fields=("site_id", "id"),
                            ),
                        ),
                        (
                            "elder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="care.service"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "slip",
                            models.ForeignObject(
                                from_fields=("site_id", "slip_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="rows",
                                to="care.slip",
                                to_fields=("site_id", "id"),
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_standing", True)),
                                fields=("site", "slip_id"),
                                name="slip_row_one_a_slip",
                            ),
                            models.UniqueConstraint(
                                fields=("site", "batch_id", "position"), name="slip_row_place_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="slip_row_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StraySlip",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("kind", models.CharField(max_length=8)),
                        ("text", models.CharField(max_length=20)),
                        ("slip_id", models.UUIDField(null=True)),
                        ("note", models.CharField(max_length=200)),
                        ("found_at", models.DateTimeField()),
                        ("found_by", models.UUIDField(null=True)),
                        ("settled_at", models.DateTimeField(null=True)),
                        ("settled_by", models.UUIDField(null=True)),
                        ("outcome", models.CharField(blank=True, max_length=200)),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["site", "-found_at"], name="stray_slip_newest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["double", "foreign"])), name="stray_slip_kind_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "double"), ("slip_id__isnull", False)),
                                    models.Q(("kind", "foreign"), ("slip_id", None)),
                                    _connector="OR",
                                ),
                                name="stray_slip_double_of_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", ""), ("settled_at", None)),
                                    models.Q(("settled_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="stray_slip_settled_somehow",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Visit",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("need_id", models.UUIDField()),
                        ("slot", models.PositiveSmallIntegerField()),
                        ("state", models.CharField(max_length=10)),
                        ("taken_at", models.DateTimeField()),
                        ("started_at", models.DateTimeField(null=True)),
                        ("start_evidence", models.CharField(blank=True, max_length=12)),
                        ("start_by", models.UUIDField(null=True)),
                        ("start_told_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("end_evidence", models.CharField(blank=True, max_length=12)),
                        ("end_by", models.UUIDField(null=True)),
                        ("end_told_at", models.DateTimeField(null=True)),
                        ("reported_late", models.BooleanField(default=False)),
                        ("code_failures", models.PositiveSmallIntegerField(default=0)),
                        ("grade", models.CharField(blank=True, max_length=10)),
                        ("measured_minutes", models.PositiveSmallIntegerField(null=True)),
                        ("counted_minutes", models.PositiveSmallIntegerField(null=True)),
                        ("arithmetic", models.JSONField(default=list)),
                        ("choice", models.CharField(blank=True, max_length=4)),
                        ("helper_note", models.CharField(blank=True, max_length=500)),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        ("confirmed_by", models.UUIDField(null=True)),
                        ("came", models.BooleanField(null=True)),
                        ("face", models.CharField(blank=True, max_length=6)),
                        ("first_review_by", models.UUIDField(null=True)),
                        ("certified_at", models.DateTimeField(null=True)),
                        ("certified_by", models.UUIDField(null=True)),
                        ("decision_note", models.CharField(blank=True, max_length=300)),
                        ("standard_version", models.UUIDField(null=True)),
                        ("credited_at", models.DateTimeField(null=True)),
                        ("cancel_reason", models.CharField(blank=True, max_length=300)),
                        ("paused", models.CharField(blank=True, max_length=8)),
                        ("posted_as", models.UUIDField(null=True)),
                        (
                            "need",
                            models.ForeignObject(
                                from_fields=("site_id", "need_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="visits",
                                to="care.need",
                                to_fields=("site_id", "id"),
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.node",
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["volunteer", "-taken_at"], name="visit_by_volunteer"),
                            models.Index(fields=["unit", "ended_at"], name="visit_by_unit"),
                            models.Index(fields=["site", "state"], name="visit_by_state"),
                            models.Index(fields=["site", "need_id"], name="visit_by_need"),
                            models.Index(fields=["id"], name="visit_by_id"),
                            models.Index(fields=["ended_at", "site"], name="visit_by_day_ended"),
                            models.Index(
                                condition=models.Q(("state", "confirmed")),
                                fields=["confirmed_at"],
                                name="visit_to_decide",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "certified",
                                            "confirmed",
                                            "credited",
                                            "disputed",
                                            "served",
                                            "serving",
                                            "taken",
                                        ],
                                    )
                                ),
                                fields=("site", "need_id", "slot"),
                                name="visit_one_helper_a_place",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "certified",
                                            "confirmed",
                                            "credited",
                                            "disputed",
                                            "served",
                                            "serving",
                                            "taken",
                                        ],
                                    )
                                ),
                                fields=("site", "need_id", "volunteer"),
                                name="visit_helper_once_a_need",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "taken",
                                            "serving",
                                            "served",
                                            "confirmed",
                                            "certified",
                                            "credited",
                                            "cancelled",
                                            "disputed",
                                            "voided",
                                        ],
                                    )
                                ),
                                name="visit_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "start_evidence__in",
                                        ["elder_code", "elder_qr", "site_qr", "place", "staff", "slip", ""],
                                    )
                                ),
                                name="visit_start_evidence_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "end_evidence__in",
                                        ["elder_code", "elder_qr", "site_qr", "place", "staff", "slip", ""],
                                    )
                                ),
                                name="visit_end_evidence_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("grade__in", ["verified", "witnessed", "attested", ""])),
                                name="visit_grade_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("choice__in", ["time", "coin", ""])), name="visit_choice_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("face__in", ["happy", "fine", "sad", ""])), name="visit_face_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("paused__in", ["asked", "disputed", ""])), name="visit_paused_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("slot__gte", 1), ("slot__lte", 2)), name="visit_slot"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("started_at", None),
                                    ("ended_at", None),
                                    ("ended_at__gte", models.F("started_at")),
                                    _connector="OR",
                                ),
                                name="visit_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["certified", "credited"]), _negated=True),
                                    models.Q(("certified_by__isnull", False), ("counted_minutes__isnull", False)),
                                    _connector="OR",
                                ),
                                name="visit_certified_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("certified_by", None),
                                    models.Q(("certified_by", models.F("volunteer")), _negated=True),
                                    _connector="OR",
                                ),
                                name="visit_never_self_certified",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Incident",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("visit_id", models.UUIDField()),
                        ("severity", models.CharField(max_length=4)),
                        ("state", models.CharField(max_length=6)),
                        ("words", models.CharField(max_length=500)),
                        ("told_by", models.UUIDField()),
                        ("told_role", models.CharField(max_length=20)),
                        ("told_at", models.DateTimeField()),
                        ("handled", models.CharField(blank=True, max_length=500)),
                        ("handled_by", models.UUIDField(null=True)),
                        ("handled_at", models.DateTimeField(null=True)),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignObject(
                                from_fields=("site_id", "visit_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="incidents",
                                to="care.visit",
                                to_fields=("site_id", "id"),
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["site", "state", "told_at"], name="incident_by_state")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("severity__in", ["low", "mid", "high"])),
                                name="incident_severity_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "closed"])), name="incident_state_known"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Dispute",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("visit_id", models.UUIDField()),
                        ("side", models.CharField(max_length=6)),
                        ("state", models.CharField(max_length=9)),
                        ("raised_by", models.UUIDField()),
                        ("raised_at", models.DateTimeField()),
                        ("decide_by", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("appealed_by", models.UUIDField(null=True)),
                        ("appealed_at", models.DateTimeField(null=True)),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignObject(
                                from_fields=("site_id", "visit_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="disputes",
                                to="care.visit",
                                to_fields=("site_id", "id"),
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["appealed", "open"])),
                                fields=["decide_by", "site"],
                                name="dispute_waiting",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["elder", "helper"])), name="dispute_side_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["open", "decided", "appealed", "final", "withdrawn"])
                                ),
                                name="dispute_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "withdrawn"), _negated=True),
                                fields=("site", "visit_id"),
                                name="dispute_once_a_visit",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChangeAsked",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "visit_id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("visit_id", models.UUIDField()),
                        ("old_starts_at", models.DateTimeField()),
                        ("old_minutes", models.PositiveSmallIntegerField()),
                        ("asked_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("is_agreed", models.BooleanField(null=True)),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignObject(
                                from_fields=("site_id", "visit_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="changes",
                                to="care.visit",
                                to_fields=("site_id", "id"),
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Asking",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("visit_id", models.UUIDField()),
                        ("question", models.CharField(max_length=300)),
                        ("asked_by", models.UUIDField()),
                        ("asked_at", models.DateTimeField()),
                        ("answer", models.CharField(blank=True, max_length=500)),
                        ("answered_by", models.UUIDField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignObject(
                                from_fields=("site_id", "visit_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="askings",
                                to="care.visit",
                                to_fields=("site_id", "id"),
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["site", "visit_id", "asked_at"], name="asking_by_visit")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("answered_at", None)),
                                fields=("site", "visit_id"),
                                name="asking_one_open_a_visit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("question", ""), _negated=True), name="asking_says_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitPhoto",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("visit_id", models.UUIDField()),
                        ("added_at", models.DateTimeField()),
                        (
                            "paper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.paper"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignObject(
                                from_fields=("site_id", "visit_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="photos",
                                to="care.visit",
                                to_fields=("site_id", "id"),
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["site", "visit_id", "added_at"], name="visit_photo_by_visit")],
                    },
                ),
                migrations.CreateModel(
                    name="Wishes",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "need_id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("need_id", models.UUIDField()),
                        ("codes", models.JSONField(default=list)),
                        (
                            "for_whom",
                            models.CharField(
                                default=nuanliu.domain.care.series.types.ForWhom["HERSELF"], max_length=10
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=120)),
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
                                condition=models.Q(("for_whom__in", ["herself", "couple", "household"])),
                                name="wishes_for_whom_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FirstAsked",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "need_id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("need_id", models.UUIDField()),
                        ("pair_id", models.UUIDField()),
                        ("asked_at", models.DateTimeField()),
                        ("until", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                default=nuanliu.domain.care.series.types.FirstState["WAITING"], max_length=8
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        (
                            "need",
                            models.ForeignObject(
                                from_fields=("site_id", "need_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="care.need",
                                to_fields=("site_id", "id"),
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["volunteer", "state"], name="first_asked_by_volunteer")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "taken", "passed"])),
                                name="first_asked_state_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FallbackTask",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(editable=False)),
                        ("need_id", models.UUIDField()),
                        ("starts_at", models.DateTimeField()),
                        ("to", models.CharField(max_length=10)),
                        ("raised_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(default=nuanliu.domain.care.series.types.TaskState["OPEN"], max_length=8),
                        ),
                        ("answered_by", models.UUIDField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("pool_use", models.UUIDField(null=True)),
                        (
                            "branch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.node",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "need",
                            models.ForeignObject(
                                from_fields=("site_id", "need_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="care.need",
                                to_fields=("site_id", "id"),
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["site", "state"], name="fallback_by_state"),
                            models.Index(fields=["branch", "state"], name="fallback_by_branch"),
                            models.Index(fields=["site", "need_id"], name="fallback_by_need"),
                            models.Index(fields=["id"], name="fallback_by_id"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("to__in", ["site_staff", "branch"])), name="fallback_to_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["open", "served", "taken", "moved", "unserved", "dropped"])
                                ),
                                name="fallback_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("state", "open")),
                                    models.Q(
                                        models.Q(("state", "open"), _negated=True), ("answered_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="fallback_answered_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pair",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("state", models.CharField(max_length=10)),
                        ("asked_side", models.CharField(max_length=10)),
                        ("asked_by", models.UUIDField()),
                        ("asked_at", models.DateTimeField()),
                        ("elder_agreed_at", models.DateTimeField(null=True)),
                        ("elder_agreed_by", models.UUIDField(null=True)),
                        ("elder_agreed_how", models.CharField(blank=True, max_length=10)),
                        ("volunteer_agreed_at", models.DateTimeField(null=True)),
                        ("paused_until", models.DateField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_by", models.UUIDField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        (
                            "elder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="pairs", to="people.person"
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "substitute",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="paired_with",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["volunteer", "state"], name="pair_by_volunteer"),
                            models.Index(fields=["elder", "state"], name="pair_by_elder"),
                            models.Index(fields=["site", "state"], name="pair_by_state"),
                            models.Index(fields=["id"], name="pair_by_id"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["active", "asked", "paused"])),
                                fields=("site", "elder", "volunteer"),
                                name="pair_once_in_force",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["asked", "active", "paused", "ended", "refused"])),
                                name="pair_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("asked_side__in", ["elder", "volunteer", "desk"])),
                                name="pair_asked_side_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("elder_agreed_how__in", ["self", "family", "desk", ""])),
                                name="pair_elder_agreed_how_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("elder", models.F("volunteer")), _negated=True),
                                name="pair_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["active", "paused"]), _negated=True),
                                    models.Q(
                                        ("elder_agreed_at__isnull", False), ("volunteer_agreed_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="pair_agreed_by_both",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Ruling",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("dispute_id", models.UUIDField()),
                        ("level", models.CharField(max_length=5)),
                        ("state", models.CharField(max_length=10)),
                        ("finding", models.CharField(max_length=7)),
                        ("minutes", models.PositiveSmallIntegerField(null=True)),
                        ("words", models.CharField(max_length=500)),
                        ("proposed_by", models.UUIDField()),
                        ("proposed_at", models.DateTimeField()),
                        ("second_by", models.UUIDField(null=True)),
                        ("second_at", models.DateTimeField(null=True)),
                        ("second_words", models.CharField(blank=True, max_length=300)),
                        ("before_minutes", models.PositiveSmallIntegerField(null=True)),
                        (
                            "dispute",
                            models.ForeignObject(
                                from_fields=("site_id", "dispute_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="rulings",
                                to="care.dispute",
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
                            models.CheckConstraint(
                                condition=models.Q(("level__in", ["site", "above"])), name="ruling_level_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["proposed", "in_force", "given_back"])),
                                name="ruling_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("finding__in", ["stands", "minutes", "void"])),
                                name="ruling_finding_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("finding", "minutes"), ("minutes__gt", 0)),
                                    models.Q(models.Q(("finding", "minutes"), _negated=True), ("minutes", None)),
                                    _connector="OR",
                                ),
                                name="ruling_minutes_with_the_finding",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("second_by", None),
                                    models.Q(("second_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="ruling_two_people",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "given_back"), _negated=True),
                                fields=("site", "dispute_id", "level"),
                                name="ruling_one_a_level",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Saying",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("dispute_id", models.UUIDField()),
                        ("words", models.CharField(max_length=1000)),
                        ("role", models.CharField(max_length=20)),
                        ("said_by", models.UUIDField()),
                        ("said_at", models.DateTimeField()),
                        (
                            "dispute",
                            models.ForeignObject(
                                from_fields=("site_id", "dispute_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="sayings",
                                to="care.dispute",
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
                        "indexes": [models.Index(fields=["site", "dispute_id", "said_at"], name="saying_by_dispute")],
                    },
                ),
                migrations.CreateModel(
                    name="Occurrence",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(editable=False)),
                        ("series_id", models.UUIDField()),
                        ("day", models.DateField()),
                        ("state", models.CharField(max_length=10)),
                        ("skipped", models.CharField(blank=True, max_length=20)),
                        ("need_id", models.UUIDField(null=True)),
                        ("made_at", models.DateTimeField()),
                        (
                            "need",
                            models.ForeignObject(
                                from_fields=("site_id", "need_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="care.need",
                                to_fields=("site_id", "id"),
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "series",
                            models.ForeignObject(
                                from_fields=("site_id", "series_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="occurrences",
                                to="care.series",
                                to_fields=("site_id", "id"),
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["site", "series_id", "day"], name="occurrence_by_series"),
                            models.Index(fields=["site", "need_id"], name="occurrence_by_need"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "withdrawn"), _negated=True),
                                fields=("site", "series_id", "day"),
                                name="occurrence_once_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["made", "skipped", "withdrawn"])),
                                name="occurrence_state_known",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
