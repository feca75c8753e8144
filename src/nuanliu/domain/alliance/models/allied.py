"""Hours that a member of the alliance gives as a service of the catalogue: a law firm, a clinic, a barber."""

from django.db import models
from django.db.models import Q

from nuanliu.domain.alliance.models.offers import Offer
from nuanliu.domain.alliance.models.shops import Shop
from nuanliu.domain.care.models import Service
from nuanliu.platform.ids import new_id


class AlliedService(models.Model):
    """For old people it stands in the catalogue; with an offer, volunteers have it for coins too."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="allied")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="allied")
    words = models.CharField(max_length=120)
    """When and where, in the member's words."""
    monthly_minutes = models.PositiveIntegerField()
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, related_name="allied")
    """How volunteers have it for coins."""
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(monthly_minutes__gt=0), name="allied_some_minutes"),
            models.UniqueConstraint(
                fields=["shop", "service"], condition=Q(ended_at=None), name="allied_service_once_a_shop"
            ),
        ]
        indexes = [models.Index(fields=["service", "ended_at"], name="allied_by_service")]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.monthly_minutes}"
