"""What the till answers when something has run out, in words that say when it can be had again."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.policies.errors import UnableToRedeem
from nuanliu.domain.alliance.policies.saying import next_month, said_day
from nuanliu.domain.alliance.types import Span
from nuanliu.platform import words


def too_often(*, times: int, span: str, today: date) -> UnableToRedeem:
    """She has had it as often as one person may."""
    if span == Span.DAY:
        return UnableToRedeem("too_often", _("这张券一人一天用 %(times)d 次，明天再来。") % {"times": times})
    if span == Span.MONTH:
        said = {"times": times, "day": said_day(next_month(today), today)}
        return UnableToRedeem("too_often", _("这张券一人一个月用 %(times)d 次，%(day)s 起又可以用。") % said)
    return UnableToRedeem("too_often", _("这张券一人只能用 %(times)d 次，已经用过了。") % {"times": times})


def above_cap(*, cap: int, spent: int, today: date) -> UnableToRedeem:
    """She would spend more than one person may in a month."""
    said = {
        "cap": words.coins(cap),
        "left": words.coins(max(cap - spent, 0)),
        "day": said_day(next_month(today), today),
    }
    text = _("一人一个月最多用 %(cap)s，这个月还剩 %(left)s。%(day)s 起重新算。")
    return UnableToRedeem("above_cap", text % said)


def not_begun(*, needed: int, served: int) -> UnableToRedeem:
    """She has not served long enough to spend coins."""
    said = {"needed": words.minutes(needed), "short": words.minutes(needed - served)}
    return UnableToRedeem("not_begun", _("做满 %(needed)s就可以用币，还差 %(short)s。") % said)


def budget_used(*, today: date) -> UnableToRedeem:
    """The shop has taken what it agreed to take this month."""
    day = said_day(next_month(today), today)
    return UnableToRedeem("budget_used", _("这家店这个月的心意送完了，%(day)s 起又可以用。") % {"day": day})


def none_left() -> UnableToRedeem:
    """The stock is used up."""
    return UnableToRedeem("none_left", _("这张券送完了，可以看看店里别的券。"))


def too_few_coins(*, price: int, has: int) -> UnableToRedeem:
    """There are not enough coins in the passbook."""
    said = {"price": words.coins(price), "has": words.coins(has)}
    return UnableToRedeem("too_few_coins", _("存折里的币不够：要 %(price)s，现在有 %(has)s。") % said)


def fund_used() -> UnableToRedeem:
    """The sponsor's fund is used up."""
    return UnableToRedeem("fund_used", _("爱心企业资助的这一份送完了，可以看看店里别的券。"))


def code_over(*, at: datetime) -> UnableToRedeem:
    """The code ran out."""
    return UnableToRedeem(
        "code_over", _("这个号码 %(clock)s 过期了。请志愿者再按一次“去用”。") % {"clock": words.clock(at)}
    )


def code_used(*, at: datetime) -> UnableToRedeem:
    """The code was used."""
    return UnableToRedeem(
        "code_used", _("这个号码 %(moment)s 用过了，一个号码只用一次。") % {"moment": words.moment(at)}
    )


def code_unknown() -> UnableToRedeem:
    """There is no such code."""
    return UnableToRedeem("code_unknown", _("没有这个号码。请对着志愿者的手机再看一遍。"), field="code")


def other_shop(*, shop: str) -> UnableToRedeem:
    """The code is for an offer of another shop."""
    return UnableToRedeem("other_shop", _("这张券是“%(shop)s”的，请到那家店用。") % {"shop": shop}, field="code")
