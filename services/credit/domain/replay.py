"""A loan is a pure function of its history: terms and payments give every figure (architecture.md rule 5).

Back-dated and reversed payments are posted as the difference between the loan as it was and the loan replayed.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from services.credit.domain.lifecycle import LoanStatus
from services.credit.domain.loan import Loan, next_period_end, originate, settle_interest, status_on
from services.credit.domain.loan_terms import LoanTerms
from services.credit.domain.payoff import payoff_quote, settle_early
from services.credit.domain.repayment import receive
from services.credit.domain.schedule import NO_CALENDAR
from shared.kernel.business_calendar import BusinessCalendar


@dataclass(frozen=True, slots=True)
class Payment:
    """Fen received with a value date; `settles_early` marks the payment of a payoff quote."""

    on: date
    amount_fen: int
    settles_early: bool = False


def replay(terms: LoanTerms, payments: Iterable[Payment], through: date, calendar: BusinessCalendar = NO_CALENDAR) -> Loan:
    """The loan on `through` after its payments in order of value date. What a settled loan no longer takes goes to suspense."""
    loan = originate(terms, calendar)
    for payment in sorted(payments, key=lambda payment: payment.on):
        loan = settled_through(loan, payment.on, calendar)
        if loan.status is LoanStatus.SETTLED:
            loan = replace(loan, suspense_fen=loan.suspense_fen + payment.amount_fen)
        elif payment.settles_early and payment.amount_fen == payoff_quote(loan, payment.on).total_fen:
            loan = settle_early(loan, payment.amount_fen, payment.on).loan
        else:
            loan = receive(loan, payment.amount_fen, payment.on).loan
    loan = settled_through(loan, through, calendar)
    return replace(loan, status=status_on(loan, through))


def settled_through(loan: Loan, day: date, calendar: BusinessCalendar = NO_CALENDAR) -> Loan:
    """The loan with every interest period settled that ends on or before `day`."""
    while loan.status is not LoanStatus.SETTLED and (period_end := next_period_end(loan)) is not None and period_end <= day:
        loan, _ = settle_interest(loan, calendar)
    return loan
