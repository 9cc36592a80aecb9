"""Penalty 罚息 and compound interest 复利 of late money (domain.md 2.3.11, 2.3.12; 人民币利率管理规定, 银发〔2003〕251号)."""
from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.credit.domain.interest import interest_fen
from services.credit.domain.loan_terms import LoanTerms
from services.credit.domain.product import CompoundRate
from shared.kernel.day_count import days_between


def penalty_rate(terms: LoanTerms) -> Decimal:
    """Annual rate on overdue principal: contract rate uplifted, replacing it, and never above the last wall."""
    conventions = terms.conventions
    return min(terms.annual_rate * (1 + conventions.penalty_uplift), conventions.penalty_ceiling)


def compound_rate_in_term(terms: LoanTerms) -> Decimal:
    """Annual rate on unpaid interest before maturity; after it the penalty rate holds."""
    in_term = terms.conventions.compound_rate_in_term
    return terms.annual_rate if in_term is CompoundRate.CONTRACT else penalty_rate(terms)


def late_days(due_date: date, as_of: date, grace_days: int) -> int:
    """Days that bear charges: none up to the due date and within grace, else all since the due date."""
    days = days_between(due_date, as_of)
    return days if days > grace_days else 0


def late_days_by_rate(due_date: date, as_of: date, terms: LoanTerms) -> tuple[int, int]:
    """Late days of interest split at maturity: (at the rate in term, at the penalty rate)."""
    days = late_days(due_date, as_of, terms.conventions.grace_days)
    after = min(days, max(days_between(terms.maturity, as_of), 0))
    return days - after, after


def penalty_fen(overdue_principal_products: int, terms: LoanTerms) -> int:
    """Penalty in fen on overdue principal × days, rounded once."""
    conventions = terms.conventions
    return interest_fen(overdue_principal_products, penalty_rate(terms), conventions.day_count, conventions.rounding)


def compound_fen(products_in_term: int, products_after_maturity: int, terms: LoanTerms) -> int:
    """Compound interest in fen on unpaid ordinary interest × days, rounded once a rate."""
    day_count, rounding = terms.conventions.day_count, terms.conventions.rounding
    in_term = interest_fen(products_in_term, compound_rate_in_term(terms), day_count, rounding)
    return in_term + interest_fen(products_after_maturity, penalty_rate(terms), day_count, rounding)
