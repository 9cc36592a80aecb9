"""Which system misbehaves at present, and which of its calls is next to fail."""
from __future__ import annotations

from decimal import Decimal

from services.sandbox.domain.fault import HEALTHY, Fault, Outcome


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
