"""Months and years, as figures are asked for."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """A month, or a year: `months` whole months from `first` on."""

    first: date
    months: int = 1

    @property
    def after(self) -> date:
        """First day that is not in it any more."""
        return plus_months(self.first, self.months)

    @property
    def all_months(self) -> list[date]:
        """First days of its months."""
        return [plus_months(self.first, step) for step in range(self.months)]

    @property
    def before(self) -> "Period":
        """The one before it: the month before, or the year before."""
        return Period(plus_months(self.first, -self.months), self.months)

    @property
    def year_before(self) -> "Period":
        """The same months of the year before."""
        return Period(plus_months(self.first, -12), self.months)

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return self.months == 12

    @property
    def code(self) -> str:
        """As it stands in an address: `2026-11`, or `2026`."""
        return f"{self.first:%Y}" if self.is_year else f"{self.first:%Y-%m}"


def plus_months(month: date, count: int) -> date:
    """The first day of the month so many months later."""
    years, rest = divmod(month.month - 1 + count, 12)
    return date(month.year + years, rest + 1, 1)
