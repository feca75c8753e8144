"""To whom time may be given, and how much of it in a year (RULEBOOK 4.3)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.saying import said_age
from nuanliu.domain.standards.types import Standard
from nuanliu.platform import clock
from nuanliu.platform.errors import Words


class GiftRefusalCode(StrEnum):
    """Why time cannot be given to this relative."""

    KINSHIP = "kinship"
    UNCONFIRMED = "unconfirmed"
    AGE_UNKNOWN = "age_unknown"
    TOO_YOUNG = "too_young"


@dataclass(frozen=True, slots=True)
class GiftRefusal:
    """One reason, with words for the giver."""

    code: GiftRefusalCode
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """A relative as the rule sees her. `kinship` is what she is to the giver."""

    kinship: str
    is_confirmed: bool
    birth_date: date | None


def refusal_to_receive(*, kin: Kin, on: date, standard: Standard) -> GiftRefusal | None:
    """Why the Standard does not let time go to this relative on that day; None if it may."""
    if kin.kinship not in standard.codes("transfer_kinships"):
        return GiftRefusal(GiftRefusalCode.KINSHIP, _("按规定，时间还不能送给这样的亲属。"))
    if not kin.is_confirmed:
        return GiftRefusal(GiftRefusalCode.UNCONFIRMED, _("关系还没核对。请带户口本到站点看一下。"))
    if kin.birth_date is None:
        return GiftRefusal(GiftRefusalCode.AGE_UNKNOWN, _("站点还不知道出生日期，请去补上。"))
    least = standard.integer("transfer_receiver_min_age")
    if _age(kin.birth_date, on) < least:
        words = format_lazy(_("要满 {least}才能收时间。"), least=said_age(value=least))
        return GiftRefusal(GiftRefusalCode.TOO_YOUNG, words)
    return None


def refusal_to_share(*, kin: Kin, standard: Standard) -> GiftRefusal | None:
    """Why the Standard does not let somebody share time with this relative; None if it may be shared."""
    if kin.kinship not in standard.codes("household_kinships"):
        return GiftRefusal(GiftRefusalCode.KINSHIP, _("按规定，时间只能和配偶、父母、儿女共用。"))
    if not kin.is_confirmed:
        return GiftRefusal(GiftRefusalCode.UNCONFIRMED, _("关系还没核对。请带户口本到站点看一下。"))
    return None


def refusal_to_inherit(*, kin: Kin, standard: Standard) -> GiftRefusal | None:
    """Why the Standard does not let what somebody left go to this relative; None if it may."""
    if not standard.integer("death_transfer_times") or kin.kinship not in standard.codes("death_transfer_kinships"):
        return GiftRefusal(GiftRefusalCode.KINSHIP, _("按规定，不能转给这样的亲属。"))
    if not kin.is_confirmed:
        return GiftRefusal(GiftRefusalCode.UNCONFIRMED, _("关系还没核对。请带户口本到站点看一下。"))
    return None


def months_on(*, day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(date(first.year, first.month, 1) + timedelta(days=day.day - 1), after - timedelta(days=1))


def year_left(*, given: int, standard: Standard) -> int:
    """Minutes that may still be given this year, after `given`."""
    return max(standard.minutes("transfer_yearly_max_min") - given, 0)


def year_of(*, moment: datetime) -> tuple[datetime, datetime]:
    """First moment of the calendar year on the wall, and of the next."""
    year = clock.local_date(moment).year
    return clock.at(date(year, 1, 1), 0), clock.at(date(year + 1, 1, 1), 0)


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
