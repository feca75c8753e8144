"""What people did with their saved time of their own will. Whose account is whose follows from ids and has no table."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.ledger.types import Unit
from nuanliu.domain.network.models import Node
from nuanliu.domain.passbook.types import DealingKind
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


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
        ]
        indexes = [models.Index(fields=["person", "made_at"], name="dealing_by_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.unit}"


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


from nuanliu.domain.passbook.booklets import models as _booklets  # noqa: E402, F401 (the tables of booklets belong to this app)
