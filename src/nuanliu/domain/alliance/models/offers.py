"""What a shop offers, and its picture."""

from django.db import models
from django.db.models import F, Q

from nuanliu.domain.alliance.models.shops import Shop
from nuanliu.domain.alliance.types import Bearer, OfferKind, OfferState, Span
from nuanliu.platform.db import one_of
from nuanliu.platform.ids import new_id

EVERY_DAY = 0b1111111
MINUTES_A_DAY = 24 * 60


class Picture(models.Model):
    """A photograph of what is offered, drawn anew; public."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="pictures")
    data = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"


class Offer(models.Model):
    """A courtesy for coins, in the shop's words. No amount of money stands in it (`policies.money_in`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="offers")
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=40)
    detail = models.CharField(max_length=200, blank=True)
    percent = models.PositiveSmallIntegerField(null=True)
    """What is left to pay of a hundred, of `percent_off`: 80 is 八折."""
    price = models.PositiveBigIntegerField()
    """Hundredths of a coin."""
    is_counted = models.BooleanField(default=False)
    """Whether there are only so many (`Stock`)."""
    weekdays = models.PositiveSmallIntegerField(default=EVERY_DAY)
    """Bits, Monday the lowest."""
    from_minute = models.PositiveSmallIntegerField(default=0)
    to_minute = models.PositiveSmallIntegerField(default=MINUTES_A_DAY)
    per_person = models.PositiveSmallIntegerField(default=0)
    """How often one person may have it; 0: as often as she likes."""
    per_span = models.CharField(max_length=8, default=Span.MONTH)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    """The last day."""
    state = models.CharField(max_length=8, default=OfferState.LIVE)
    bearer = models.CharField(max_length=8, default=Bearer.SHOP)
    fund = models.ForeignKey("Fund", on_delete=models.PROTECT, null=True, related_name="offers")
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("kind", OfferKind, table="offer"),
            one_of("per_span", Span, table="offer"),
            one_of("state", OfferState, table="offer"),
            one_of("bearer", Bearer, table="offer"),
            models.CheckConstraint(condition=Q(price__gt=0), name="offer_price_positive"),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(kind=OfferKind.PERCENT_OFF.value, percent__gte=1, percent__lte=99),
                name="offer_percent_of_percent_off",
            ),
            models.CheckConstraint(condition=Q(weekdays__gte=1, weekdays__lte=EVERY_DAY), name="offer_some_day"),
            models.CheckConstraint(
                condition=Q(from_minute__lt=F("to_minute"), to_minute__lte=MINUTES_A_DAY), name="offer_hours"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="offer_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(bearer=Bearer.SPONSOR.value, fund__isnull=False)
                | (~Q(bearer=Bearer.SPONSOR.value) & Q(fund=None)),
                name="offer_sponsor_has_fund",
            ),
        ]
        indexes = [models.Index(fields=["shop", "state"], name="offer_by_shop")]

    def __str__(self) -> str:
        return self.title
