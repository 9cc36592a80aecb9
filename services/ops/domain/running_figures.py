"""The figures as they stand after one event of the log."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.ops.domain.figures import Movement, approval_rate_text


@dataclass(frozen=True, slots=True)
class RunningFigures:
    """Totals since the first event; `applied_today` counts the applications of `business_date`."""

    as_of_log_id: int
    business_date: date | None
    applied_today: int
    totals: Movement

    def after(self, log_id: int, business_date: date, movement: Movement) -> RunningFigures:
        """The figures once this event has been counted; a new business date starts its count at zero."""
        applied_before = self.applied_today if business_date == self.business_date else 0
        return RunningFigures(log_id, business_date, applied_before + movement.applied, self.totals + movement)

    def view(self) -> dict[str, Any]:
        """The wire form: counts, integer fen, the approval rate as a decimal string or null."""
        totals = self.totals
        return {
            "as_of_log_id": self.as_of_log_id,
            "business_date": self.business_date.isoformat() if self.business_date else None,
            "applied_today": self.applied_today,
            "applied": totals.applied,
            "approved": totals.approved,
            "declined": totals.declined,
            "approval_rate": approval_rate_text(totals.approved, totals.declined),
            "balance_fen": totals.balance_fen,
            "overdue_balance_fen": totals.overdue_balance_fen,
        }
