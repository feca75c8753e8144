import django.db.models.deletion
import nuanliu.platform.ids
import nuanliu.platform.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        nuanliu.platform.tables.Tables(
            models=[
                migrations.CreateModel(
                    name="Tries",
                    fields=[
                        ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                        ("failures", models.PositiveSmallIntegerField(default=0)),
                        ("counted_since", models.DateTimeField()),
                        ("rests_until", models.DateTimeField(null=True)),
                        ("last_try", models.UUIDField(null=True)),
                        ("was_right", models.BooleanField(default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="Authenticator",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("secret_sealed", models.BinaryField()),
                        ("last_step", models.BigIntegerField(default=0)),
                        ("added_at", models.DateTimeField()),
                        (
                            "login",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="authenticator",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="OneTimeCode",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("phone_index", models.BinaryField(max_length=16)),
                        ("phone_sealed", models.BinaryField()),
                        ("purpose", models.CharField(max_length=8)),
                        ("channel", models.CharField(max_length=8)),
                        ("sent_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("failures", models.PositiveSmallIntegerField(default=0)),
                        ("used_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["phone_index", "purpose", "-sent_at"], name="one_time_code_by_phone")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("channel__in", ["sms", "voice"])),
                                name="one_time_code_channel_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("purpose__in", ["sign_in", "contact"])),
                                name="one_time_code_purpose_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Passkey",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("name", models.CharField(max_length=40)),
                        ("credential_id", models.BinaryField(max_length=1023)),
                        ("public_key", models.BinaryField(max_length=2048)),
                        ("sign_count", models.BigIntegerField(default=0)),
                        ("added_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField(null=True)),
                        (
                            "login",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="passkeys",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RecoveryCode",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("digest", models.BinaryField(max_length=16)),
                        ("used_at", models.DateTimeField(null=True)),
                        (
                            "login",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recovery_codes",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("used_at", None)),
                                fields=("login", "digest"),
                                name="recovery_code_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Session",
                    fields=[
                        (
                            "session_key",
                            models.CharField(
                                max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                            ),
                        ),
                        ("session_data", models.TextField(verbose_name="session data")),
                        ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                        ("way", models.CharField(blank=True, max_length=8)),
                        ("browser", models.CharField(blank=True, max_length=60)),
                        ("begun_at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField()),
                        (
                            "login",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sessions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "session",
                        "verbose_name_plural": "sessions",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("way__in", ["card", "password", "code", "demo", ""])),
                                name="session_way_known",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
