"""Day counts and month steps: count the first day, not the last (算头不算尾, domain.md 2.3.2)."""
from __future__ import annotations

from calendar import monthrange
from datetime import date
from enum import Enum


class DayCount(Enum):
    """Basis on which days become interest."""

    ACT360 = "ACT360"
    ACT365 = "ACT365"
    MONTHLY = "MONTHLY"

    @property
    def year_days(self) -> int:
        """Days of the interest year; odd days of MONTHLY count on 360."""
        return 365 if self is DayCount.ACT365 else 360


def days_between(start: date, end: date) -> int:
    """Days of the half-open interval [start, end)."""
    return (end - start).days


def month_end(year: int, month: int) -> int:
    """Last day number of a month."""
    return monthrange(year, month)[1]


def add_months(anchor: date, months: int, *, day: int | None = None) -> date:
    """`anchor` moved by whole months onto `day` (default its own); 29-31 fall to month end."""
    index = anchor.year * 12 + anchor.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day or anchor.day, month_end(year, month + 1)))
