"""Methods that count months: EQ_INST 等额本息, EQ_PRIN 等额本金, FLEX 灵活分期 (domain.md 2.3.3, 2.3.6)."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, localcontext
from itertools import pairwise

from services.credit.domain.errors import PrincipalPlanInvalid
from services.credit.domain.interest import interest_fen
from services.credit.domain.loan_terms import LoanTerms
from services.credit.domain.product import RepaymentMethod
from shared.kernel.day_count import DayCount, add_months, days_between
from shared.kernel.rounding import round_fen, round_ratio

_REGULAR_MONTH_DAYS = 30

Amounts = tuple[list[int], list[int]]
"""Principal and interest in fen of every period."""


def period_amounts(terms: LoanTerms, period_bounds: Sequence[date]) -> Amounts:
    """Principal and interest of every period between the bounds (the disbursement and the unshifted due dates).

    Raises PrincipalPlanInvalid for a FLEX plan that does not add up.
    """
    day_count = terms.conventions.instalment_day_count
    if day_count is DayCount.MONTHLY:
        days = [_REGULAR_MONTH_DAYS] * terms.term_months
    else:
        days = [days_between(start, end) for start, end in pairwise(period_bounds)]
    principals, interests = _RULES[terms.method](terms, days)
    if day_count is DayCount.MONTHLY and period_bounds[1] != add_months(terms.disbursed_on, 1):
        interests[0] = _irregular_first_interest_fen(terms, period_bounds[1])
    return principals, interests


def level_instalment_fen(terms: LoanTerms, days: Sequence[int]) -> int:
    """The equal instalment A in fen: A × Σ of the periods' discount factors = P; P/n at rate 0 (domain.md 2.3.3)."""
    conventions, rate = terms.conventions, terms.annual_rate
    if not rate:
        return round_ratio(terms.principal_fen, len(days), conventions.rounding)
    year_days = conventions.instalment_day_count.year_days
    with localcontext(prec=conventions.calculation_precision):
        if len(set(days)) == 1:
            period_rate = rate * days[0] / year_days
            growth = (1 + period_rate) ** len(days)
            annuity = (growth - 1) / period_rate
        else:
            growth, annuity = Decimal(1), Decimal(0)
            for period_days in days:
                factor = 1 + rate * period_days / year_days
                growth *= factor
                annuity = annuity * factor + 1
        return round_fen(terms.principal_fen * growth / annuity, conventions.rounding)


def _irregular_first_interest_fen(terms: LoanTerms, first_due: date) -> int:
    """A first period that is not a month bears interest on its true days (E1c); its principal stays the table's."""
    conventions = terms.conventions
    products = terms.principal_fen * days_between(terms.disbursed_on, first_due)
    return interest_fen(products, terms.annual_rate, conventions.day_count, conventions.rounding)


def _equal_instalments(terms: LoanTerms, days: Sequence[int]) -> Amounts:
    level = level_instalment_fen(terms, days)
    return _run_down(terms, days, lambda _, interest: level - interest)


def _equal_principal(terms: LoanTerms, days: Sequence[int]) -> Amounts:
    share = round_ratio(terms.principal_fen, len(days), terms.conventions.rounding)
    return _run_down(terms, days, lambda _month, _interest: share)


def _planned_principal(terms: LoanTerms, days: Sequence[int]) -> Amounts:
    plan = {step.month: step.amount_fen for step in terms.principal_plan}
    adds_up = sum(plan.values()) == terms.principal_fen and len(plan) == len(terms.principal_plan)
    if not adds_up or not all(1 <= month <= len(days) and amount > 0 for month, amount in plan.items()):
        raise PrincipalPlanInvalid(principal_fen=terms.principal_fen, term_months=len(days))
    return _run_down(terms, days, lambda month, _: plan.get(month, 0))


def _run_down(terms: LoanTerms, days: Sequence[int], principal_due: Callable[[int, int], int]) -> Amounts:
    """Interest on the falling balance; a principal part is never negative, the last one takes what remains."""
    rate_numerator, rate_denominator = terms.annual_rate.as_integer_ratio()
    denominator = rate_denominator * terms.conventions.instalment_day_count.year_days
    rounding, balance, last = terms.conventions.rounding, terms.principal_fen, len(days)
    principals: list[int] = []
    interests: list[int] = []
    for month, period_days in enumerate(days, start=1):
        interest = round_ratio(balance * rate_numerator * period_days, denominator, rounding)
        principal = principal_due(month, interest)
        if month == last or principal > balance:
            principal = balance
        elif principal < 0:
            principal = 0
        balance -= principal
        principals.append(principal)
        interests.append(interest)
    return principals, interests


_RULES: dict[RepaymentMethod, Callable[[LoanTerms, Sequence[int]], Amounts]] = {
    RepaymentMethod.EQ_INST: _equal_instalments,
    RepaymentMethod.EQ_PRIN: _equal_principal,
    RepaymentMethod.FLEX: _planned_principal,
}
