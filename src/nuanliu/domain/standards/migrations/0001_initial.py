import django.db.models.deletion
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
                    name="StandardVersion",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("number", models.PositiveIntegerField(unique=True)),
                        ("title", models.CharField(max_length=120)),
                        ("effective_from", models.DateTimeField()),
                        ("scope_node", models.UUIDField(null=True)),
                        ("reaches_below", models.BooleanField(default=False)),
                        ("reason", models.TextField(blank=True)),
                        ("published_by", models.UUIDField(null=True)),
                        ("approved_by", models.UUIDField(null=True)),
                        ("published_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("withdrawn_by", models.UUIDField(null=True)),
                        ("withdrawn_reason", models.TextField(blank=True)),
                        (
                            "base",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="narrowed",
                                to="standards.standardversion",
                            ),
                        ),
                        (
                            "carries",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="carried",
                                to="standards.standardversion",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["scope_node", "effective_from"], name="standard_in_force")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="standard_number_from_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="standard_has_title"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("base", None), ("scope_node", None)),
                                    models.Q(("base__isnull", False), ("scope_node__isnull", False)),
                                    _connector="OR",
                                ),
                                name="standard_of_a_place_has_base",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_at", None),
                                    ("withdrawn_at__gte", models.F("published_at")),
                                    _connector="OR",
                                ),
                                name="standard_withdrawn_after_published",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by", None),
                                    models.Q(("approved_by", models.F("published_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="standard_approved_by_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StandardValue",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("key", models.CharField(max_length=60)),
                        ("value", models.JSONField()),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="values",
                                to="standards.standardversion",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("version", "key"), name="standard_value_once"),
                            models.CheckConstraint(
                                condition=models.Q(("key", ""), _negated=True), name="standard_value_has_key"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StandardDraft",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("scope_node", models.UUIDField(null=True)),
                        ("reaches_below", models.BooleanField(default=False)),
                        ("title", models.CharField(blank=True, max_length=120)),
                        ("reason", models.TextField(blank=True)),
                        ("effective_day", models.DateField(null=True)),
                        ("state", models.CharField(default="draft", max_length=12)),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("started_by", models.UUIDField()),
                        ("started_at", models.DateTimeField()),
                        ("asked_by", models.UUIDField(null=True)),
                        ("asked_at", models.DateTimeField(null=True)),
                        ("answer", models.TextField(blank=True)),
                        ("answered_by", models.UUIDField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("decided_by", models.UUIDField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "version",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="draft",
                                to="standards.standardversion",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["state", "started_at"], name="standard_draft_open")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["draft", "asked", "published", "dropped"])),
                                name="standard_draft_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(
                                        models.Q(("decided_by", models.F("started_by")), _negated=True),
                                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="standard_draft_decided_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "published"), _negated=True),
                                    models.Q(
                                        ("asked_by__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("effective_day__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="standard_draft_published_by_two",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DraftValue",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("key", models.CharField(max_length=60)),
                        ("value", models.JSONField()),
                        ("changed_by", models.UUIDField()),
                        ("changed_at", models.DateTimeField()),
                        (
                            "draft",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="values",
                                to="standards.standarddraft",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("draft", "key"), name="draft_value_once")],
                    },
                ),
                migrations.CreateModel(
                    name="DraftEditor",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("person", models.UUIDField()),
                        (
                            "draft",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="editors",
                                to="standards.standarddraft",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("draft", "person"), name="draft_editor_once")],
                    },
                ),
            ],
        ),
    ]
