"""A courtesy is no payment: no amount of money stands in its words."""

import re

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.alliance.policies.errors import UnableToOffer

_NUMERAL = r"[0-9０-９零〇一二两三四五六七八九十百千半几]"
_MONEY = re.compile(
    rf"{_NUMERAL}\s*(?:多|来)?\s*(?:元|圆|块(?!肉|糕|糖|豆腐|毛巾|香皂)|角钱|毛钱|分钱)|[¥￥$]|人民币|现金|返现|提现|(?:RMB|CNY)\b",
    re.IGNORECASE,
)


def money_in(text: str) -> bool:
    """Whether the words speak of an amount of money: a courtesy is no payment (《志愿服务条例》 art. 2, 21)."""
    return _MONEY.search(text) is not None


def without_money(text: str, *, field: str) -> str:
    """The text, if no amount of money stands in it. Raises UnableToOffer(money)."""
    if money_in(text):
        raise UnableToOffer(
            "money", _("这里不写钱数。请写打几折、送什么、优先什么。减多少，写“立减”就行。"), field=field
        )
    return text
