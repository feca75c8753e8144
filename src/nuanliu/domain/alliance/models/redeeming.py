"""What is written at the till. Ids of people stand here without their names."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.alliance.models.offers import Offer
from nuanliu.domain.alliance.models.shops import Shop
from nuanliu.domain.alliance.types import Bearer, NotedState, Shown, Side
from nuanliu.domain.network.models import Node
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Code(models.Model):
    """Eight characters that a volunteer shows for one offer, once, for some minutes.

    They are a keyed digest of the row's id: a row that somebody else wrote into the table opens nothing.
    """

    pk = models.CompositePrimaryKey("site_id", "id")
    site_id = models.UUIDField()
    """Home site of the person."""
    id = models.UUIDField(default=new_id, editable=False)
    person_id = models.UUIDField()
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8)
    shown = models.CharField(max_length=8)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site_id", "code"], name="code_once_a_site"),
            one_of("shown", Shown, table="code"),
        ]
        indexes = [
            models.Index(fields=["code"], name="code_by_code"),
            models.Index(fields=["person_id", "issued_at"], name="code_by_person"),
        ]

    def __str__(self) -> str:
        return self.code


class Redemption(models.Model):
    """One courtesy had. The book has the coins; this row knows what for, where, and who bears it."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    """Site of the shop, whose book takes the coins. That both are there follows from the offer, which names its shop:
    the database need not ask for them at every press."""
    id = models.UUIDField(default=new_id, editable=False)
    shop = models.ForeignKey(
        Shop, on_delete=models.PROTECT, related_name="redemptions", db_index=False, db_constraint=False
    )
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="redemptions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="redemptions", db_index=False)
    home_site = models.UUIDField()
    code = models.CharField(max_length=8)
    title = models.CharField(max_length=40)
    """The offer's words of that moment."""
    coins = models.PositiveBigIntegerField()
    bearer = models.CharField(max_length=8)
    fund_id = models.UUIDField(null=True)
    day = models.DateField()
    """Local day: statements, limits and the undoing of the same day count by it."""
    made_at = models.DateTimeField()
    """When the coins left the book."""
    taken_at = models.DateTimeField()
    """When the volunteer stood at the till: earlier, where the line was away."""
    made_by = models.UUIDField()
    token = models.UUIDField()
    standard_version = models.UUIDField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(coins__gt=0), name="redemption_coins_positive"),
            one_of("bearer", Bearer, table="redemption"),
            one_of("undone_by", Side, table="redemption", blank=True),
        ]
        indexes = [
            models.Index(fields=["shop", "day"], name="redemption_by_shop"),
            models.Index(fields=["person", "offer", "day"], name="redemption_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.coins}"


class Noted(models.Model):
    """A code that was taken down while the line was away, and what came of it."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site_id = models.UUIDField()
    """Site of the shop."""
    id = models.UUIDField(default=new_id, editable=False)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8)
    taken_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField()
    state = models.CharField(max_length=8, default=NotedState.WAITING)
    person_id = models.UUIDField(null=True)
    """Whose code it is, where that is known."""
    redemption_id = models.UUIDField(null=True)
    refusal = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_of("state", NotedState, table="noted"),
            models.UniqueConstraint(fields=["site_id", "shop", "code"], name="noted_once_a_shop"),
        ]
        indexes = [models.Index(fields=["person_id", "entered_at"], name="noted_by_person")]

    def __str__(self) -> str:
        return f"{self.code} {self.state}"
