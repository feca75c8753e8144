"""Shops of the alliance, what was agreed."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.alliance.types import ShopState, Signed
from nuanliu.domain.network.models import Node
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Shop(models.Model):
    """A node that takes coins. Name, address, hours and telephone stand in the node."""

    node = models.OneToOneField(Node, on_delete=models.PROTECT, primary_key=True, related_name="shop")
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    """The site whose book takes its coins, and whose people look after it."""
    state = models.CharField(max_length=8, default=ShopState.LIVE)
    credit_code = models.CharField(max_length=18, blank=True)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    """Why it is paused or ended."""

    class Meta:
        constraints = [
            one_of("state", ShopState, table="shop"),
            models.CheckConstraint(
                condition=Q(state=ShopState.ENDED.value, ended_at__isnull=False)
                | (~Q(state=ShopState.ENDED.value) & Q(ended_at=None)),
                name="shop_ended_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"shop {self.node_id}"


class Agreement(models.Model):
    """What a shop and the alliance agreed, from a day to a day. A new one replaces the old; nothing is rewritten."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="agreements")
    starts_on = models.DateField()
    ends_on = models.DateField()
    """The last day."""
    monthly_coins = models.PositiveBigIntegerField(null=True)
    """Hundredths that it takes a month; null: as the Standard says."""
    signed_how = models.CharField(max_length=8)
    signed_by = models.CharField(max_length=60, blank=True)
    """Who signed for the shop, as written."""
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("signed_how", Signed, table="agreement"),
            models.UniqueConstraint(fields=["shop"], condition=Q(replaced_at=None), name="agreement_one_in_force"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="agreement_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.shop_id} {self.starts_on} – {self.ends_on}"
