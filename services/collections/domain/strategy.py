"""What is done at which day past due: data, not code (domain.md 2.8.2)."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from services.collections.domain.contact import Channel


@dataclass(frozen=True, slots=True)
class Treatment:
    """One step of a strategy for the days past due `first_day`..`last_day`, both included.

    Texts go out by themselves on `first_day` at the time `at`; every other channel is work for a person
    and shows on the work list for as long as the step lasts.
    """

    first_day: int
    last_day: int
    channel: Channel
    at: time
    template: str


@dataclass(frozen=True, slots=True)
class Strategy:
    """A named, versioned set of treatments."""

    name: str
    treatments: tuple[Treatment, ...]

    @property
    def texts(self) -> tuple[Treatment, ...]:
        """The steps that go out by themselves."""
        return tuple(step for step in self.treatments if step.channel.is_message)

    def texts_due(self, days_past_due: int) -> tuple[Treatment, ...]:
        """Texts that go out on exactly that day."""
        return tuple(step for step in self.texts if step.first_day == days_past_due)

    def next_action(self, days_past_due: int) -> Channel | None:
        """What a person should do on that day: the latest step that has begun and not ended."""
        steps = [
            step
            for step in self.treatments
            if not step.channel.is_message and step.first_day <= days_past_due <= step.last_day
        ]
        return max(steps, key=lambda step: step.first_day).channel if steps else None
