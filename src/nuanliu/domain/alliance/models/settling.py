"""Monthly statements."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.alliance.models.shops import Shop
from nuanliu.domain.alliance.types import Signed, StatementState
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id


class Statement(models.Model):
    """A shop's month, or the alliance's (`shop` null), as it was made: `facts` hold its sums and never change."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, null=True, related_name="statements")
    month = models.DateField()
    """First day of the period."""
    until = models.DateField()
    """Last day of the period."""
    facts = models.JSONField()
    made_at = models.DateTimeField()
    dispute_until = models.DateTimeField()
    state = models.CharField(max_length=8, default=StatementState.OPEN)
    shop_signed_at = models.DateTimeField(null=True)
    shop_signed_how = models.CharField(max_length=8, blank=True)
    shop_signed_by = models.CharField(max_length=60, blank=True)
    alliance_signed_at = models.DateTimeField(null=True)
    alliance_signed_how = models.CharField(max_length=8, blank=True)
    alliance_signed_by = models.CharField(max_length=60, blank=True)
    dispute = models.CharField(max_length=300, blank=True)
    disputed_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("state", StatementState, table="statement"),
            one_of("shop_signed_how", Signed, table="statement", blank=True),
            one_of("alliance_signed_how", Signed, table="statement", blank=True),
            models.UniqueConstraint(fields=["shop", "month"], name="statement_once_a_shop"),
            models.UniqueConstraint(fields=["month"], condition=Q(shop=None), name="statement_once_of_all"),
        ]
        indexes = [models.Index(fields=["month"], name="statement_by_month")]

    def __str__(self) -> str:
        return f"{self.month} {self.state}"
