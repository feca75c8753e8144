"""The tree of organisations, sign-in accounts, and appointments that put a person into a role at a node."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from nuanliu.domain.network.types import BUREAU_ROLES, BranchKind, NodeKind, Role
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Node(models.Model):
    """One organisation of the tree (`kinds.KINDS`). `path` is the codes from the root, each ended by `/`.

    A node that was merged is closed and stands under the one it went into, so that whoever may look after that one
    reaches its people and its book too.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12)
    branch_kind = models.CharField(max_length=12, blank=True)
    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=200, unique=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=80, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    details = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(closed_at__isnull=False, parent=F("merged_into")),
                name="node_merged_is_closed",
            ),
            one_of("kind", NodeKind, table="node"),
            one_of("branch_kind", BranchKind, table="node", blank=True),
            models.CheckConstraint(
                condition=Q(kind=NodeKind.CITY.value, parent=None)
                | Q(~Q(kind=NodeKind.CITY.value), parent__isnull=False),
                name="node_only_city_is_root",
            ),
        ]
        indexes = [models.Index(fields=["kind", "name"], name="node_by_kind")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_site(self) -> bool:
        """Whether books are kept here."""
        return self.kind in {NodeKind.COMMUNITY, NodeKind.CARE_HOME}


class Standing(models.Model):
    """Where a node stood: its path from `since` (None: ever) until `until`. What happened then counts there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="standings")
    path = models.CharField(max_length=200)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node"], condition=Q(until=None), name="standing_one_in_force"),
            models.UniqueConstraint(fields=["node"], condition=Q(since=None), name="standing_one_first"),
            models.UniqueConstraint(fields=["node", "since"], name="standing_one_a_moment"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")), name="standing_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["path"], name="standing_by_path")]

    def __str__(self) -> str:
        return self.path


class Pledge(models.Model):
    """A branch or team pledges so many services a month, from the month of `first_month` to that of `last_month`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="pledges")
    services = models.PositiveSmallIntegerField()
    first_month = models.DateField()
    last_month = models.DateField(null=True)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node"], condition=Q(last_month=None), name="pledge_one_in_force"),
            models.UniqueConstraint(fields=["node", "first_month"], name="pledge_one_a_month"),
            models.CheckConstraint(condition=Q(services__gt=0), name="pledge_of_something"),
            models.CheckConstraint(
                condition=Q(last_month=None) | Q(last_month__gte=F("first_month")), name="pledge_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.services} a month from {self.first_month}"


class LoginManager(BaseUserManager["Login"]):
    """Finds sign-in accounts by their name."""


class Login(AbstractBaseUser):
    """How one person signs in. The person's row has the same id: one person, one account, one id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=64, unique=True)
    is_active = models.BooleanField(default=True)
    stamp = models.PositiveIntegerField(default=0)
    """Counted up whenever what the person may do changes: sessions begun before are over."""
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    objects = LoginManager()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session is bound to: the password and the stamp. Django asks for it at every request."""
        salt = "nuanliu.domain.network.models.Login"
        return salted_hmac(salt, f"{self.password}|{self.stamp}", secret=secret, algorithm="sha256").hexdigest()

    def __str__(self) -> str:
        return self.username


class Appointment(models.Model):
    """`holder` has `role` at `node` from `starts_at` until `ended_at`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    holder = models.ForeignKey(Login, on_delete=models.PROTECT, related_name="appointments")
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20)
    starts_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    made_by = models.UUIDField(null=True)
    ended_by = models.UUIDField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("role", Role, table="appointment"),
            models.UniqueConstraint(
                fields=["holder"],
                condition=Q(ended_at=None, role__in=sorted(role.value for role in BUREAU_ROLES)),
                name="appointment_one_bureau_power",
            ),
            models.UniqueConstraint(
                fields=["holder", "node", "role"], condition=Q(ended_at=None), name="appointment_once_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} at {self.node_id}"


class Numbering(models.Model):
    """The last number given at a site in a series (needs, slips, cards): no counter is shared between sites."""

    pk = models.CompositePrimaryKey("site_id", "series")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=16)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series} {self.last}"
