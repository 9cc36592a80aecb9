"""What collections knows of a loan, from credit's events."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.collections.domain.arrears import LoanArrears


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan as credit last described it; amounts in fen. `earliest_unpaid_due_date` is None while nothing is late."""

    loan_id: str
    party_id: str
    outlet_id: str
    outstanding_fen: int
    overdue_fen: int = 0
    earliest_unpaid_due_date: date | None = None

    @property
    def arrears(self) -> LoanArrears | None:
        """What is late on this loan, if anything."""
        if self.earliest_unpaid_due_date is None:
            return None
        return LoanArrears(self.loan_id, self.overdue_fen, self.earliest_unpaid_due_date)
