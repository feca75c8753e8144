"""What an hour brings besides itself: the cap of a passbook, the stars, and the bonus on coins (RULEBOOK 4.2)."""

from dataclasses import dataclass

from nuanliu.domain.standards.types import Standard

MINUTES_AN_HOUR, HUNDRED = 60, 100
_PERCENT_OF_STAR = {3: "bonus_star3_percent", 4: "bonus_star4_percent", 5: "bonus_star5_percent"}


@dataclass(frozen=True, slots=True)
class Split:
    """What becomes of an amount at the cap: kept, passed on to the pool, not credited at all."""

    kept: int
    to_pool: int
    left_out: int


def split_at_cap(*, amount: int, balance: int, cap: int, agrees: bool) -> Split:
    """Divide `amount` for a passbook that holds `balance`; above the cap it goes to the pool only by consent."""
    kept = min(amount, max(cap - balance, 0))
    above = amount - kept
    return Split(kept, above, 0) if agrees else Split(kept, 0, above)


def stars_of(*, honour_minutes: int, standard: Standard) -> int:
    """How many stars so many minutes of honour are."""
    return sum(honour_minutes >= hours * MINUTES_AN_HOUR for hours in standard.steps("star_hours"))


@dataclass(frozen=True, slots=True)
class BonusSum:
    """A bonus on coins, line by line; `paid` is never above any of its limits. All in hundredths of a coin."""

    base: int
    star: int
    star_percent: int
    campaign_percent: int
    due: int
    year_left: int
    fund_left: int
    paid: int

    @property
    def percent(self) -> int:
        """Both together."""
        return self.star_percent + self.campaign_percent


def bonus_on(
    *, base: int, star: int, campaign_percent: int, paid_this_year: int, fund_left: int, room: int, standard: Standard
) -> BonusSum:
    """The bonus on `base` hundredths: star and campaign, within the year's limit, the fund, and the passbook's room."""
    star_percent = standard.integer(_PERCENT_OF_STAR[star]) if star in _PERCENT_OF_STAR else 0
    campaign = min(campaign_percent, standard.integer("bonus_campaign_max_percent"))
    due = base * (star_percent + campaign) // HUNDRED
    year_left = max(standard.hundredths("bonus_yearly_cap") - paid_this_year, 0)
    paid = max(min(due, year_left, fund_left, room), 0)
    return BonusSum(base, star, star_percent, campaign, due, year_left, fund_left, paid)
