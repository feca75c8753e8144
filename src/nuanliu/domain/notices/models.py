"""Notices: what a person is told, and how each telling went."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.network.models import Node
from nuanliu.domain.notices.types import Channel, DeliveryState, Language, NoticeKind
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Notice(models.Model):
    """One thing told to one person. The words are made when read, in the reader's language."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=24)
    params = models.JSONField(default=dict)
    subject_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_of("kind", NoticeKind, table="notice")]
        indexes = [models.Index(fields=["person", "-created_at"], name="notice_inbox")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.person_id}"


class Delivery(models.Model):
    """One notice on one way out of the house. For the call sheet, `sent_at` is when the clerk had spoken."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=12)
    state = models.CharField(max_length=8, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.UUIDField(null=True)
    outcome = models.CharField(max_length=200, blank=True)
    leaves_at = models.DateTimeField(null=True)
    """Not before this: nobody's telephone rings in the quiet hours. None: at once."""
    request = models.PositiveSmallIntegerField(default=0)
    """Number of the request to the provider; the next one only after an answer that this one was not sent."""
    lapses_at = models.DateTimeField(null=True)
    """From when telling it helps nobody any more: a call about a visit that is over."""

    class Meta:
        constraints = [
            one_of("channel", Channel, table="delivery"),
            one_of("state", DeliveryState, table="delivery"),
            models.UniqueConstraint(fields=["site", "notice", "channel"], name="delivery_once_per_channel"),
        ]
        indexes = [
            models.Index(
                fields=["site", "channel"], name="delivery_waiting", condition=Q(state=DeliveryState.WAITING.value)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class Preference(models.Model):
    """How one person wants to be told, as she, her desk or her family said; empty is the usual way of the house."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="notice_preference")
    language = models.CharField(max_length=8, default=Language.CHINESE)
    visits = models.CharField(max_length=12, blank=True)
    book = models.CharField(max_length=12, blank=True)
    events = models.CharField(max_length=12, blank=True)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("language", Language, table="preference"),
            one_of("visits", Channel, table="preference", blank=True),
            one_of("book", Channel, table="preference", blank=True),
            one_of("events", Channel, table="preference", blank=True),
        ]

    def __str__(self) -> str:
        return f"preference of {self.person_id}"


from nuanliu.domain.notices.calls import models as _calls  # noqa: E402, F401 (its tables belong to this app)
