"""Decisions of the alliance: pure functions, answers with their words."""

from nuanliu.domain.alliance.policies.errors import UnableToOffer, UnableToRedeem
from nuanliu.domain.alliance.policies.money import money_in, without_money
from nuanliu.domain.alliance.policies.refusals import (
    above_cap,
    budget_used,
    code_over,
    code_unknown,
    code_used,
    fund_used,
    none_left,
    not_begun,
    other_shop,
    too_few_coins,
    too_often,
)
from nuanliu.domain.alliance.policies.saying import (
    bits_of,
    days_of,
    first_of_month,
    next_month,
    said_day,
    said_days,
    said_hours,
    span_start,
)
from nuanliu.domain.alliance.policies.terms import Terms, refusal_at

__all__ = (
    "Terms",
    "UnableToOffer",
    "UnableToRedeem",
    "above_cap",
    "bits_of",
    "budget_used",
    "code_over",
    "code_unknown",
    "code_used",
    "days_of",
    "first_of_month",
    "fund_used",
    "money_in",
    "next_month",
    "none_left",
    "not_begun",
    "other_shop",
    "refusal_at",
    "said_day",
    "said_days",
    "said_hours",
    "span_start",
    "too_few_coins",
    "too_often",
    "without_money",
)
