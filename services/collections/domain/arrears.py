"""What a customer is late with, over all his loans (domain.md 2.8.1, A7)."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shared.kernel.day_count import days_between


@dataclass(frozen=True, slots=True)
class LoanArrears:
    """One loan's unpaid dues: amount in fen and the due date of the oldest of them."""

    loan_id: str
    overdue_fen: int
    earliest_unpaid_due_date: date


@dataclass(frozen=True, slots=True)
class CustomerArrears:
    """The loans that count, what is overdue on them in fen, and the oldest unpaid due date."""

    loan_ids: tuple[str, ...]
    overdue_fen: int
    earliest_unpaid_due_date: date


def days_past_due(earliest_unpaid_due_date: date, on: date) -> int:
    """Days since the earliest unpaid due date; 0 on the due date itself and before (E25)."""
    return max(days_between(earliest_unpaid_due_date, on), 0)


def customer_arrears(loans: Iterable[LoanArrears], *, tolerance_fen: int, on: date) -> CustomerArrears | None:
    """Arrears of one customer on a date, or None when he has none that count.

    A loan counts from `tolerance_fen` overdue on; the oldest due date decides, so the customer's
    days past due are the highest of his loans.
    """
    counted = [
        loan for loan in loans if loan.overdue_fen >= tolerance_fen and days_past_due(loan.earliest_unpaid_due_date, on)
    ]
    if not counted:
        return None
    return CustomerArrears(
        loan_ids=tuple(sorted(loan.loan_id for loan in counted)),
        overdue_fen=sum(loan.overdue_fen for loan in counted),
        earliest_unpaid_due_date=min(loan.earliest_unpaid_due_date for loan in counted),
    )
