"""What one note agrees: amount, rate, method and dates, with the conventions frozen into it."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.credit.domain.due_dates import first_monthly_due_date, monthly_due_dates
from services.credit.domain.product import Conventions, ProductTerms, RepaymentMethod
from shared.kernel.day_count import add_months
from shared.kernel.money import require_amount


@dataclass(frozen=True, slots=True)
class PlannedPrincipal:
    """One step of a flexible plan: principal in fen due with the instalment of that month (1 = first)."""

    month: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class LoanTerms:
    """A note's terms. `first_due` is the first monthly due date of the methods that count months, else None."""

    method: RepaymentMethod
    principal_fen: int
    annual_rate: Decimal
    disbursed_on: date
    term_months: int
    maturity: date
    first_due: date | None
    conventions: Conventions
    principal_plan: tuple[PlannedPrincipal, ...] = ()


def agree_terms(
    product: ProductTerms,
    *,
    method: RepaymentMethod,
    amount_fen: int,
    annual_rate: Decimal,
    term_months: int,
    disbursed_on: date,
    principal_plan: tuple[PlannedPrincipal, ...] = (),
) -> LoanTerms:
    """The terms of a note under a product version, its dates computed (domain.md 2.3.3-2.3.6).

    Raises AmountOutOfRange, MethodNotOffered, AmountNotOffered, TermNotOffered, RateNotOffered.
    """
    require_amount(amount_fen)
    product.require_offered(method=method, amount_fen=amount_fen, term_months=term_months, annual_rate=annual_rate)
    conventions = product.conventions
    first_due = first_monthly_due_date(disbursed_on, conventions) if method.counts_months else None
    if first_due is None:
        maturity = add_months(disbursed_on, term_months)
    else:
        day = conventions.due_day or disbursed_on.day
        maturity = monthly_due_dates(first_due, term_months, day, conventions.month_end_rule)[-1]
    return LoanTerms(
        method=method,
        principal_fen=amount_fen,
        annual_rate=annual_rate,
        disbursed_on=disbursed_on,
        term_months=term_months,
        maturity=maturity,
        first_due=first_due,
        conventions=conventions,
        principal_plan=principal_plan,
    )
