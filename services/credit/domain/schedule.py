"""The repayment schedule: one pure function of the note's terms (domain.md 2.3, invariants 2.3.14)."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

from services.credit.domain.due_dates import monthly_due_dates, settlement_period_ends
from services.credit.domain.instalment import Instalment
from services.credit.domain.interest import interest_fen
from services.credit.domain.level_methods import period_amounts
from services.credit.domain.loan_terms import LoanTerms
from services.credit.domain.product import HolidayRule, RepaymentMethod
from shared.kernel.business_calendar import BusinessCalendar
from shared.kernel.day_count import days_between

Schedule = tuple[Instalment, ...]

NO_CALENDAR = BusinessCalendar()
"""Plain weekends; only read where the holiday rule moves due dates."""


def build_schedule(terms: LoanTerms, calendar: BusinessCalendar = NO_CALENDAR) -> Schedule:
    """Every instalment of the note, amounts in fen. DAILY has none: its interest falls due as it is settled.

    Σ principal = the principal exactly, the last instalment takes the remainder; the same terms give the same schedule.
    Raises PrincipalPlanInvalid for a FLEX plan that does not add up.
    """
    if terms.method is RepaymentMethod.DAILY:
        return ()
    return _level_schedule(terms, calendar) if terms.method.counts_months else _interest_only_schedule(terms, calendar)


def illustrative_schedule(terms: LoanTerms, calendar: BusinessCalendar = NO_CALENDAR) -> Schedule:
    """The schedule shown and costed before signing; for DAILY the full amount held to maturity, interest monthly."""
    if terms.method is RepaymentMethod.DAILY:
        terms = replace(terms, method=RepaymentMethod.INT_M_BULLET)
    return build_schedule(terms, calendar)


def payable_on(day: date, terms: LoanTerms, calendar: BusinessCalendar) -> date:
    """The due date of an amount that falls on `day`: a shifted due date is the due date (A7)."""
    return calendar.next_working_day(day) if terms.conventions.holiday_rule is HolidayRule.NEXT_WORKING_DAY else day


def _level_schedule(terms: LoanTerms, calendar: BusinessCalendar) -> Schedule:
    first_due, conventions = terms.first_due, terms.conventions
    if first_due is None:
        raise ValueError("a method that counts months needs the first due date")
    day = conventions.due_day or terms.disbursed_on.day
    ends = monthly_due_dates(first_due, terms.term_months, day, conventions.month_end_rule)
    bounds = (terms.disbursed_on, *ends)
    principals, interests = period_amounts(terms, bounds)
    due_dates = ends if conventions.holiday_rule is HolidayRule.STAY else [payable_on(end, terms, calendar) for end in ends]
    return tuple(map(Instalment, range(1, terms.term_months + 1), due_dates, principals, interests, bounds, ends))


def _interest_only_schedule(terms: LoanTerms, calendar: BusinessCalendar) -> Schedule:
    """INT_M_BULLET, INT_Q_BULLET: interest at each settlement; BULLET: all at maturity (domain.md 2.3.4)."""
    conventions = terms.conventions
    last_day = payable_on(terms.maturity, terms, calendar)      # a shifted maturity bears ordinary interest (2.3.11)
    if terms.method is RepaymentMethod.BULLET:
        ends: tuple[date, ...] = (last_day,)
    else:
        ends = settlement_period_ends(terms.method, terms.disbursed_on, last_day, conventions.settle_day)
    rows: list[Instalment] = []
    start = terms.disbursed_on
    for seq, end in enumerate(ends, start=1):
        products = terms.principal_fen * days_between(start, end)
        interest = interest_fen(products, terms.annual_rate, conventions.day_count, conventions.rounding)
        principal = terms.principal_fen if end == ends[-1] else 0
        rows.append(Instalment(seq, payable_on(end, terms, calendar), principal, interest, start, end))
        start = end
    return tuple(rows)
