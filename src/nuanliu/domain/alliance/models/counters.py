"""The three counters that a redemption must not pass: narrow rows, each the lock of what it counts."""

from django.db import models
from django.db.models import Q


class ShopMonth(models.Model):
    """What a shop has taken in a month: the budget's counter and its lock."""

    pk = models.CompositePrimaryKey("site_id", "shop_id", "month")
    site_id = models.UUIDField()
    shop_id = models.UUIDField()
    month = models.DateField()
    coins = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(coins__gte=0), name="shop_month_not_negative")]

    def __str__(self) -> str:
        return f"{self.month} {self.coins}"


class PersonMonth(models.Model):
    """What a person has spent in shops in a month: the counter of her cap and its lock."""

    pk = models.CompositePrimaryKey("site_id", "person_id", "month")
    site_id = models.UUIDField()
    person_id = models.UUIDField()
    month = models.DateField()
    coins = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(coins__gte=0), name="person_month_not_negative")]

    def __str__(self) -> str:
        return f"{self.month} {self.coins}"


class Stock(models.Model):
    """How many of a counted offer are left."""

    pk = models.CompositePrimaryKey("site_id", "offer_id")
    site_id = models.UUIDField()
    offer_id = models.UUIDField()
    left = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(left__gte=0), name="stock_not_negative")]

    def __str__(self) -> str:
        return str(self.left)
