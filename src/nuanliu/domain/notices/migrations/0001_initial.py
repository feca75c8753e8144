import django.db.models.deletion
import nuanliu.domain.notices.types
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
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(max_length=24)),
                        ("params", models.JSONField(default=dict)),
                        ("subject_id", models.UUIDField(null=True)),
                        ("created_at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="people.person"
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
                        "indexes": [models.Index(fields=["person", "-created_at"], name="notice_inbox")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "need_received",
                                            "need_returned",
                                            "need_published",
                                            "helper_found",
                                            "helper_cancelled",
                                            "need_cancelled",
                                            "visit_ended",
                                            "visit_certified",
                                            "visit_returned",
                                            "visit_asked",
                                            "dispute_raised",
                                            "dispute_decided",
                                            "choose_credit",
                                            "credited",
                                            "visit_today",
                                            "runs_out",
                                            "ran_out",
                                            "granted",
                                            "near_cap",
                                            "cap_reached",
                                            "books_wrong",
                                            "application_approved",
                                            "application_returned",
                                            "application_refused",
                                            "proxy_asked",
                                            "proxy_agreed",
                                            "proxy_refused",
                                            "proxy_withdrawn",
                                            "gift_made",
                                            "gift_offered",
                                            "gift_accepted",
                                            "gift_refused",
                                            "gift_expired",
                                            "gift_taken_back",
                                            "kin_died",
                                            "time_left",
                                            "left_to_pool",
                                            "away_dormant",
                                            "away_moved",
                                            "away_ending",
                                            "away_ended",
                                            "share_asked",
                                            "share_agreed",
                                            "share_refused",
                                            "share_left",
                                            "share_used",
                                            "series_set",
                                            "series_refused",
                                            "series_changed",
                                            "series_ended",
                                            "need_changed",
                                            "pair_asked",
                                            "pair_agreed",
                                            "pair_refused",
                                            "pair_paused",
                                            "pair_ended",
                                            "asked_first",
                                            "cover_asked",
                                            "announced",
                                            "honour_reached",
                                            "award_listed",
                                            "award_given",
                                            "courtesy_had",
                                            "courtesy_undone",
                                            "gathering_in",
                                            "gathering_up",
                                            "gathering_changed",
                                            "gathering_off",
                                            "gathering_counted",
                                            "gathering_choose",
                                            "gathering_void",
                                        ],
                                    )
                                ),
                                name="notice_kind_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=nuanliu.platform.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("channel", models.CharField(max_length=12)),
                        (
                            "state",
                            models.CharField(
                                default=nuanliu.domain.notices.types.DeliveryState["WAITING"], max_length=8
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("sent_by", models.UUIDField(null=True)),
                        ("outcome", models.CharField(blank=True, max_length=200)),
                        ("lapses_at", models.DateTimeField(null=True)),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.node"
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="notices.notice",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["site", "channel"],
                                name="delivery_waiting",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("channel__in", ["inbox", "sms", "voice", "wechat", "call_sheet"])),
                                name="delivery_channel_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "sent", "failed"])),
                                name="delivery_state_known",
                            ),
                            models.UniqueConstraint(
                                fields=("site", "notice", "channel"), name="delivery_once_per_channel"
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
