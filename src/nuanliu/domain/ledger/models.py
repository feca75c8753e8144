"""Tables of the ledger. Only this area reads or writes them; everyone else asks `operations` and `queries`.

Every row carries its site in its primary key. The journal (term, transfer, entry, lot move) is never changed, and the
sealer turns every row of it into evidence. Balance, hold and lot are counters that follow from the journal; the check
of the books derives all of them again.
"""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.ledger.types import AccountKind, Kind, Phase, Unit
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Account(models.Model):
    """One unit of one owner at one site. `owner` is a person's id or, for a site's own accounts, the site's."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site_id = models.UUIDField()
    id = models.UUIDField(default=new_id, editable=False)
    unit = models.CharField(max_length=8)
    kind = models.CharField(max_length=16)
    owner = models.UUIDField()
    code = models.CharField(max_length=40, blank=True)
    stripe = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site_id", "owner", "unit", "kind", "code", "stripe"], name="account_once_per_owner"
            ),
            one_of("unit", Unit, table="account"),
            one_of("kind", AccountKind, table="account"),
        ]
        indexes = [models.Index(fields=["owner", "unit", "kind"], name="account_by_owner")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.unit} {self.owner}"


class Balance(models.Model):
    """The narrow row that is the lock, the bound and the balance of one account."""

    pk = models.CompositePrimaryKey("site_id", "account_id")
    site_id = models.UUIDField()
    account_id = models.UUIDField()
    posted = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(null=True, default=0)
    """What posted − held may not go below; null for an unbounded system account. As the account's newest term says."""
    ceiling = models.BigIntegerField(null=True)
    seq = models.BigIntegerField(default=0)
    """Number of the account's last entry."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(held__gte=0), name="balance_held_not_negative"),
            models.CheckConstraint(
                condition=Q(floor__isnull=True) | Q(posted__gte=F("floor") + F("held")), name="balance_above_floor"
            ),
            models.CheckConstraint(
                condition=Q(ceiling__isnull=True) | Q(posted__lte=F("ceiling")), name="balance_below_ceiling"
            ),
            models.CheckConstraint(condition=Q(seq__gte=0), name="balance_seq_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.posted} ({self.held} held)"


class Term(models.Model):
    """Under which bounds an account is kept from now on: written when it is opened, changed or closed, never again."""

    pk = models.CompositePrimaryKey("site_id", "account_id", "number")
    site_id = models.UUIDField()
    account_id = models.UUIDField()
    number = models.PositiveIntegerField()
    floor = models.BigIntegerField(null=True)
    ceiling = models.BigIntegerField(null=True)
    is_open = models.BooleanField()
    recorded_at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    xact = models.BigIntegerField()
    """As in `Transfer`."""

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(number__gt=0), name="term_number_positive")]

    def __str__(self) -> str:
        return f"{self.account_id}: term {self.number}"


class Transfer(models.Model):
    """One immutable movement between two accounts of one unit. Its id came from the caller."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site_id = models.UUIDField()
    id = models.UUIDField()
    group = models.UUIDField(null=True)
    kind = models.CharField(max_length=16)
    phase = models.CharField(max_length=8)
    unit = models.CharField(max_length=8)
    debit = models.UUIDField()
    credit = models.UUIDField()
    amount = models.BigIntegerField()
    hold = models.UUIDField(null=True)
    reverses = models.UUIDField(null=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    subject = models.UUIDField(null=True)
    standard_version = models.UUIDField(null=True)
    memo = models.CharField(max_length=200, blank=True)
    fingerprint = models.BinaryField(max_length=32)
    xact = models.BigIntegerField(null=True)
    """Number of the database's transaction that wrote it: tells the sealer exactly how far back a late one can be.

    Null in rows older than sealing itself."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site_id", "reverses"], name="transfer_reversed_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_amount_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_two_accounts"),
            models.CheckConstraint(
                condition=Q(phase__in=[Phase.POST.value, Phase.HOLD.value], hold__isnull=True)
                | Q(phase__in=[Phase.CAPTURE.value, Phase.RELEASE.value], hold__isnull=False),
                name="transfer_hold_named",
            ),
            one_of("unit", Unit, table="transfer"),
            one_of("kind", Kind, table="transfer"),
            one_of("phase", Phase, table="transfer"),
        ]
        indexes = [
            # The site comes second, so that nothing but the primary key offers itself for finding a transfer by id.
            models.Index(
                fields=["subject", "site_id"], name="transfer_about_subject", condition=Q(subject__isnull=False)
            ),
            models.Index(fields=["hold", "site_id"], name="transfer_of_hold", condition=Q(hold__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.unit}"


class Entry(models.Model):
    """One numbered line of one account, with the balance after it."""

    pk = models.CompositePrimaryKey("site_id", "account_id", "seq")
    site_id = models.UUIDField()
    account_id = models.UUIDField()
    seq = models.BigIntegerField()
    transfer_id = models.UUIDField()
    amount = models.BigIntegerField()
    balance = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site_id", "transfer_id", "account_id"], name="entry_once_per_leg"),
            models.CheckConstraint(condition=~Q(amount=0), name="entry_amount_not_zero"),
            models.CheckConstraint(condition=Q(seq__gt=0), name="entry_seq_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} #{self.seq}: {self.amount:+}"


class Hold(models.Model):
    """How much of a hold is still reserved: a cache of the immutable hold, capture and release transfers."""

    pk = models.CompositePrimaryKey("site_id", "transfer_id")
    site_id = models.UUIDField()
    transfer_id = models.UUIDField()
    account_id = models.UUIDField()
    amount = models.BigIntegerField()
    captured = models.BigIntegerField(default=0)
    released = models.BigIntegerField(default=0)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(captured__gte=0, released__gte=0, amount__gte=F("captured") + F("released")),
                name="hold_within_amount",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"], name="hold_open_by_expiry", condition=Q(amount__gt=F("captured") + F("released"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transfer_id}: {self.amount - self.captured - self.released} open"


class Lot(models.Model):
    """What of an account's balance runs out at the end of the day before `expires`. Lots sum to the balance."""

    pk = models.CompositePrimaryKey("site_id", "account_id", "expires")
    site_id = models.UUIDField()
    account_id = models.UUIDField()
    expires = models.DateField()
    amount = models.BigIntegerField(default=0)
    """All that ever came in with this date."""
    held = models.BigIntegerField(default=0)
    remaining = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held__gte=0, remaining__gte=F("held"), amount__gte=F("remaining")), name="lot_within_amount"
            ),
        ]
        indexes = [models.Index(fields=["expires"], name="lot_left_by_expiry", condition=Q(remaining__gt=0))]

    def __str__(self) -> str:
        return f"{self.account_id} until {self.expires}: {self.remaining}"


class LotMove(models.Model):
    """What one transfer did to one lot: moved `amount` in or out, reserved or freed `reserved`."""

    pk = models.CompositePrimaryKey("site_id", "transfer_id", "account_id", "expires")
    site_id = models.UUIDField()
    transfer_id = models.UUIDField()
    account_id = models.UUIDField()
    expires = models.DateField()
    amount = models.BigIntegerField()
    reserved = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0, reserved=0), name="lot_move_not_zero")]
        indexes = [models.Index(fields=["site_id", "account_id", "expires"], name="lot_move_by_lot")]

    def __str__(self) -> str:
        return f"{self.transfer_id}: {self.amount:+} of {self.expires}"


class Snapshot(models.Model):
    """An account's counters at the end of a month: where statements of later days start."""

    pk = models.CompositePrimaryKey("site_id", "account_id", "month")
    site_id = models.UUIDField()
    account_id = models.UUIDField()
    month = models.DateField()
    """The first day of the month after."""
    seq = models.BigIntegerField()
    posted = models.BigIntegerField()
    came_in = models.BigIntegerField()
    """All that ever came in until then; what went out is `came_in` less `posted`."""

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(seq__gt=0), name="snapshot_seq_positive")]

    def __str__(self) -> str:
        return f"{self.account_id} before {self.month}: {self.posted}"


from nuanliu.domain.ledger.seals import models as _seals  # noqa: E402, F401 (the evidence's tables belong to this app)
