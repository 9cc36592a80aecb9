"""The two clocks (architecture.md rule 7). The only module that may read the machine's time."""
from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final, Protocol

SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")


class Clock(Protocol):
    """Source of instants."""

    def now(self) -> datetime:
        """The instant, UTC, timezone-aware."""
        ...

    def monotonic(self) -> float:
        """Seconds that only grow, for measuring durations."""
        ...


class SystemClock:
    """The machine's clock: tokens, leases, retries, sweeps, reading time. Never moved."""

    def now(self) -> datetime:
        """The present instant, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since an arbitrary start."""
        return time.monotonic()


def shanghai_time(instant: datetime) -> datetime:
    """The wall clock of Asia/Shanghai (UTC+8, no summer time) at an instant."""
    return instant.astimezone(SHANGHAI)


def calendar_date(instant: datetime) -> date:
    """The calendar date in Shanghai at an instant; the first business date of a new bank."""
    return shanghai_time(instant).date()
