"""Catalogue, needs and visits.

A need is one wish of one old person; a visit is one helper's share of it. A two-person need has two visits. Both carry
their site in the primary key.
"""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.care.menu.terms import Terms
from nuanliu.domain.care.types import (
    STANDING_VISIT,
    Channel,
    Evidence,
    Face,
    Grade,
    NeedState,
    Paused,
    Payer,
    Risk,
    VisitState,
)
from nuanliu.domain.network.models import Node
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import CreditChoice
from nuanliu.platform.db import one_of, within_site
from nuanliu.platform.ids import new_id


class Service(Terms):
    """A line of the catalogue as it stands now; `menu.models.ServiceVersion` keeps what it was from which day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=8, unique=True)
    position = models.PositiveSmallIntegerField()
    """Its place in the list, and the number that is printed before it on menus and tick-cards."""
    version_number = models.PositiveIntegerField(default=0)
    """The version that it says now; none was kept yet at zero."""

    class Meta:
        constraints = [
            one_of("risk", Risk, table="service"),
            models.CheckConstraint(
                condition=Q(default_minutes__gt=0, max_minutes__gte=F("default_minutes")), name="service_minutes"
            ),
            models.CheckConstraint(condition=Q(helpers__gte=1, helpers__lte=2), name="service_helpers"),
        ]

    def __str__(self) -> str:
        return self.name


class Need(models.Model):
    """One wish of one old person for one stretch of time."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    number = models.PositiveIntegerField()
    elder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="needs")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    planned_minutes = models.PositiveSmallIntegerField()
    helpers_wanted = models.PositiveSmallIntegerField(default=1)
    payer = models.CharField(max_length=8)
    purse_code = models.CharField(max_length=36, blank=True)
    """Which purse of the payer's kind: of the family the member's id, of the pool what donors meant it for."""
    channel = models.CharField(max_length=8)
    note = models.CharField(max_length=500, blank=True)
    is_urgent = models.BooleanField(default=False)
    code = models.CharField(max_length=4)
    """What the old person says to the helper at the door, at both ends."""
    placed_by = models.UUIDField()
    submitted_at = models.DateTimeField()
    review_by = models.DateTimeField()
    reviewed_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=300, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    standard_version = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="need_number_once_per_site"),
            one_of("state", NeedState, table="need"),
            one_of("payer", Payer, table="need"),
            one_of("channel", Channel, table="need"),
            models.CheckConstraint(condition=Q(helpers_wanted__gte=1, helpers_wanted__lte=2), name="need_helpers"),
            models.CheckConstraint(condition=Q(planned_minutes__gt=0), name="need_minutes_positive"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="need_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["site", "state", "starts_at"], name="need_board"),
            models.Index(fields=["state", "starts_at"], name="need_open_near"),
            models.Index(fields=["elder", "-starts_at"], name="need_by_elder"),
            models.Index(fields=["id"], name="need_by_id"),
            models.Index(fields=["submitted_at", "site"], name="need_by_day_asked"),
        ]

    def __str__(self) -> str:
        return f"need {self.number} ({self.state})"


class Visit(models.Model):
    """One helper's share of a need. `slot` is which of the wanted places it fills."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    need_id = models.UUIDField()
    need = within_site("care.Need", "need_id", "visits")
    volunteer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits")
    unit = models.ForeignKey(Node, on_delete=models.PROTECT, null=True, related_name="+")
    """The branch or team for which the helper took it: every hour counts for one of them, or for none."""
    slot = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10)
    taken_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    start_evidence = models.CharField(max_length=12, blank=True)
    start_by = models.UUIDField(null=True)
    start_told_at = models.DateTimeField(null=True)
    """When we heard of the start; `started_at` is when it was."""
    ended_at = models.DateTimeField(null=True)
    end_evidence = models.CharField(max_length=12, blank=True)
    end_by = models.UUIDField(null=True)
    end_told_at = models.DateTimeField(null=True)
    reported_late = models.BooleanField(default=False)
    code_failures = models.PositiveSmallIntegerField(default=0)
    grade = models.CharField(max_length=10, blank=True)
    measured_minutes = models.PositiveSmallIntegerField(null=True)
    counted_minutes = models.PositiveSmallIntegerField(null=True)
    arithmetic = models.JSONField(default=list)
    """The Standard's steps as certified: [[code, minutes after], ...]."""
    choice = models.CharField(max_length=4, blank=True)
    helper_note = models.CharField(max_length=500, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    came = models.BooleanField(null=True)
    face = models.CharField(max_length=6, blank=True)
    first_review_by = models.UUIDField(null=True)
    certified_at = models.DateTimeField(null=True)
    certified_by = models.UUIDField(null=True)
    decision_note = models.CharField(max_length=300, blank=True)
    standard_version = models.UUIDField(null=True)
    credited_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    paused = models.CharField(max_length=8, blank=True)
    """Why it cannot be certified now; the visit's row is the lock of question, dispute and decision."""
    posted_as = models.UUIDField(null=True)
    """From what the ids of its lines follow since a decision corrected it; before that, from its own id."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "need_id", "slot"],
                condition=Q(state__in=[state.value for state in sorted(STANDING_VISIT)]),
                name="visit_one_helper_a_place",
            ),
            models.UniqueConstraint(
                fields=["site", "need_id", "volunteer"],
                condition=Q(state__in=[state.value for state in sorted(STANDING_VISIT)]),
                name="visit_helper_once_a_need",
            ),
            one_of("state", VisitState, table="visit"),
            one_of("start_evidence", Evidence, table="visit", blank=True),
            one_of("end_evidence", Evidence, table="visit", blank=True),
            one_of("grade", Grade, table="visit", blank=True),
            one_of("choice", CreditChoice, table="visit", blank=True),
            one_of("face", Face, table="visit", blank=True),
            one_of("paused", Paused, table="visit", blank=True),
            models.CheckConstraint(condition=Q(slot__gte=1, slot__lte=2), name="visit_slot"),
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="visit_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[VisitState.CERTIFIED.value, VisitState.CREDITED.value])
                | Q(certified_by__isnull=False, counted_minutes__isnull=False),
                name="visit_certified_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(certified_by=None) | ~Q(certified_by=F("volunteer")), name="visit_never_self_certified"
            ),
        ]
        indexes = [
            models.Index(fields=["volunteer", "-taken_at"], name="visit_by_volunteer"),
            models.Index(fields=["unit", "ended_at"], name="visit_by_unit"),
            models.Index(fields=["site", "state"], name="visit_by_state"),
            models.Index(fields=["site", "need_id"], name="visit_by_need"),
            models.Index(fields=["id"], name="visit_by_id"),
            models.Index(fields=["ended_at", "site"], name="visit_by_day_ended"),
            models.Index(
                fields=["confirmed_at"], name="visit_to_decide", condition=Q(state=VisitState.CONFIRMED.value)
            ),
        ]

    def __str__(self) -> str:
        return f"visit {self.id} ({self.state})"


class Declined(models.Model):
    """A volunteer said "not this one": it is not shown to her again."""

    pk = models.CompositePrimaryKey("site_id", "need_id", "volunteer_id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    need_id = models.UUIDField()
    volunteer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    declined_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.volunteer_id} declined {self.need_id}"


from nuanliu.domain.care.certifying import models as _certifying  # noqa: E402, F401 (its tables belong to this app)
from nuanliu.domain.care.disputes import models as _disputes  # noqa: E402, F401 (its tables belong to this app)
from nuanliu.domain.care.invitations import models as _invitations  # noqa: E402, F401 (as above)
from nuanliu.domain.care.menu import models as _menu  # noqa: E402, F401 (as above)
from nuanliu.domain.care.series import models as _series  # noqa: E402, F401 (the tables of series belong to this app)
from nuanliu.domain.care.slips import batch_models as _batches  # noqa: E402, F401 (as above)
from nuanliu.domain.care.slips import models as _slips  # noqa: E402, F401 (the tables of slips belong to this app)
from nuanliu.domain.care.watching import models as _watching  # noqa: E402, F401 (its tables belong to this app)
