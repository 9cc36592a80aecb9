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


class FaultBoard:
    """The present faults by system. Nothing is random: the error rate is accumulated call by call."""

    def __init__(self) -> None:
        self._faults: dict[str, Fault] = {}
        self._debt: dict[str, Decimal] = {}

    def set(self, system: str, fault: Fault) -> None:
        """Replaces a system's fault from the next call on; its error count starts again."""
        self._faults[system] = fault
        self._debt[system] = Decimal(0)

    def clear(self) -> None:
        """Every system is healthy again."""
        self._faults.clear()
        self._debt.clear()

    def of(self, system: str) -> Fault:
        """The fault of a system, HEALTHY unless one was set."""
        return self._faults.get(system, HEALTHY)

    def next_call(self, system: str) -> Outcome:
        """Decides the next call to a system and counts it."""
        fault = self.of(system)
        debt = self._debt.get(system, Decimal(0)) + fault.error_rate
        fails = debt >= 1
        self._debt[system] = debt - 1 if fails else debt
        if fault.down or fails:
            return Outcome.REFUSE
        return Outcome.WORK_AND_LOSE if fault.lose_answers else Outcome.ANSWER
