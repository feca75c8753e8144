"""Whether an offer can be had at a moment: days and hours in, a refusal or None out."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.policies.errors import UnableToRedeem
from nuanliu.domain.alliance.policies.saying import said_day, said_days, said_hours
from nuanliu.domain.alliance.types import OfferState, ShopState
from nuanliu.platform import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """When an offer can be had."""

    offer_state: str
    shop_state: str
    starts_on: date
    ends_on: date | None
    weekdays: int
    from_minute: int
    to_minute: int
    agreed_from: date | None
    agreed_until: date | None


def refusal_at(terms: Terms, *, now: datetime) -> UnableToRedeem | None:
    """Why the offer cannot be had at `now`; None if it can."""
    today = clock.local_date(now)
    return _closed(terms) or _wrongsaid_day(terms, today) or _wrong_hour(terms, now)


def _closed(terms: Terms) -> UnableToRedeem | None:
    if terms.shop_state == ShopState.ENDED or terms.agreed_from is None or terms.agreed_until is None:
        return UnableToRedeem("shop_ended", _("这家店已经不收币了。"))
    if terms.shop_state == ShopState.PAUSED:
        return UnableToRedeem("shop_paused", _("这家店暂停收币，过些天再来。"))
    if terms.offer_state == OfferState.ENDED:
        return UnableToRedeem("offer_ended", _("这张券已经结束了。"))
    if terms.offer_state == OfferState.PAUSED:
        return UnableToRedeem("offer_paused", _("店里暂停了这张券，过些天再来。"))
    return None


def _wrongsaid_day(terms: Terms, today: date) -> UnableToRedeem | None:
    if terms.agreed_from is None or terms.agreed_until is None:
        return None
    first = max(terms.starts_on, terms.agreed_from)
    if today < first:
        return UnableToRedeem("not_yet", _("这张券 %(day)s 起才能用。") % {"day": said_day(first, today)})
    if terms.ends_on is not None and today > terms.ends_on:
        return UnableToRedeem("over", _("这张券 %(day)s 已经到期了。") % {"day": said_day(terms.ends_on, today)})
    if today > terms.agreed_until:
        day = said_day(terms.agreed_until, today)
        return UnableToRedeem("agreement_over", _("这家店的约定 %(day)s 到期了，续签以后才能用。") % {"day": day})
    if not terms.weekdays >> today.weekday() & 1:
        return UnableToRedeem("weekday", _("这张券 %(days)s 才能用。") % {"days": said_days(terms.weekdays)})
    return None


def _wrong_hour(terms: Terms, now: datetime) -> UnableToRedeem | None:
    here = clock.local(now)
    minute = here.hour * 60 + here.minute
    if terms.from_minute <= minute < terms.to_minute:
        return None
    hours = said_hours(terms.from_minute, terms.to_minute)
    return UnableToRedeem("hour", _("这张券 %(hours)s 才能用。") % {"hours": hours})
