"""The Standard's decisions: pure functions over plain values, without database or clock."""

from nuanliu.domain.standards.policies.counting import (
    Counted,
    CountingContext,
    Flag,
    Step,
    StepCode,
    coins_for,
    count_minutes,
    flag_words,
    retold_steps,
)
from nuanliu.domain.standards.policies.crediting import BonusSum, Split, bonus_on, split_at_cap, stars_of
from nuanliu.domain.standards.policies.eligibility import (
    Refusal,
    RefusalCode,
    Taker,
    is_special,
    refusals_to_take,
    special_types,
)
from nuanliu.domain.standards.policies.expiry import lot_expiry, notice_due
from nuanliu.domain.standards.policies.giving import (
    GiftRefusal,
    GiftRefusalCode,
    Kin,
    months_on,
    refusal_to_inherit,
    refusal_to_receive,
    refusal_to_share,
    year_left,
    year_of,
)

__all__ = [
    "BonusSum",
    "Counted",
    "CountingContext",
    "Flag",
    "GiftRefusal",
    "GiftRefusalCode",
    "Kin",
    "Refusal",
    "RefusalCode",
    "Split",
    "Step",
    "StepCode",
    "Taker",
    "bonus_on",
    "coins_for",
    "count_minutes",
    "flag_words",
    "is_special",
    "lot_expiry",
    "months_on",
    "notice_due",
    "refusal_to_inherit",
    "refusal_to_receive",
    "refusal_to_share",
    "refusals_to_take",
    "retold_steps",
    "special_types",
    "split_at_cap",
    "stars_of",
    "year_left",
    "year_of",
]
