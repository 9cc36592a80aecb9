"""Who asked for a command, and what it belongs to."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.kernel.authorization import Principal


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
