"""The loan (借据): a frozen value from which dues, arrears, accrual and status on any day follow.

Loans that count months take each period's interest from the schedule. The others carry day-products (`running`) since
the last settlement and owe what is settled; `running` is None for the first kind and after maturity.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from services.credit.domain.allocation import Due, Part, Situation
from services.credit.domain.delinquency import Arrears, arrears_of
from services.credit.domain.due_dates import settlement_period_ends
from services.credit.domain.instalment import Instalment
from services.credit.domain.instalment_account import InstalmentAccount
from services.credit.domain.interest import DayProducts, accrued_within_period_fen
from services.credit.domain.lifecycle import LoanStatus
from services.credit.domain.loan_terms import LoanTerms
from services.credit.domain.product import RepaymentMethod
from services.credit.domain.schedule import NO_CALENDAR, build_schedule, payable_on
from shared.kernel.business_calendar import BusinessCalendar

WHOLE_LOAN = 0
"""`seq` of a due that belongs to no instalment: principal repaid before it is due."""


@dataclass(frozen=True, slots=True)
class Loan:
    """Fen: `outstanding_fen` is principal not repaid, due or not; `suspense_fen` money received that no due took."""

    terms: LoanTerms
    status: LoanStatus
    accounts: tuple[InstalmentAccount, ...]
    outstanding_fen: int
    running: DayProducts | None = None
    suspense_fen: int = 0

    def arrears(self, as_of: date) -> Arrears:
        """What is past due on a day."""
        return arrears_of(self.accounts, self.terms, as_of)


def originate(terms: LoanTerms, calendar: BusinessCalendar = NO_CALENDAR) -> Loan:
    """A loan on the day its money is paid out, its schedule frozen."""
    accounts = tuple(InstalmentAccount(instalment) for instalment in build_schedule(terms, calendar))
    running = None if terms.method.counts_months else DayProducts.starting(terms.annual_rate, terms.disbursed_on)
    return Loan(terms, LoanStatus.ACTIVE, accounts, terms.principal_fen, running)


def status_on(loan: Loan, as_of: date) -> LoanStatus:
    """ACTIVE, OVERDUE or SETTLED as the books say on a day; the other states are decisions and stay."""
    if loan.status not in {LoanStatus.ACTIVE, LoanStatus.OVERDUE, LoanStatus.SETTLED}:
        return loan.status
    if loan.arrears(as_of).overdue:
        return LoanStatus.OVERDUE
    owes = loan.outstanding_fen or any(account.interest_unpaid_fen for account in loan.accounts) or _counted_interest_fen(loan)
    return LoanStatus.ACTIVE if owes else LoanStatus.SETTLED


def accrued_interest_fen(loan: Loan, as_of: date) -> int:
    """Contract interest ever earned by `as_of`, paid or not; the ledger posts the difference to what it has (rule 5)."""
    rounding = loan.terms.conventions.rounding
    rows = [account.instalment for account in loan.accounts]
    if loan.terms.method.counts_months:
        return sum(accrued_within_period_fen(row.interest_fen, row.period_start, row.period_end, as_of, rounding) for row in rows)
    if loan.running is None:
        return sum(row.interest_fen for row in rows)
    settled = sum(row.interest_fen for row in rows if row.period_end <= loan.running.since)
    return settled + interest_since_settlement_fen(loan, as_of)


def interest_since_settlement_fen(loan: Loan, as_of: date) -> int:
    """Interest of the period that runs, to `as_of`; 0 where none runs. Raises ValueError before what is counted."""
    if loan.running is None:
        return 0
    conventions = loan.terms.conventions
    return loan.running.counted_to(as_of, loan.outstanding_fen).interest_fen(conventions.day_count, conventions.rounding)


def dues(loan: Loan, on: date) -> tuple[Due, ...]:
    """Unpaid amounts by instalment and part on a day, and for DAILY the principal that may be repaid any day."""
    found: list[Due] = []
    for account in loan.accounts:
        row = account.instalment
        if row.due_date > on:
            continue
        situation = Situation.PAST_DUE if row.due_date < on else Situation.DUE
        unpaid = account.unpaid_fen(loan.terms, on)
        found.extend(Due(row.seq, row.due_date, part, fen, situation) for part, fen in unpaid.items() if fen > 0)
    if loan.terms.method is RepaymentMethod.DAILY and loan.running is not None and loan.outstanding_fen > 0:
        found.append(Due(WHOLE_LOAN, loan.terms.maturity, Part.PRINCIPAL, loan.outstanding_fen, Situation.IN_ADVANCE))
    return tuple(found)


def next_period_end(loan: Loan) -> date | None:
    """The date on which the running interest period ends; settle at the close of the day before it. None if none runs."""
    if loan.running is None:
        return None
    terms = loan.terms
    if terms.method is RepaymentMethod.DAILY:
        ends = settlement_period_ends(terms.method, terms.disbursed_on, terms.maturity, terms.conventions.settle_day)
    else:
        ends = tuple(account.instalment.period_end for account in loan.accounts)
    return next((end for end in ends if end > loan.running.since), None)


def settle_interest(loan: Loan, calendar: BusinessCalendar = NO_CALENDAR) -> tuple[Loan, Instalment]:
    """Ends the running period at `next_period_end`: its interest becomes an instalment, at maturity with the principal.

    Run at the close of the day before the period's end (the 20th). Raises ValueError when no period runs.
    """
    period_end = next_period_end(loan)
    if loan.running is None or period_end is None:
        raise ValueError("no interest period runs; monthly methods and matured loans have nothing to settle")
    conventions, since = loan.terms.conventions, loan.running.since
    counted = loan.running.counted_to(period_end, loan.outstanding_fen)
    kept = [account for account in loan.accounts if account.instalment.period_end <= since]
    later = [account for account in loan.accounts if account.instalment.period_end > period_end]
    matures = not later and period_end >= loan.terms.maturity
    settled = Instalment(
        seq=len(kept) + 1,
        due_date=payable_on(period_end, loan.terms, calendar),
        principal_fen=loan.outstanding_fen if matures else 0,
        interest_fen=counted.interest_fen(conventions.day_count, conventions.rounding),
        period_start=since,
        period_end=period_end,
    )
    running = None if matures else DayProducts.starting(loan.terms.annual_rate, period_end)
    return replace(loan, accounts=(*kept, InstalmentAccount(settled), *later), running=running), settled


def _counted_interest_fen(loan: Loan) -> int:
    conventions = loan.terms.conventions
    return loan.running.interest_fen(conventions.day_count, conventions.rounding) if loan.running else 0
