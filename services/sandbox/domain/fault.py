"""Switchable faults of one outside system, spread evenly: an error rate of 0.25 fails exactly every fourth call."""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

SYSTEMS = ("oidc", "corebank", "identity", "sms", "bureau", "courts", "registry", "tax")
MAX_DELAY_MS = 60_000


@dataclass(frozen=True, slots=True)
class Fault:
    """How a system misbehaves. `lose_answers` does the work and then does not say so.

    `duplicate_callbacks` sends every callback twice; `defer_payouts` answers ACCEPTED and confirms by callback.
    """

    delay_ms: int = 0
    error_rate: Decimal = Decimal(0)
    down: bool = False
    lose_answers: bool = False
    duplicate_callbacks: bool = False
    defer_payouts: bool = False


HEALTHY = Fault()


class Outcome(Enum):
    """What happens to one call."""

    ANSWER = "ANSWER"
    REFUSE = "REFUSE"
    WORK_AND_LOSE = "WORK_AND_LOSE"
