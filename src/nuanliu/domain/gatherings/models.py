"""Gatherings, the roles each wants, and who is on the list. Every row carries its site in the primary key."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.care.models import Service
from nuanliu.domain.gatherings.types import Credit, GatheringState, Role, SignupState, Way
from nuanliu.domain.network.models import Node
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import CreditChoice
from nuanliu.platform.db import one_of, within_site
from nuanliu.platform.ids import new_id


class Gathering(models.Model):
    """One group event of a site. `host` is who runs it; `service` is what its helpers' minutes are recorded as."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    number = models.PositiveIntegerField()
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=40)
    about = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=GatheringState.DRAFT)
    revision = models.PositiveSmallIntegerField(default=0)
    """Grows with every change that a calendar must notice."""
    leader = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Who ticks the roll on her phone; nobody if the desk does."""
    planned_by = models.UUIDField()
    planned_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    off_reason = models.CharField(max_length=200, blank=True)
    rolled_at = models.DateTimeField(null=True)
    rolled_by = models.UUIDField(null=True)
    is_paper_roll = models.BooleanField(default=False)
    """The roll was kept on paper and typed in afterwards."""
    return_reason = models.CharField(max_length=200, blank=True)
    first_review_by = models.UUIDField(null=True)
    certified_at = models.DateTimeField(null=True)
    certified_by = models.UUIDField(null=True)
    standard_version = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="gathering_number_once_per_site"),
            one_of("state", GatheringState, table="gathering"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="gathering_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(state__in=[GatheringState.ROLLED.value, GatheringState.CERTIFIED.value])
                | Q(rolled_by__isnull=False),
                name="gathering_rolled_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state=GatheringState.CERTIFIED.value)
                | Q(certified_by__isnull=False, standard_version__isnull=False),
                name="gathering_certified_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(certified_by=None) | ~Q(certified_by=F("rolled_by")), name="gathering_roll_seen_by_two"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "starts_at"], name="gathering_by_state"),
            models.Index(fields=["id"], name="gathering_by_id"),
        ]

    def __str__(self) -> str:
        return f"gathering {self.number} ({self.state})"

    @property
    def planned_minutes(self) -> int:
        """Whole minutes from start to end."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class Part(models.Model):
    """A role of one gathering, with its places. `taken` is the counter that is never above `wanted`."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    gathering_id = models.UUIDField()
    gathering = within_site("gatherings.Gathering", "gathering_id", "parts")
    role = models.CharField(max_length=10)
    wanted = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "gathering_id", "role"], name="part_once_a_role"),
            one_of("role", Role, table="part"),
            models.CheckConstraint(condition=Q(taken__lte=F("wanted")), name="part_never_overrun"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.taken}/{self.wanted}"

    @property
    def left(self) -> int:
        """Places that nobody has."""
        return self.wanted - self.taken


class Signup(models.Model):
    """One place on the list: of a person, or of a group of so many `heads` that is not made of persons here."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    gathering_id = models.UUIDField()
    gathering = within_site("gatherings.Gathering", "gathering_id", "signups")
    number = models.PositiveSmallIntegerField()
    """Its line on the roll; never given twice, so that a printed roll stays right."""
    role = models.CharField(max_length=10)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="gatherings")
    group_name = models.CharField(max_length=40, blank=True)
    heads = models.PositiveSmallIntegerField(default=1)
    unit = models.ForeignKey(Node, on_delete=models.PROTECT, null=True, related_name="+")
    """The branch or team for which the helper came."""
    state = models.CharField(max_length=8)
    way = models.CharField(max_length=8)
    signed_by = models.UUIDField(null=True)
    signed_at = models.DateTimeField()
    came = models.BooleanField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    """How long she was there, as the roll says."""
    counted_minutes = models.PositiveSmallIntegerField(null=True)
    arithmetic = models.JSONField(default=list)
    choice = models.CharField(max_length=4, blank=True)
    credit = models.CharField(max_length=10, blank=True)
    credited_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)
    """Why minutes were corrected or do not count."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "gathering_id", "number"], name="signup_number_once"),
            models.UniqueConstraint(
                fields=["site", "gathering_id", "person"],
                condition=~Q(state=SignupState.OFF.value),
                name="signup_person_once",
            ),
            one_of("role", Role, table="signup"),
            one_of("state", SignupState, table="signup"),
            one_of("way", Way, table="signup"),
            one_of("choice", CreditChoice, table="signup", blank=True),
            one_of("credit", Credit, table="signup", blank=True),
            models.CheckConstraint(
                condition=(Q(person__isnull=False) & Q(group_name="", heads=1))
                | (Q(person=None, heads__gte=1) & ~Q(group_name="")),
                name="signup_person_or_group",
            ),
            models.CheckConstraint(
                condition=~Q(credit__in=[Credit.CERTIFIED.value, Credit.CREDITED.value])
                | (Q(came=True, counted_minutes__isnull=False) & ~Q(role=Role.GUEST.value)),
                name="signup_credit_for_who_came",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "state"], name="signup_by_person"),
            models.Index(fields=["id"], name="signup_by_id"),
            models.Index(fields=["credit", "credited_at"], name="signup_by_credit"),
        ]

    def __str__(self) -> str:
        return f"signup {self.number} ({self.state})"

    @property
    def name(self) -> str:
        """The person's or the group's name."""
        return self.person.name if self.person else self.group_name


class Photo(models.Model):
    """A picture of a gathering, drawn anew by us: no place and no camera is kept in it."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    gathering_id = models.UUIDField()
    gathering = within_site("gatherings.Gathering", "gathering_id", "photos")
    words = models.CharField(max_length=80)
    """What is seen on it, for who cannot see it."""
    data = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    is_public = models.BooleanField(default=False)
    """Everybody on it agreed to be shown."""
    taken_in_by = models.UUIDField()
    taken_in_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.words
