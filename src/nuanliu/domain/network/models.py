"""The tree of organisations, sign-in accounts, and appointments that put a person into a role at a node."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from nuanliu.domain.network.types import BranchKind, NodeKind, Role
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Node(models.Model):
    """A city, county, town, site, branch, team or shop. `path` is the codes from the root, each ended by `/`."""

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

    class Meta:
        constraints = [
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

    class Meta:
        constraints = [
            one_of("role", Role, table="appointment"),
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
