import django.db.models.deletion
import nuanliu.domain.gatherings.types
import nuanliu.platform.ids
import nuanliu.platform.db
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
                    name="Gathering",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("number", models.PositiveIntegerField()),
                        ("title", models.CharField(max_length=40)),
                        ("about", models.CharField(blank=True, max_length=300)),
                        ("place", models.CharField(max_length=60)),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                default=nuanliu.domain.gatherings.types.GatheringState["DRAFT"], max_length=10
                            ),
                        ),
                        ("revision", models.PositiveSmallIntegerField(default=0)),
                        ("planned_by", models.UUIDField()),
                        ("planned_at", models.DateTimeField()),
                        ("announced_at", models.DateTimeField(null=True)),
                        ("off_reason", models.CharField(blank=True, max_length=200)),
                        ("rolled_at", models.DateTimeField(null=True)),
                        ("rolled_by", models.UUIDField(null=True)),
                        ("is_paper_roll", models.BooleanField(default=False)),
                        ("return_reason", models.CharField(blank=True, max_length=200)),
                        ("first_review_by", models.UUIDField(null=True)),
                        ("certified_at", models.DateTimeField(null=True)),
                        ("certified_by", models.UUIDField(null=True)),
                        ("standard_version", models.UUIDField(null=True)),
                        (
                            "host",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "leader",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
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
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["state", "starts_at"], name="gathering_by_state"),
                            models.Index(fields=["id"], name="gathering_by_id"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("site", "number"), name="gathering_number_once_per_site"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "announced", "held", "rolled", "certified", "off"])
                                ),
                                name="gathering_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="gathering_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["rolled", "certified"]), _negated=True),
                                    ("rolled_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="gathering_rolled_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "certified"), _negated=True),
                                    models.Q(("certified_by__isnull", False), ("standard_version__isnull", False)),
                                    _connector="OR",
                                ),
                                name="gathering_certified_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("certified_by", None),
                                    models.Q(("certified_by", models.F("rolled_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="gathering_roll_seen_by_two",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Part",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("gathering_id", models.UUIDField()),
                        ("role", models.CharField(max_length=10)),
                        ("wanted", models.PositiveSmallIntegerField()),
                        ("taken", models.PositiveSmallIntegerField(default=0)),
                        (
                            "gathering",
                            models.ForeignObject(
                                from_fields=("site_id", "gathering_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="parts",
                                to="gatherings.gathering",
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
                            models.UniqueConstraint(fields=("site", "gathering_id", "role"), name="part_once_a_role"),
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ["guest", "performer", "speaker", "doctor", "usher"])),
                                name="part_role_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("taken__lte", models.F("wanted"))), name="part_never_overrun"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Photo",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("gathering_id", models.UUIDField()),
                        ("words", models.CharField(max_length=80)),
                        ("data", models.BinaryField()),
                        ("width", models.PositiveSmallIntegerField()),
                        ("height", models.PositiveSmallIntegerField()),
                        ("is_public", models.BooleanField(default=False)),
                        ("taken_in_by", models.UUIDField()),
                        ("taken_in_at", models.DateTimeField()),
                        (
                            "gathering",
                            models.ForeignObject(
                                from_fields=("site_id", "gathering_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="photos",
                                to="gatherings.gathering",
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
                ),
                migrations.CreateModel(
                    name="Signup",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "site_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("id", models.UUIDField(default=nuanliu.platform.ids.new_id, editable=False)),
                        ("gathering_id", models.UUIDField()),
                        ("number", models.PositiveSmallIntegerField()),
                        ("role", models.CharField(max_length=10)),
                        ("group_name", models.CharField(blank=True, max_length=40)),
                        ("heads", models.PositiveSmallIntegerField(default=1)),
                        ("state", models.CharField(max_length=8)),
                        ("way", models.CharField(max_length=8)),
                        ("signed_by", models.UUIDField(null=True)),
                        ("signed_at", models.DateTimeField()),
                        ("came", models.BooleanField(null=True)),
                        ("minutes", models.PositiveSmallIntegerField(null=True)),
                        ("counted_minutes", models.PositiveSmallIntegerField(null=True)),
                        ("arithmetic", models.JSONField(default=list)),
                        ("choice", models.CharField(blank=True, max_length=4)),
                        ("credit", models.CharField(blank=True, max_length=10)),
                        ("credited_at", models.DateTimeField(null=True)),
                        ("note", models.CharField(blank=True, max_length=200)),
                        (
                            "gathering",
                            models.ForeignObject(
                                from_fields=("site_id", "gathering_id"),
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="signups",
                                to="gatherings.gathering",
                                to_fields=("site_id", "id"),
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gatherings",
                                to="people.person",
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
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["person", "state"], name="signup_by_person"),
                            models.Index(fields=["id"], name="signup_by_id"),
                            models.Index(fields=["credit", "credited_at"], name="signup_by_credit"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site", "gathering_id", "number"), name="signup_number_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "off"), _negated=True),
                                fields=("site", "gathering_id", "person"),
                                name="signup_person_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ["guest", "performer", "speaker", "doctor", "usher"])),
                                name="signup_role_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["in", "waiting", "off"])), name="signup_state_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("way__in", ["self", "family", "team", "desk", "door"])),
                                name="signup_way_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("choice__in", ["time", "coin", ""])), name="signup_choice_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("credit__in", ["none", "certified", "credited", "voided", ""])),
                                name="signup_credit_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("person__isnull", False), ("group_name", ""), ("heads", 1)),
                                    models.Q(
                                        ("heads__gte", 1), ("person", None), models.Q(("group_name", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="signup_person_or_group",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("credit__in", ["certified", "credited"]), _negated=True),
                                    models.Q(
                                        ("came", True),
                                        ("counted_minutes__isnull", False),
                                        models.Q(("role", "guest"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="signup_credit_for_who_came",
                            ),
                        ],
                    },
                ),
            ],
        ),
        nuanliu.platform.db.SiteReference(
            table="gatherings_part",
            column="gathering_id",
            parent="gatherings_gathering",
        ),
        nuanliu.platform.db.SiteReference(
            table="gatherings_signup",
            column="gathering_id",
            parent="gatherings_gathering",
        ),
        nuanliu.platform.db.SiteReference(
            table="gatherings_photo",
            column="gathering_id",
            parent="gatherings_gathering",
        ),
    ]
