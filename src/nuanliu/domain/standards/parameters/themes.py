"""The rules by what people ask about: ten themes, in the rulebook's order, each small enough for one page."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from nuanliu.domain.standards.parameters import (
    commending,
    conduct,
    counting,
    eligibility,
    giving,
    honours,
    matching,
    privacy,
    proof,
    savings,
    shops,
    telling,
    weighing,
)
from nuanliu.domain.standards.parameters.kinds import Parameter
from nuanliu.platform.errors import Words


class Theme(StrEnum):
    """One page of rules. The code stands in addresses and never changes."""

    JOINING = "joining"
    COUNTING = "counting"
    SAVINGS = "savings"
    GIVING = "giving"
    PROOF = "proof"
    CONDUCT = "conduct"
    MATCHING = "matching"
    SHOPS = "shops"
    HONOURS = "honours"
    PRIVACY = "privacy"


TITLES: Mapping[Theme, Words] = MappingProxyType(
    {
        Theme.JOINING: _("谁可以参加"),
        Theme.COUNTING: _("时间和币怎么记"),
        Theme.SAVINGS: _("存多少、存多久"),
        Theme.GIVING: _("赠送、捐出、发放"),
        Theme.PROOF: _("怎么证明、怎么认定"),
        Theme.CONDUCT: _("守约和信用"),
        Theme.MATCHING: _("怎么找人帮"),
        Theme.SHOPS: _("到店用币"),
        Theme.HONOURS: _("星级和表彰"),
        Theme.PRIVACY: _("个人信息和登录"),
    }
)

RULES: Mapping[Theme, tuple[Parameter, ...]] = MappingProxyType(
    {
        Theme.JOINING: eligibility.PARAMETERS,
        Theme.COUNTING: counting.PARAMETERS,
        Theme.SAVINGS: savings.PARAMETERS,
        Theme.GIVING: giving.PARAMETERS,
        Theme.PROOF: proof.PARAMETERS,
        Theme.CONDUCT: conduct.PARAMETERS,
        Theme.MATCHING: (*matching.PARAMETERS, *weighing.PARAMETERS),
        Theme.SHOPS: shops.PARAMETERS,
        Theme.HONOURS: (*honours.PARAMETERS, *commending.PARAMETERS),
        Theme.PRIVACY: (*privacy.PARAMETERS, *telling.PARAMETERS),
    }
)
"""The parameters of each theme, in the rulebook's order."""

_THEME_OF = {known.key: theme for theme, members in RULES.items() for known in members}


def theme_of(*, key: str) -> Theme:
    """The theme a key belongs to. Raises KeyError when there is no such key."""
    return _THEME_OF[key]
