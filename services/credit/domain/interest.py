"""Interest as a closed form of day-products (积数), architecture.md rule 5: exact integers until one rounding."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from shared.kernel.day_count import DayCount, add_months, days_between
from shared.kernel.rounding import Rounding, round_ratio

_MONTH_DAYS = 30


def interest_days(start: date, end: date, day_count: DayCount) -> int:
    """Days that bear interest in [start, end): actual ones, or for MONTHLY 30 a whole month and odd days (2.3.2)."""
    if day_count is not DayCount.MONTHLY:
        return days_between(start, end)
    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, months) > end:
        months -= 1
    return months * _MONTH_DAYS + days_between(add_months(start, months), end)


def interest_fen(products: int, annual_rate: Decimal, day_count: DayCount, rounding: Rounding) -> int:
    """round(products × rate / basis); products are fen × days. Without leaving the integers, so SQL can agree."""
    numerator, denominator = annual_rate.as_integer_ratio()
    return round_ratio(products * numerator, denominator * day_count.year_days, rounding)


@dataclass(frozen=True, slots=True)
class DayProducts:
    """Σ principal × days at one rate since the last settlement (`since`), counted up to, not including, `runs_to`."""

    annual_rate: Decimal
    products: int
    since: date
    runs_to: date

    @classmethod
    def starting(cls, annual_rate: Decimal, since: date) -> DayProducts:
        """Nothing counted yet."""
        return cls(annual_rate, 0, since, since)

    def counted_to(self, day: date, principal_fen: int) -> DayProducts:
        """The same with `principal_fen` outstanding from `runs_to` to `day`. Raises ValueError when day lies before."""
        days = days_between(self.runs_to, day)
        if days < 0:
            raise ValueError("day-products only run forward; replay the history for an earlier date")
        return replace(self, products=self.products + principal_fen * days, runs_to=day)

    def interest_fen(self, day_count: DayCount, rounding: Rounding) -> int:
        """Interest in fen on what was counted, rounded once."""
        return interest_fen(self.products, self.annual_rate, day_count, rounding)


def accrued_within_period_fen(period_interest_fen: int, period_start: date, period_end: date, as_of: date, rounding: Rounding) -> int:
    """Share of a scheduled period's interest earned by `as_of`, by days; 0 before the period, all of it after."""
    length = days_between(period_start, period_end)
    elapsed = min(max(days_between(period_start, as_of), 0), length)
    return round_ratio(period_interest_fen * elapsed, length, rounding) if length else period_interest_fen
