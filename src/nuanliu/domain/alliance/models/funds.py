"""Sponsors' funds, and what goes back into the pool at the year's end."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.alliance.models.shops import Shop
from nuanliu.domain.alliance.types import FundState
from nuanliu.domain.network.models import Node
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Fund(models.Model):
    """Coins that a sponsor takes upon itself for a purpose. What is left stands in the book, never below zero."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    """The site in whose book it stands: the shops it helps are of this site."""
    sponsor = models.CharField(max_length=80)
    purpose = models.CharField(max_length=120)
    state = models.CharField(max_length=8, default=FundState.LIVE)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", FundState, table="fund"),
            models.CheckConstraint(
                condition=Q(state=FundState.ENDED.value, ended_at__isnull=False)
                | Q(state=FundState.LIVE.value, ended_at=None),
                name="fund_ended_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sponsor}: {self.purpose}"


class Reissue(models.Model):
    """A shop's coins of a year went into the pool: its gift."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="reissues")
    year = models.PositiveSmallIntegerField()
    coins = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "year"], name="reissue_once_a_year"),
            models.CheckConstraint(condition=Q(coins__gt=0), name="reissue_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.coins}"
