"""What people did with their saved time of their own will. Whose account is whose follows from ids and has no table."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.models import Node
from nuanliu.domain.passbook.bonus_models import Bonus, Campaign, OverflowWish
from nuanliu.domain.passbook.overdraft_models import Overdraft
from nuanliu.domain.passbook.types import (
    AwayKind,
    DealingKind,
    DeathPaper,
    EstateState,
    FundSource,
    FundTarget,
    GiftState,
    MemberState,
    PoolUseKind,
    PoolUseState,
    SaidHow,
)
from nuanliu.domain.people.models import Person
from nuanliu.domain.people.types import Kinship
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id

__all__ = ["Bonus", "Campaign", "Dealing", "Funding", "Gift", "Grant", "Overdraft", "OverflowWish", "PoolUse"]


class Dealing(models.Model):
    """One conversion or donation. The book has the amounts; this row knows who did it and how long it can be undone."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    """Home site of the person, whose book it stands in."""
    id = models.UUIDField(default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="dealings")
    kind = models.CharField(max_length=12)
    unit = models.CharField(max_length=8)
    """What was given away."""
    amount = models.PositiveBigIntegerField()
    """Minutes, or hundredths of a coin."""
    coins = models.PositiveBigIntegerField(default=0)
    """Hundredths of a coin that a conversion brought."""
    purpose = models.CharField(max_length=24, blank=True)
    """For whom a donation is: empty for whoever needs it at the site, else `CITY_POOL` or one special type."""
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    undo_until = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    standard_version = models.UUIDField()

    class Meta:
        constraints = [
            one_of("kind", DealingKind, table="dealing"),
            one_of("unit", Unit, table="dealing"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="dealing_amount_positive"),
            models.CheckConstraint(
                condition=Q(kind=DealingKind.CONVERSION.value, unit=Unit.TIME.value, coins__gt=0)
                | Q(kind=DealingKind.DONATION.value, coins=0),
                name="dealing_coins_of_conversion",
            ),
            models.CheckConstraint(
                condition=Q(purpose="") | Q(kind=DealingKind.DONATION.value), name="dealing_purpose_of_donation"
            ),
        ]
        indexes = [models.Index(fields=["person", "made_at"], name="dealing_by_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.unit}"


class Gift(models.Model):
    """Time given to a relative: held in the giver's book until the receiver has agreed. The book has the minutes."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    """Home site of the giver, in whose book it is held."""
    id = models.UUIDField(default=new_id, editable=False)
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="gifts_given")
    receiver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="gifts_received")
    kinship = models.CharField(max_length=16)
    """What the receiver is to the giver."""
    minutes = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, default=GiftState.WAITING)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    """The giver, or the clerk before whom she said it."""
    made_how = models.CharField(max_length=8)
    answer_by = models.DateTimeField()
    """When it goes back if nobody has answered."""
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_how = models.CharField(max_length=8, blank=True)
    undo_until = models.DateTimeField(null=True)
    """Until when the giver may take back what was accepted."""
    ended_at = models.DateTimeField(null=True)
    """When it went back to the giver."""
    standard_version = models.UUIDField()

    class Meta:
        constraints = [
            one_of("state", GiftState, table="gift"),
            one_of("kinship", Kinship, table="gift"),
            one_of("made_how", SaidHow, table="gift"),
            one_of("answered_how", SaidHow, table="gift", blank=True),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="gift_minutes_positive"),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="gift_between_two"),
            models.CheckConstraint(
                condition=~Q(state__in=[GiftState.ACCEPTED.value, GiftState.REFUSED.value])
                | Q(answered_at__isnull=False),
                name="gift_answered_by_someone",
            ),
        ]
        indexes = [
            models.Index(fields=["giver", "made_at"], name="gift_by_giver"),
            models.Index(fields=["receiver", "state"], name="gift_by_receiver"),
            models.Index(fields=["answer_by"], name="gift_waiting", condition=Q(state=GiftState.WAITING.value)),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min {self.state}"


class Grant(models.Model):
    """What a special beneficiary was granted for one month; its id follows from her and the month, so it is once."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    """Home site of the person, whose book it stands in."""
    id = models.UUIDField(editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    month = models.DateField()
    """First day of the month."""
    minutes = models.PositiveBigIntegerField()
    from_pool = models.PositiveBigIntegerField(default=0)
    """How many of the minutes the pool gave; the site's issuance gave the rest."""
    expires = models.DateField()
    """First day on which what is left is gone."""
    made_at = models.DateTimeField()
    standard_version = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "person", "month"], name="grant_once_a_month"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="grant_minutes_positive"),
            models.CheckConstraint(condition=Q(from_pool__lte=F("minutes")), name="grant_pool_within"),
        ]
        indexes = [models.Index(fields=["person", "month"], name="grant_by_person")]

    def __str__(self) -> str:
        return f"grant {self.month} {self.minutes}"


class PoolUse(models.Model):
    """A decision to take time out of a site's pool: above the Standard's limit somebody else than the asker decides."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(editable=False)
    kind = models.CharField(max_length=8)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    """Whom it helps."""
    minutes = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=8)
    needs_two = models.BooleanField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=300, blank=True)
    standard_version = models.UUIDField()

    class Meta:
        constraints = [
            one_of("kind", PoolUseKind, table="pool_use"),
            one_of("state", PoolUseState, table="pool_use"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="pool_use_minutes_positive"),
            models.CheckConstraint(
                condition=Q(needs_two=False) | Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="pool_use_two_people",
            ),
        ]
        indexes = [models.Index(fields=["site", "state", "asked_at"], name="pool_use_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.minutes} ({self.state})"


class Funding(models.Model):
    """Time or coins that the bureau, or a sponsor through it, put into a site's pool or its bonus fund."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(editable=False)
    target = models.CharField(max_length=8)
    source = models.CharField(max_length=12)
    giver = models.CharField(max_length=60)
    """Which office or enterprise, as it may be read in public."""
    unit = models.CharField(max_length=8)
    amount = models.PositiveBigIntegerField()
    """Minutes, or hundredths of a coin."""
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    standard_version = models.UUIDField()

    class Meta:
        constraints = [
            one_of("target", FundTarget, table="funding"),
            one_of("source", FundSource, table="funding"),
            one_of("unit", Unit, table="funding"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="funding_amount_positive"),
            models.CheckConstraint(
                condition=Q(target=FundTarget.POOL.value, unit__in=[Unit.TIME.value, Unit.COIN.value])
                | Q(target=FundTarget.BONUS.value, unit=Unit.COIN.value),
                name="funding_bonus_in_coins",
            ),
        ]
        indexes = [models.Index(fields=["site", "made_at"], name="funding_by_site")]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}: {self.amount} {self.unit}"


from nuanliu.domain.passbook.booklets import models as _booklets  # noqa: E402, F401 (the tables of booklets belong to this app)


class HouseholdMember(models.Model):
    """One of those who let each other's needs be paid from their TIME, in the order of their places."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    """Home site of all of them: a need is paid out of one site's book."""
    id = models.UUIDField(default=new_id, editable=False)
    household = models.UUIDField()
    """The same for all members; the id of the founder's first row."""
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    place = models.PositiveSmallIntegerField()
    """1 is who founded it and may ask others."""
    state = models.CharField(max_length=8)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    how = models.CharField(max_length=8, blank=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", MemberState, table="household_member"),
            one_of("how", SaidHow, table="household_member", blank=True),
            models.UniqueConstraint(
                fields=["site", "person"],
                condition=Q(state__in=[MemberState.ASKED.value, MemberState.AGREED.value]),
                name="household_member_of_one",
            ),
        ]
        indexes = [models.Index(fields=["household", "place"], name="household_in_order")]

    def __str__(self) -> str:
        return f"{self.place} {self.state}"


class Estate(models.Model):
    """What somebody who died has left: her TIME goes to one relative by two people's word, else to the pool."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="estates")
    state = models.CharField(max_length=12, default=EstateState.OPEN)
    paper = models.CharField(max_length=12)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    """From when nobody can be named any more."""
    heir = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    kinship = models.CharField(max_length=16, blank=True)
    """What the heir was to her."""
    first_by = models.UUIDField(null=True)
    first_at = models.DateTimeField(null=True)
    second_by = models.UUIDField(null=True)
    second_at = models.DateTimeField(null=True)
    minutes = models.PositiveBigIntegerField(default=0)
    """What the heir got."""
    standard_version = models.UUIDField()

    class Meta:
        constraints = [
            one_of("state", EstateState, table="estate"),
            one_of("paper", DeathPaper, table="estate"),
            models.UniqueConstraint(
                fields=["site", "person"], condition=~Q(state=EstateState.MISTAKE.value), name="estate_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | (Q(first_by__isnull=False) & ~Q(second_by=F("first_by"))),
                name="estate_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state=EstateState.TRANSFERRED.value)
                | (Q(heir__isnull=False, second_by__isnull=False, minutes__gt=0)),
                name="estate_transferred_by_two",
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_at"], name="estate_by_state")]

    def __str__(self) -> str:
        return f"estate {self.state}"


class Away(models.Model):
    """An account that rests, because its owner moved away or has not been seen; ended by coming back."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="away")
    kind = models.CharField(max_length=8)
    since = models.DateTimeField()
    keep_until = models.DateField(null=True)
    """First day on which what is left goes to the pool; None: it never does."""
    recorded_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    pooled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("kind", AwayKind, table="away"),
            models.UniqueConstraint(fields=["site", "person"], condition=Q(ended_at=None), name="away_once"),
        ]
        indexes = [models.Index(fields=["keep_until"], name="away_kept", condition=Q(ended_at=None, pooled_at=None))]

    def __str__(self) -> str:
        return f"{self.kind} since {self.since}"


from nuanliu.domain.passbook.oldbooks import models as _oldbooks  # noqa: E402, F401 (as above)
