"""Goods on a site's shelf, every change of their stock, and what was handed over."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.alliance.shelf.types import MoveKind, Proved
from nuanliu.domain.network.models import Node
from nuanliu.domain.people.models import Person
from nuanliu.platform.db import one_of, within_site
from nuanliu.platform.ids import new_id


class Good(models.Model):
    """One kind of goods. `left` is the stock and its lock: one conditional UPDATE takes from it."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(default=new_id, editable=False)
    name = models.CharField(max_length=40)
    measure = models.CharField(max_length=20)
    """What one piece is: a bag of 5 kg."""
    price = models.PositiveBigIntegerField()
    """Hundredths of a coin a piece."""
    left = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    """No longer on the shelf."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price__gt=0), name="good_price_positive"),
            models.CheckConstraint(condition=Q(left__gte=0), name="good_stock_not_negative"),
        ]
        indexes = [models.Index(fields=["site", "ended_at"], name="good_by_site")]

    def __str__(self) -> str:
        return self.name


class StockMove(models.Model):
    """One change of a stock, and how many there were afterwards. Never changed."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(editable=False)
    good_id = models.UUIDField()
    good = within_site("alliance.Good", "good_id", "moves")
    kind = models.CharField(max_length=8)
    pieces = models.BigIntegerField()
    """How many came (or, below zero, went)."""
    left = models.BigIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        constraints = [one_of("kind", MoveKind, table="stock_move")]
        indexes = [models.Index(fields=["site", "good_id", "-at"], name="stock_move_by_good")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pieces}"


class Handover(models.Model):
    """One piece handed over for coins. The book has the coins; this row knows what, to whom, and how she agreed."""

    pk = models.CompositePrimaryKey("site_id", "id")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    id = models.UUIDField(editable=False)
    good_id = models.UUIDField()
    good = within_site("alliance.Good", "good_id", "handovers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handovers")
    home_site = models.UUIDField()
    number = models.PositiveIntegerField()
    """Of the site, on the slip that she signs."""
    title = models.CharField(max_length=70)
    coins = models.PositiveBigIntegerField()
    proved = models.CharField(max_length=6)
    day = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    standard_version = models.UUIDField()

    class Meta:
        constraints = [
            one_of("proved", Proved, table="handover"),
            models.CheckConstraint(condition=Q(coins__gt=0), name="handover_coins_positive"),
            models.UniqueConstraint(fields=["site", "number"], name="handover_number_once"),
        ]
        indexes = [
            models.Index(fields=["site", "good_id", "-made_at"], name="handover_by_good"),
            models.Index(fields=["person", "-made_at"], name="handover_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.coins}"
