"""Working days with make-up workdays. Dated data; an unknown year has plain weekends and says so."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Exceptions to Monday-Friday by date: True is a working day. `known_years` are published years."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    known_years: frozenset[int] = frozenset()

    def is_known(self, day: date) -> bool:
        """False asks for an alert: the year's holidays are not published yet."""
        return day.year in self.known_years

    def is_working_day(self, day: date) -> bool:
        """Whether banks work on that day."""
        return self.exceptions.get(day, day.weekday() < _SATURDAY)

    def next_working_day(self, day: date) -> date:
        """The day itself if it is a working day, else the first one after it (at most 30 days on)."""
        for step in range(31):
            candidate = day + timedelta(days=step)
            if self.is_working_day(candidate):
                return candidate
        raise ValueError("no working day within 30 days; the calendar data is wrong")
