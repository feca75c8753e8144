import django.db.models.deletion
import nuanliu.domain.honours.types
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
                    name="Commendation",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=60)),
                        (
                            "state",
                            models.CharField(
                                default=nuanliu.domain.honours.types.CampaignState["DRAFT"], max_length=10
                            ),
                        ),
                        ("freeze_day", models.DateField()),
                        ("review_day", models.DateField()),
                        ("notice_days", models.PositiveSmallIntegerField()),
                        ("quorum_percent", models.PositiveSmallIntegerField()),
                        ("committee_min", models.PositiveSmallIntegerField()),
                        ("standard_version", models.UUIDField()),
                        ("made_by", models.UUIDField(null=True)),
                        ("made_at", models.DateTimeField()),
                        ("frozen_at", models.DateTimeField(null=True)),
                        ("evidence_digest", models.CharField(blank=True, max_length=64)),
                        ("list_digest", models.CharField(blank=True, max_length=64)),
                        ("listed_by", models.UUIDField(null=True)),
                        ("listed_at", models.DateTimeField(null=True)),
                        ("confirmed_by", models.UUIDField(null=True)),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        ("notice_until", models.DateField(null=True)),
                        ("awarded_by", models.UUIDField(null=True)),
                        ("awarded_at", models.DateTimeField(null=True)),
                        ("cancel_reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["draft", "open", "frozen", "listed", "notice", "awarded", "cancelled"],
                                    )
                                ),
                                name="commendation_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "cancelled"), _negated=True),
                                fields=("year",),
                                name="commendation_once_a_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "open", "cancelled"]),
                                    ("frozen_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="commendation_frozen_first",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["notice", "awarded"]), _negated=True),
                                    models.Q(
                                        ("confirmed_by__isnull", False),
                                        ("listed_by__isnull", False),
                                        ("notice_until__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="commendation_confirmed_first",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by", None),
                                    models.Q(("confirmed_by", models.F("listed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="commendation_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("review_day__gte", models.F("freeze_day"))),
                                name="commendation_days_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Category",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("name", models.CharField(max_length=30)),
                        ("name_en", models.CharField(max_length=60)),
                        ("places", models.PositiveSmallIntegerField()),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "commendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="categories",
                                to="honours.commendation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["volunteer", "branch", "shop", "site", "family"])),
                                name="category_kind_known",
                            ),
                            models.UniqueConstraint(fields=("commendation", "kind"), name="category_once"),
                            models.CheckConstraint(condition=models.Q(("places__gt", 0)), name="category_has_places"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Criterion",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("measure", models.CharField(max_length=12)),
                        ("needed", models.PositiveIntegerField()),
                        ("is_most", models.BooleanField(default=False)),
                        ("choice", models.PositiveSmallIntegerField()),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="criteria",
                                to="honours.category",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "measure__in",
                                        [
                                            "minutes",
                                            "services",
                                            "elders",
                                            "rating",
                                            "complaints",
                                            "score",
                                            "members",
                                            "redemptions",
                                            "months",
                                            "late",
                                        ],
                                    )
                                ),
                                name="criterion_measure_known",
                            ),
                            models.UniqueConstraint(fields=("category", "measure"), name="criterion_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Frozen",
                    fields=[
                        ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                        ("subject_id", models.UUIDField()),
                        ("title", models.CharField(blank=True, max_length=80)),
                        ("site_path", models.CharField(max_length=200)),
                        ("unit_path", models.CharField(blank=True, max_length=200)),
                        ("people", models.JSONField(default=list)),
                        ("facts", models.JSONField()),
                        ("figures", models.JSONField()),
                        ("is_met", models.BooleanField()),
                        ("main", models.PositiveIntegerField()),
                        ("is_nominated", models.BooleanField()),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="frozen",
                                to="honours.category",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["category", "is_nominated", "is_met", "-main"], name="frozen_in_order")
                        ],
                        "constraints": [models.UniqueConstraint(fields=("category", "subject_id"), name="frozen_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Nomination",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("subject_id", models.UUIDField()),
                        ("words", models.CharField(max_length=600)),
                        ("made_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="nominations",
                                to="honours.category",
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
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("category", "subject_id", "by"),
                                name="nomination_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Place",
                    fields=[
                        ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                        ("rank", models.PositiveSmallIntegerField()),
                        ("points", models.PositiveIntegerField()),
                        ("yes", models.PositiveSmallIntegerField()),
                        ("no", models.PositiveSmallIntegerField()),
                        ("eligible", models.PositiveSmallIntegerField()),
                        (
                            "state",
                            models.CharField(default=nuanliu.domain.honours.types.PlaceState["LISTED"], max_length=8),
                        ),
                        ("words", models.CharField(blank=True, max_length=300)),
                        ("taken_off_at", models.DateTimeField(null=True)),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="list", to="honours.category"
                            ),
                        ),
                        (
                            "frozen",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="places", to="honours.frozen"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["listed", "removed", "awarded"])),
                                name="place_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("taken_off_at", None)), fields=("frozen",), name="place_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "removed"), _negated=True),
                                    models.Q(("words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="place_removed_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Objection",
                    fields=[
                        ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                        ("said_sealed", models.BinaryField(null=True)),
                        ("filed_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(default=nuanliu.domain.honours.types.ObjectionState["OPEN"], max_length=8),
                        ),
                        ("decided_by", models.UUIDField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objections",
                                to="honours.place",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "upheld", "rejected"])),
                                name="objection_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_by", None), ("state", "open")),
                                    models.Q(
                                        models.Q(("state", "open"), _negated=True),
                                        ("decided_by__isnull", False),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="objection_decided_by_someone",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reached",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("kind", models.CharField(max_length=8)),
                        ("place", models.PositiveSmallIntegerField()),
                        ("hours", models.PositiveIntegerField()),
                        ("reached_on", models.DateField()),
                        ("recorded_at", models.DateTimeField()),
                        ("standard_version", models.UUIDField()),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps_reached",
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
                        "indexes": [models.Index(fields=["person"], name="reached_by_person")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["badge", "star", "medal"])), name="reached_kind_known"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("site", "person", "kind", "place"),
                                name="reached_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hours__gte", 1), ("place__gte", 1)), name="reached_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Seat",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("appointed_by", models.UUIDField(null=True)),
                        ("appointed_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "commendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="honours.commendation",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("commendation", "person"),
                                name="seat_once_in_force",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Score",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("points", models.PositiveSmallIntegerField()),
                        ("vote", models.CharField(max_length=4)),
                        ("given_at", models.DateTimeField()),
                        (
                            "frozen",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="honours.frozen"
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="honours.seat"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("vote__in", ["yes", "no"])), name="score_vote_known"
                            ),
                            models.UniqueConstraint(fields=("frozen", "seat"), name="score_once"),
                            models.CheckConstraint(
                                condition=models.Q(("points__gte", 1), ("points__lte", 100)), name="score_range"
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
