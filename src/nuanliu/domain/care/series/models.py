"""Tables of series, wishes, pairs and fallback tasks. Every row carries its site in the primary key."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.care.series.types import (
    LIVE_PAIR,
    AgreedHow,
    FirstState,
    ForWhom,
    OccurrenceState,
    PairSide,
    PairState,
    SeriesState,
    TaskState,
    TaskTo,
)
from nuanliu.domain.care.types import Channel, Payer
from nuanliu.platform.db import one_of, within_site
from nuanliu.platform.ids import new_id

DAY = 1440


class Series(models.Model):
    """One wish of one old person that comes again every week."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    elder = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="series")
    service = models.ForeignKey("care.Service", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10)
    weekdays = models.JSONField()
    """ISO weekdays, Monday = 1, ascending."""
    start_minute = models.PositiveSmallIntegerField()
    """Minutes after midnight on the wall clock."""
    planned_minutes = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    times = models.PositiveSmallIntegerField(null=True)
    """How often it comes at most; None if only the last day ends it."""
    skips_holidays = models.BooleanField(default=True)
    payer = models.CharField(max_length=8, blank=True)
    """Empty: each occurrence takes what is usual on the day it is made."""
    channel = models.CharField(max_length=8)
    note = models.CharField(max_length=500, blank=True)
    wishes = models.JSONField(default=list)
    for_whom = models.CharField(max_length=10, default=ForWhom.HERSELF)
    placed_by = models.UUIDField()
    placed_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    """Why it was refused, paused or ended."""
    resumes_on = models.DateField(null=True)
    """While it is paused: the day from which it runs again by itself."""
    revision = models.PositiveIntegerField(default=1)
    """Counts changes: the id of an occurrence follows from series, day and revision."""
    made_until = models.DateField()
    """The last day that was looked at; everything up to it is decided."""

    class Meta:
        constraints = [
            one_of("state", SeriesState, table="series"),
            one_of("payer", Payer, table="series", blank=True),
            one_of("channel", Channel, table="series"),
            one_of("for_whom", ForWhom, table="series"),
            models.CheckConstraint(condition=Q(start_minute__lt=DAY), name="series_start_minute"),
            models.CheckConstraint(condition=Q(planned_minutes__gt=0), name="series_minutes_positive"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="series_ends_after_start"),
            models.CheckConstraint(condition=Q(times=None) | Q(times__gt=0), name="series_times_positive"),
        ]
        indexes = [
            models.Index(fields=["site", "state"], name="series_by_state"),
            models.Index(fields=["state", "made_until"], name="series_to_make"),
            models.Index(fields=["elder", "-placed_at"], name="series_by_elder"),
            models.Index(fields=["id"], name="series_by_id"),
        ]

    def __str__(self) -> str:
        return f"series {self.id} ({self.state})"


class Occurrence(models.Model):
    """One day of a series, and the need that was made for it."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(editable=False)
    """Follows from series, day and revision; the need has the same."""
    series_id = models.UUIDField()
    series = within_site("care.Series", "series_id", "occurrences")
    day = models.DateField()
    state = models.CharField(max_length=10)
    skipped = models.CharField(max_length=20, blank=True)
    """Why there is no need: `Skipped`, or the code of the refusal."""
    need_id = models.UUIDField(null=True)
    need = within_site("care.Need", "need_id", "+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "series_id", "day"],
                condition=~Q(state=OccurrenceState.WITHDRAWN.value),
                name="occurrence_once_a_day",
            ),
            one_of("state", OccurrenceState, table="occurrence"),
        ]
        indexes = [
            models.Index(fields=["site", "series_id", "day"], name="occurrence_by_series"),
            models.Index(fields=["site", "need_id"], name="occurrence_by_need"),
        ]

    def __str__(self) -> str:
        return f"{self.day} of {self.series_id} ({self.state})"


class Wishes(models.Model):
    """What is wished of the helper of one need, and for whom it is."""

    pk = models.CompositePrimaryKey("site_id", "need_id")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    need_id = models.UUIDField()
    codes = models.JSONField(default=list)
    for_whom = models.CharField(max_length=10, default=ForWhom.HERSELF)
    place = models.CharField(max_length=120, blank=True)
    """Where to meet, if not at her home."""

    class Meta:
        constraints = [one_of("for_whom", ForWhom, table="wishes")]

    def __str__(self) -> str:
        return f"wishes of {self.need_id}"


class ChangeAsked(models.Model):
    """A need that a helper has taken was changed: she agrees, or steps back without any mark against her."""

    pk = models.CompositePrimaryKey("site_id", "visit_id")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    visit_id = models.UUIDField()
    visit = within_site("care.Visit", "visit_id", "changes")
    old_starts_at = models.DateTimeField()
    old_minutes = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(null=True)

    def __str__(self) -> str:
        return f"change of {self.visit_id}"


class Pair(models.Model):
    """An old person and a volunteer who belong together (结对)."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    """Home site of the old person."""
    id = models.UUIDField(default=new_id, editable=False)
    elder = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="pairs")
    volunteer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="paired_with")
    state = models.CharField(max_length=10)
    asked_side = models.CharField(max_length=10)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    elder_agreed_at = models.DateTimeField(null=True)
    elder_agreed_by = models.UUIDField(null=True)
    elder_agreed_how = models.CharField(max_length=10, blank=True)
    volunteer_agreed_at = models.DateTimeField(null=True)
    paused_until = models.DateField(null=True)
    """While it is paused: the last day of the pause; None if nobody knows."""
    substitute = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    """Who is asked first while the helper is away."""
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "elder", "volunteer"],
                condition=Q(state__in=[state.value for state in sorted(LIVE_PAIR)]),
                name="pair_once_in_force",
            ),
            one_of("state", PairState, table="pair"),
            one_of("asked_side", PairSide, table="pair"),
            one_of("elder_agreed_how", AgreedHow, table="pair", blank=True),
            models.CheckConstraint(condition=~Q(elder=F("volunteer")), name="pair_two_people"),
            models.CheckConstraint(
                condition=~Q(state__in=[PairState.ACTIVE.value, PairState.PAUSED.value])
                | Q(elder_agreed_at__isnull=False, volunteer_agreed_at__isnull=False),
                name="pair_agreed_by_both",
            ),
        ]
        indexes = [
            models.Index(fields=["volunteer", "state"], name="pair_by_volunteer"),
            models.Index(fields=["elder", "state"], name="pair_by_elder"),
            models.Index(fields=["site", "state"], name="pair_by_state"),
            models.Index(fields=["id"], name="pair_by_id"),
        ]

    def __str__(self) -> str:
        return f"pair {self.id} ({self.state})"


class FirstAsked(models.Model):
    """One helper is asked for a need before everybody, until a moment."""

    pk = models.CompositePrimaryKey("site_id", "need_id")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    need_id = models.UUIDField()
    need = within_site("care.Need", "need_id", "+")
    volunteer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    pair_id = models.UUIDField()
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=8, default=FirstState.WAITING)

    class Meta:
        constraints = [one_of("state", FirstState, table="first_asked")]
        indexes = [models.Index(fields=["volunteer", "state"], name="first_asked_by_volunteer")]

    def __str__(self) -> str:
        return f"{self.volunteer_id} first for {self.need_id}"


class FallbackTask(models.Model):
    """A need that nobody took in time: somebody must answer for it."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey("network.Node", on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(editable=False)
    """Follows from the need, its start, and how often it was raised for that start before."""
    need_id = models.UUIDField()
    need = within_site("care.Need", "need_id", "+")
    starts_at = models.DateTimeField()
    """The start that could not be met."""
    to = models.CharField(max_length=10)
    branch = models.ForeignKey("network.Node", on_delete=models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=TaskState.OPEN)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    pool_use = models.UUIDField(null=True)
    """The use of the pool that stood in for her own time."""

    class Meta:
        constraints = [
            one_of("to", TaskTo, table="fallback"),
            one_of("state", TaskState, table="fallback"),
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN.value, answered_at=None)
                | ~Q(state=TaskState.OPEN.value) & Q(answered_at__isnull=False),
                name="fallback_answered_once",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "state"], name="fallback_by_state"),
            models.Index(fields=["branch", "state"], name="fallback_by_branch"),
            models.Index(fields=["site", "need_id"], name="fallback_by_need"),
            models.Index(fields=["id"], name="fallback_by_id"),
        ]

    def __str__(self) -> str:
        return f"fallback {self.need_id} ({self.state})"
