"""Who asked for a command, and what it belongs to."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.kernel.authorization import Principal


@dataclass(frozen=True, slots=True)
class Journey:
    """What an event belongs to: the correlation of the request it serves, and what caused it."""

    correlation_id: str
    causation_id: str | None = None


@dataclass(frozen=True, slots=True)
class CommandContext:
    """Travels with a command into its transaction and onto every event it causes.

    `correlation_id` joins a whole journey, `causation_id` is the event or request that caused this one.
    `business_time` is the time of day given by `Sandbox-Now`; None means the real one.
    """

    principal: Principal
    correlation_id: str
    causation_id: str | None = None
    request_id: str | None = None
    business_time: datetime | None = None

    @property
    def journey(self) -> Journey:
        """The journey of this command's own events."""
        return Journey(self.correlation_id, self.causation_id)
