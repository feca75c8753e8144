"""Forms of an offer: its words and price; when and how often."""

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.models import Offer
from nuanliu.domain.alliance.models.offers import EVERY_DAY, MINUTES_A_DAY
from nuanliu.domain.alliance.policies import bits_of, days_of
from nuanliu.domain.alliance.types import OfferKind, Span
from nuanliu.platform import words
from nuanliu.portals.ui.coins import CoinsField
from nuanliu.portals.ui.forms import ActForm, DayField, TextField, WholeNumberField
from nuanliu.portals.ui.labels import OFFER_KINDS, SPANS
from nuanliu.usecases.keep_offers import OfferLimits, OfferWords

MOST_COINS = 100_00
MOST_STOCK = 100_000


class WordsForm(ActForm):
    """What it is, and how many coins."""

    kind = forms.ChoiceField(label=_("什么礼遇"), widget=forms.RadioSelect, choices=list(OFFER_KINDS.items()))
    title = TextField(label=_("给志愿者看的名字"), help_text=_("比如：牛肉粉一碗。不写钱数。"), max_length=40)
    percent = WholeNumberField(
        label=_("打几折（只有打折要写）"),
        help_text=_("八折写 80，八五折写 85。"),
        min_value=1,
        max_value=99,
        required=False,
    )
    price = CoinsField(most=MOST_COINS, label=_("要几个币"), help_text=_("一个币是一小时服务。可以写 0.5。"))
    detail = TextField(label=_("还要说明的"), max_length=200, required=False)

    def said(self) -> OfferWords:
        """For the use case."""
        given = self.cleaned_data
        return OfferWords(
            kind=OfferKind(given["kind"]),
            title=given["title"],
            price=given["price"],
            percent=given["percent"],
            detail=given["detail"],
        )


def initial_words(offer: Offer) -> dict[str, object]:
    """What the offer says now."""
    whole, rest = divmod(offer.price, 100)
    price = f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
    return {"price": price} | {name: getattr(offer, name) for name in ("kind", "title", "percent", "detail")}


class LimitsForm(ActForm):
    """When it can be had, how many there are, how often for one person."""

    weekdays = forms.TypedMultipleChoiceField(label=_("星期几可以用"), coerce=int, widget=forms.CheckboxSelectMultiple)
    since = forms.TimeField(
        label=_("从几点"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    until = forms.TimeField(
        label=_("到几点"),
        help_text=_("都不写，就是整天。"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    stock = WholeNumberField(
        label=_("一共还有几份"), help_text=_("不写，就是不限。"), min_value=0, max_value=MOST_STOCK, required=False
    )
    per_person = WholeNumberField(
        label=_("一个人最多几次"), help_text=_("不写，就是不限。"), min_value=1, max_value=1000, required=False
    )
    per_span = forms.ChoiceField(label=_("这个次数怎么算"), widget=forms.RadioSelect, choices=list(SPANS.items()))
    starts_on = DayField(label=_("从哪一天"))
    ends_on = DayField(label=_("到哪一天"), help_text=_("不写，就一直有。"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = words.WEEKDAYS_EN if words.english() else words.WEEKDAYS
        self.fields["weekdays"].choices = list(enumerate(names))  # type: ignore[attr-defined]

    def limits(self) -> OfferLimits:
        """For the use case."""
        given = self.cleaned_data
        starts_on: date = given["starts_on"]
        return OfferLimits(
            weekdays=bits_of(given["weekdays"]),
            from_minute=_minute(given["since"], 0),
            to_minute=_minute(given["until"], MINUTES_A_DAY),
            stock=given["stock"],
            per_person=given["per_person"] or 0,
            per_span=Span(given["per_span"]),
            starts_on=starts_on,
            ends_on=given["ends_on"],
        )


def _minute(value: time | None, otherwise: int) -> int:
    return otherwise if value is None else value.hour * 60 + value.minute


def initial_limits(offer: Offer, *, left: int | None) -> dict[str, object]:
    """As the offer stands now."""
    is_all_day = (offer.from_minute, offer.to_minute) == (0, MINUTES_A_DAY)
    hours = [None, None] if is_all_day else [_time(offer.from_minute), _time(offer.to_minute)]
    return {
        "weekdays": days_of(offer.weekdays or EVERY_DAY),
        "since": hours[0],
        "until": hours[1],
        "stock": left,
        "per_person": offer.per_person or None,
        "per_span": offer.per_span,
        "starts_on": offer.starts_on,
        "ends_on": offer.ends_on,
    }


def _time(minute: int) -> time | None:
    return None if minute >= MINUTES_A_DAY else time(minute // 60, minute % 60)


class PhotoForm(ActForm):
    """A photograph of it."""

    photo = forms.FileField(
        label=_("拍一张照片"),
        help_text=_("JPG 或 PNG。我们会去掉照片里的位置信息。"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "empty": _("这张照片是空的，请再拍一张。"),
            "invalid": _("没有收到照片。请再选一次。"),
            "missing": _("没有收到照片。请再选一次。"),
        },
    )
