"""A shop asks to join."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.alliance.models.shops import Shop
from nuanliu.domain.alliance.types import ApplicationState, OfferKind
from nuanliu.domain.network.models import Node
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class ShopApplication(models.Model):
    """A shop asks to join. What it wrote of a person is sealed with a master key; it is blanked when decided."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    """The site nearest to it, which pays the visit."""
    state = models.CharField(max_length=8, default=ApplicationState.SENT)
    name = models.CharField(max_length=80)
    credit_code = models.CharField(max_length=18)
    trade = models.CharField(max_length=16)
    address = models.CharField(max_length=200)
    hours = models.CharField(max_length=80, blank=True)
    offer = models.CharField(max_length=200)
    """What it would give, in its own words."""
    offer_kind = models.CharField(max_length=12, default=OfferKind.FREE_ITEM)
    keeper_sealed = models.BinaryField(null=True)
    """Who keeps it and the telephone."""
    sent_at = models.DateTimeField()
    visit_note = models.TextField(blank=True)
    visited_at = models.DateTimeField(null=True)
    visited_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, null=True, related_name="applications")

    class Meta:
        constraints = [
            one_of("state", ApplicationState, table="shop_application"),
            one_of("offer_kind", OfferKind, table="shop_application"),
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=Q(state__in=[ApplicationState.SENT.value, ApplicationState.VISITED.value]),
                name="shop_application_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.SENT.value) | Q(visited_at__isnull=False) | Q(reason__gt=""),
                name="shop_application_seen_first",
            ),
        ]
        indexes = [models.Index(fields=["state", "sent_at"], name="shop_application_by_state")]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"
