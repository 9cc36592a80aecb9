"""What every service says about itself: the day barrier."""
from __future__ import annotations

from shared.schemas.event import Event
from shared.schemas.fields import BusinessDate


class _DayProcessed(Event):
    aggregate = "day-processed"
    aggregate_field = "closed_date"
    closed_date: BusinessDate

    @property
    def partition_key(self) -> str:
        """All days of one service in one order."""
        return self.producer


class OnboardingDayProcessed(_DayProcessed):
    """Onboarding ran its day job."""

    producer = "onboarding"


class ScoringDayProcessed(_DayProcessed):
    """Scoring ran its day job."""

    producer = "scoring"


class CollectionsDayProcessed(_DayProcessed):
    """Collections ran its day job."""

    producer = "collections"


class PartnersDayProcessed(_DayProcessed):
    """Partners ran its day job."""

    producer = "partners"


class OpsDayProcessed(_DayProcessed):
    """Ops ran its day job."""

    producer = "ops"


_EVENTS = (
    OnboardingDayProcessed,
    ScoringDayProcessed,
    CollectionsDayProcessed,
    PartnersDayProcessed,
    OpsDayProcessed,
)
DAY_PROCESSED: dict[str, type[_DayProcessed]] = {event.producer: event for event in _EVENTS}
