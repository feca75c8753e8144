import django.db.models.deletion
import nuanliu.domain.people.joining.types
import nuanliu.domain.people.types
import nuanliu.platform.ids
import nuanliu.platform.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("network", "0001_initial"),
    ]

    operations = [
        nuanliu.platform.tables.Tables(
            models=[
                migrations.CreateModel(
                    name="ConsentText",
                    fields=[
                        ("fingerprint", models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ("purpose", models.CharField(max_length=16)),
                        ("version", models.CharField(max_length=16)),
                        ("parts", models.JSONField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Person",
                    fields=[
                        (
                            "login",
                            models.OneToOneField(
                                db_column="id",
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="person",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("name", models.CharField(max_length=60)),
                        ("pinyin", models.CharField(max_length=200)),
                        ("sex", models.CharField(default=nuanliu.domain.people.types.Sex["UNKNOWN"], max_length=1)),
                        ("birth_date", models.DateField(null=True)),
                        ("ethnicity", models.CharField(blank=True, max_length=2)),
                        ("political_status", models.CharField(blank=True, max_length=2)),
                        ("street", models.CharField(blank=True, max_length=60)),
                        ("data_key", models.BinaryField(null=True)),
                        ("identity_sealed", models.BinaryField(null=True)),
                        ("identity_index", models.BinaryField(max_length=16, null=True, unique=True)),
                        ("identity_tail_index", models.BinaryField(max_length=16, null=True)),
                        ("phone_sealed", models.BinaryField(null=True)),
                        ("phone_index", models.BinaryField(max_length=16, null=True)),
                        ("address_sealed", models.BinaryField(null=True)),
                        ("latitude", models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                        ("longitude", models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                        ("registered_at", models.DateTimeField()),
                        ("died_on", models.DateField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "branch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="network.node",
                            ),
                        ),
                        (
                            "home_site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="residents", to="network.node"
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["phone_index"], name="person_by_phone"),
                            models.Index(fields=["identity_tail_index"], name="person_by_identity_tail"),
                            models.Index(fields=["home_site", "name"], name="person_by_site_and_name"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("sex__in", ["0", "1", "2", "9"])), name="person_sex_known"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Elder",
                    fields=[
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="elder",
                                serialize=False,
                                to="people.person",
                            ),
                        ),
                        ("circumstances", models.JSONField(default=list)),
                        ("languages", models.JSONField(default=list)),
                        ("has_phone", models.BooleanField(default=True)),
                        ("floor_and_stairs", models.CharField(blank=True, max_length=60)),
                        ("helper_note_sealed", models.BinaryField(null=True)),
                        ("emergency_sealed", models.BinaryField(null=True)),
                        ("door_code_sealed", models.BinaryField(null=True)),
                        ("pets", models.CharField(blank=True, max_length=60)),
                        ("unknown", models.JSONField(default=list)),
                        ("told_by", models.CharField(blank=True, max_length=10)),
                        ("is_special", models.BooleanField(default=False)),
                        ("special_since", models.DateField(null=True)),
                        ("registered_at", models.DateTimeField()),
                        (
                            "regular_helper",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="regular_for",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("told_by__in", ["desk", "telephone", "home_visit", "family", "self", ""])
                                ),
                                name="elder_told_by_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("what", models.CharField(max_length=12)),
                        ("wanted_sealed", models.BinaryField(null=True)),
                        (
                            "state",
                            models.CharField(
                                default=nuanliu.domain.people.types.CorrectionState["ASKED"], max_length=8
                            ),
                        ),
                        ("asked_by", models.UUIDField()),
                        ("asked_at", models.DateTimeField()),
                        ("decided_by", models.UUIDField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("answer", models.CharField(blank=True, max_length=200)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("what__in", ["name", "phone", "address", "birth", "identity", "other"])
                                ),
                                name="correction_what_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["asked", "done", "refused"])),
                                name="correction_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state", "asked"), ("decided_at__isnull", False), _connector="OR"),
                                name="correction_decided_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("person")), _negated=True),
                                    _connector="OR",
                                ),
                                name="correction_not_by_herself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("purpose", models.CharField(max_length=16)),
                        ("how", models.CharField(max_length=8)),
                        ("given_by", models.UUIDField(null=True)),
                        ("given_at", models.DateTimeField()),
                        ("withdrawn_how", models.CharField(blank=True, max_length=8)),
                        ("withdrawn_by", models.UUIDField(null=True)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "text",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.consenttext"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "purpose__in",
                                        ["service", "health", "location", "honour_name", "share_shop", "share_insurer"],
                                    )
                                ),
                                name="consent_purpose_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("how__in", ["self", "desk", "paper"])), name="consent_how_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("withdrawn_how__in", ["self", "desk", "paper", ""])),
                                name="consent_withdrawn_how_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("person", "purpose"),
                                name="consent_once_in_force",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Closing",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("asked_by", models.UUIDField()),
                        ("asked_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField()),
                        ("taken_back_by", models.UUIDField(null=True)),
                        ("taken_back_at", models.DateTimeField(null=True)),
                        ("done_at", models.DateTimeField(null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="closings", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at", None), ("taken_back_at", None)),
                                fields=["due_at"],
                                name="closing_due",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("done_at", None), ("taken_back_at", None)),
                                fields=("person",),
                                name="closing_one_under_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("taken_back_at", None), ("done_at", None), _connector="OR"),
                                name="closing_taken_back_or_done",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Application",
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
                                default=nuanliu.domain.people.joining.types.ApplicationState["DRAFT"], max_length=10
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                default=nuanliu.domain.people.joining.types.ApplicationChannel["SELF"], max_length=4
                            ),
                        ),
                        ("answers", models.JSONField(default=dict)),
                        ("told_sealed", models.BinaryField(null=True)),
                        ("birth_date", models.DateField(null=True)),
                        ("sex", models.CharField(blank=True, max_length=1)),
                        ("declared_at", models.DateTimeField(null=True)),
                        ("health_declared_at", models.DateTimeField(null=True)),
                        ("entered_by", models.UUIDField(null=True)),
                        ("started_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(null=True)),
                        ("site_by", models.UUIDField(null=True)),
                        ("site_at", models.DateTimeField(null=True)),
                        ("city_by", models.UUIDField(null=True)),
                        ("city_at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("insured_until", models.DateField(null=True)),
                        ("standard_version", models.UUIDField(null=True)),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["site", "state", "submitted_at"], name="application_work_list")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "draft",
                                            "submitted",
                                            "sampled",
                                            "returned",
                                            "approved",
                                            "refused",
                                            "withdrawn",
                                        ],
                                    )
                                ),
                                name="application_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("channel__in", ["self", "desk"])), name="application_channel_known"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["draft", "returned", "sampled", "submitted"])),
                                fields=("person",),
                                name="application_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("site_by", None),
                                    ("city_by", None),
                                    models.Q(("site_by", models.F("city_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="application_two_people",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Merge",
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
                                default=nuanliu.domain.people.joining.types.MergeState["PROPOSED"], max_length=8
                            ),
                        ),
                        ("reason", models.CharField(max_length=300)),
                        ("proposed_by", models.UUIDField()),
                        ("proposed_at", models.DateTimeField()),
                        ("decided_by", models.UUIDField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("refusal", models.CharField(blank=True, max_length=300)),
                        ("moved", models.JSONField(default=dict)),
                        (
                            "gone",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                        (
                            "kept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="people.person"
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
                                condition=models.Q(("state__in", ["proposed", "done", "refused"])),
                                name="merge_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "refused"), _negated=True),
                                fields=("gone",),
                                name="merge_gone_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kept", models.F("gone")), _negated=True), name="merge_two_entries"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="merge_two_people",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Paper",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(max_length=12)),
                        ("picture_sealed", models.BinaryField(null=True)),
                        ("width", models.PositiveSmallIntegerField()),
                        ("height", models.PositiveSmallIntegerField()),
                        ("added_at", models.DateTimeField()),
                        ("added_by", models.UUIDField(null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["proof", "signed_page"])), name="paper_kind_known"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PinCard",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("number", models.CharField(max_length=12, unique=True)),
                        ("pin_hash", models.CharField(max_length=200)),
                        ("issued_at", models.DateTimeField()),
                        ("voided_at", models.DateTimeField(null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pin_cards",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("voided_at", None)),
                                fields=("person",),
                                name="pin_card_one_in_force",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Qualification",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("skill", models.CharField(max_length=20)),
                        ("valid_until", models.DateField(null=True)),
                        ("is_validity_known", models.BooleanField(default=True)),
                        (
                            "state",
                            models.CharField(
                                default=nuanliu.domain.people.joining.types.ProofState["CLAIMED"], max_length=8
                            ),
                        ),
                        ("decided_by", models.UUIDField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("claimed_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(null=True)),
                        (
                            "paper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.paper"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="qualifications",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["claimed", "verified", "refused"])),
                                name="qualification_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at", None)),
                                fields=("person", "skill"),
                                name="qualification_once_a_skill",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Relation",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kinship", models.CharField(max_length=16)),
                        ("recorded_at", models.DateTimeField()),
                        ("proof", models.CharField(blank=True, max_length=12)),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        ("confirmed_by", models.UUIDField(null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="relations",
                                to="people.person",
                            ),
                        ),
                        (
                            "relative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
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
                                name="relation_kinship_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("proof__in", ["household", "marriage", "birth", "certificate", ""])
                                ),
                                name="relation_proof_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at", None), ("proof", "")),
                                    models.Q(("confirmed_at__isnull", False), models.Q(("proof", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="relation_confirmed_by_paper",
                            ),
                            models.UniqueConstraint(fields=("person", "relative"), name="relation_once"),
                            models.CheckConstraint(
                                condition=models.Q(("person", models.F("relative")), _negated=True),
                                name="relation_two_people",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RosterUpload",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        ("file_name", models.CharField(max_length=200)),
                        ("digest", models.CharField(max_length=64)),
                        ("rows_sealed", models.BinaryField()),
                        ("file_sealed", models.BinaryField(null=True)),
                        ("under_way", models.CharField(blank=True, max_length=8)),
                        ("rows_done", models.PositiveIntegerField(default=0)),
                        ("trouble", models.CharField(blank=True, max_length=40)),
                        ("verdicts", models.JSONField(default=list)),
                        ("row_count", models.PositiveIntegerField()),
                        ("error_count", models.PositiveIntegerField()),
                        ("uploaded_by", models.UUIDField(null=True)),
                        ("uploaded_at", models.DateTimeField()),
                        ("committed_at", models.DateTimeField(null=True)),
                        ("outcome", models.JSONField(default=dict)),
                        (
                            "site",
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
                            models.CheckConstraint(
                                condition=models.Q(("under_way__in", ["check", "load", ""])),
                                name="roster_under_way_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TrainingRecord",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("course", models.CharField(max_length=20)),
                        ("version", models.CharField(max_length=12)),
                        ("how", models.CharField(max_length=8)),
                        ("minutes", models.PositiveSmallIntegerField()),
                        ("score", models.PositiveSmallIntegerField(null=True)),
                        ("questions", models.PositiveSmallIntegerField(null=True)),
                        ("is_passed", models.BooleanField()),
                        ("taken_on", models.DateField()),
                        ("recorded_at", models.DateTimeField()),
                        ("recorded_by", models.UUIDField(null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="trainings",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["person", "-recorded_at"], name="training_by_person")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("how__in", ["online", "class"])), name="training_how_known"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SpecialStatus",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("types", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                default=nuanliu.domain.people.joining.types.SpecialState["PROPOSED"], max_length=8
                            ),
                        ),
                        ("basis", models.CharField(max_length=300)),
                        ("from_date", models.DateField()),
                        ("until_date", models.DateField(null=True)),
                        ("proposed_by", models.UUIDField()),
                        ("proposed_at", models.DateTimeField()),
                        ("decided_by", models.UUIDField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "elder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="special_statuses",
                                to="people.elder",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["proposed", "granted", "refused", "ended"])),
                                name="special_status_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["proposed", "granted"])),
                                fields=("elder",),
                                name="special_status_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="special_status_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_date", None), ("until_date__gt", models.F("from_date")), _connector="OR"
                                ),
                                name="special_status_ends_later",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RegisterWish",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("for_whom", models.CharField(max_length=6)),
                        ("call_when", models.CharField(max_length=9)),
                        ("said_sealed", models.BinaryField(null=True)),
                        (
                            "state",
                            models.CharField(
                                default=nuanliu.domain.people.joining.types.WishState["WAITING"], max_length=10
                            ),
                        ),
                        ("end", models.CharField(blank=True, max_length=11)),
                        ("asked_at", models.DateTimeField()),
                        ("taken_by", models.UUIDField(null=True)),
                        ("taken_at", models.DateTimeField(null=True)),
                        ("decided_by", models.UUIDField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "asker",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="network.node",
                            ),
                        ),
                        (
                            "elder",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.elder",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["state", "asked_at"], name="register_wish_work_list")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("for_whom__in", ["self", "family"])),
                                name="register_wish_for_whom_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("call_when__in", ["any", "morning", "afternoon"])),
                                name="register_wish_call_when_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "registered", "closed"])),
                                name="register_wish_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end__in", ["not_reached", "not_wanted", "known", ""])),
                                name="register_wish_end_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state", "waiting"), ("said_sealed", None), _connector="OR"),
                                name="register_wish_settled_says_nothing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state", "closed"), ("end", ""), _connector="XOR"),
                                name="register_wish_closed_for_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProxyAsking",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("said_sealed", models.BinaryField()),
                        ("kinship", models.CharField(max_length=16)),
                        ("powers", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                default=nuanliu.domain.people.joining.types.AskingState["WAITING"], max_length=10
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("how", models.CharField(blank=True, max_length=12)),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("decided_by", models.UUIDField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "relative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proxy_askings",
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
                            "elder",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proxy_askings",
                                to="people.elder",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["site", "state", "asked_at"], name="proxy_asking_work_list"),
                            models.Index(fields=["elder", "state"], name="proxy_asking_by_elder"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "agreed", "refused", "withdrawn"])),
                                name="proxy_asking_state_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proxy",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("powers", models.JSONField(default=list)),
                        ("how", models.CharField(max_length=40)),
                        ("agreed_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "relative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="acts_for", to="people.person"
                            ),
                        ),
                        (
                            "elder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="proxies", to="people.elder"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("elder", "relative"),
                                name="proxy_once_in_force",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Volunteer",
                    fields=[
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="volunteer",
                                serialize=False,
                                to="people.person",
                            ),
                        ),
                        ("number", models.CharField(max_length=16, unique=True)),
                        (
                            "state",
                            models.CharField(
                                default=nuanliu.domain.people.types.VolunteerState["APPLYING"], max_length=10
                            ),
                        ),
                        ("joined_on", models.DateField()),
                        ("skills", models.JSONField(default=list)),
                        ("languages", models.JSONField(default=list)),
                        ("rather_not", models.JSONField(default=list)),
                        ("reach_metres", models.PositiveIntegerField(default=3000)),
                        ("default_choice", models.CharField(blank=True, max_length=4)),
                        ("trained_on", models.DateField(null=True)),
                        ("insured_until", models.DateField(null=True)),
                        ("declared_on", models.DateField(null=True)),
                        ("health_declared_on", models.DateField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["applying", "active", "paused", "left"])),
                                name="volunteer_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("default_choice__in", ["time", "coin", ""])),
                                name="volunteer_default_choice_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FreeTime",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("weekday", models.PositiveSmallIntegerField()),
                        ("from_minute", models.PositiveSmallIntegerField()),
                        ("to_minute", models.PositiveSmallIntegerField()),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="free_times",
                                to="people.volunteer",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("weekday__gte", 1), ("weekday__lte", 7)), name="free_time_weekday"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("to_minute__gt", models.F("from_minute")), ("to_minute__lte", 1440)
                                ),
                                name="free_time_span",
                            ),
                            models.UniqueConstraint(
                                fields=("volunteer", "weekday", "from_minute"), name="free_time_once"
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
