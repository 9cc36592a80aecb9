"""Invariants over random payment histories of every method (domain.md 2.3.14)."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.credit.domain.allocation import Part
from services.credit.domain.journals import accrual_journal, repayment_journal
from services.credit.domain.ledger import Account
from services.credit.domain.lifecycle import LoanStatus
from services.credit.domain.loan import Loan, accrued_interest_fen, dues, originate, status_on
from services.credit.domain.loan_terms import LoanTerms
from services.credit.domain.payoff import payoff_quote, settle_early
from services.credit.domain.repayment import Receipt, receive
from services.credit.domain.replay import Payment, replay, settled_through
from tests.unit.credit.domain.histories import deterministic, histories

History = tuple[LoanTerms, list[Payment]]


def _receipts(history: History) -> Iterator[tuple[Loan, Payment, Receipt]]:
    """The loan before each payment it takes, the payment and the receipt."""
    terms, payments = history
    loan = originate(terms)
    for payment in payments:
        loan = settled_through(loan, payment.on)
        if loan.status is LoanStatus.SETTLED:
            return
        receipt = receive(loan, payment.amount_fen, payment.on)
        yield loan, payment, receipt
        loan = receipt.loan


@deterministic
@given(histories())
def test_receipts_are_allocated_or_in_suspense_and_principal_never_falls_below_zero(history: History) -> None:
    received = allocated = principal = 0
    for before, payment, receipt in _receipts(history):
        received += payment.amount_fen
        allocated += receipt.allocation.allocated_fen
        principal += receipt.allocation.part_fen(Part.PRINCIPAL)
        assert received == allocated + receipt.loan.suspense_fen
        assert receipt.suspense_change_fen == receipt.loan.suspense_fen - before.suspense_fen
        assert receipt.loan.outstanding_fen == history[0].principal_fen - principal >= 0


@deterministic
@given(histories())
def test_every_due_is_positive_and_overdue_exactly_when_the_status_says_so(history: History) -> None:
    for before, payment, receipt in _receipts(history):
        assert all(due.amount_fen > 0 for due in dues(before, payment.on))
        is_overdue = receipt.loan.arrears(payment.on).dpd_regulatory > 0
        assert (receipt.loan.status is LoanStatus.OVERDUE) == is_overdue
        assert receipt.loan.status is not LoanStatus.SETTLED or receipt.loan.outstanding_fen == 0


@deterministic
@given(histories(), st.lists(st.integers(0, 2_000), max_size=5))
def test_a_loan_carried_forward_day_by_day_is_the_loan_replayed_at_once(history: History, visited: list[int]) -> None:
    """Settling and looking on any days in between, and the order in which payments are told, change nothing."""
    terms, payments = history
    payments = list({payment.on: payment for payment in payments}.values())
    through = terms.maturity + timedelta(days=200)
    loan, by_day = originate(terms), {payment.on: payment for payment in payments}
    visits = {terms.disbursed_on + timedelta(days=day) for day in visited}
    for day in sorted({*visits, *by_day, through}):
        if day > through or loan.status is LoanStatus.SETTLED:
            continue
        loan = settled_through(loan, day)
        if day in by_day:
            loan = receive(loan, by_day[day].amount_fen, day).loan
        elif loan.status is not LoanStatus.SETTLED:
            loan = replace(loan, status=status_on(loan, day))
    replayed = replay(terms, reversed(payments), through)
    assert (replayed.accounts, replayed.outstanding_fen, replayed.running) == (loan.accounts, loan.outstanding_fen, loan.running)


@deterministic
@given(histories())
def test_settling_again_changes_nothing(history: History) -> None:
    loan = replay(*history, through=history[0].maturity)
    assert settled_through(loan, history[0].maturity) == loan


@deterministic
@given(histories(), st.integers(0, 2_000))
def test_the_payoff_quote_of_a_day_is_what_posting_accepts_and_nothing_is_owed_after(history: History, offset: int) -> None:
    terms, payments = history
    last_payment = max((payment.on for payment in payments), default=terms.disbursed_on)
    on = max(last_payment, min(terms.disbursed_on + timedelta(days=offset), terms.maturity + timedelta(days=100)))
    loan = replay(terms, payments, on)
    if loan.status is LoanStatus.SETTLED:
        return
    quote = payoff_quote(loan, on)
    after = settle_early(loan, quote.total_fen, on).loan
    assert after.outstanding_fen == 0
    assert dues(after, on) == ()
    assert status_on(after, on + timedelta(days=400)) is LoanStatus.SETTLED
    assert after.suspense_fen == loan.suspense_fen + quote.total_fen - quote.owed_fen
    assert accrued_interest_fen(after, on + timedelta(days=400)) == accrued_interest_fen(loan, on)


@deterministic
@given(histories())
def test_penalty_is_nil_at_dpd_zero_and_never_shrinks(history: History) -> None:
    terms, payments = history
    loan = replay(terms, payments, max((payment.on for payment in payments), default=terms.disbursed_on))
    for account in loan.accounts:
        due = account.instalment.due_date
        within_grace = [account.instalment.due_date + timedelta(days=day) for day in range(terms.conventions.grace_days + 1)]
        if account.late_principal_products == 0:
            assert [account.penalty_accrued_fen(terms, day) for day in within_grace] == [0] * len(within_grace)
        later = [account.penalty_accrued_fen(terms, due + timedelta(days=day)) for day in range(0, 400, 50)]
        assert later == sorted(later)


@deterministic
@given(histories())
def test_ledger_balances_are_the_loans_balances(history: History) -> None:
    """Disbursed and repaid principal, accrued less paid interest, and suspense, after every payment."""
    balances = dict.fromkeys(Account, 0)
    balances[Account.LOANS] = history[0].principal_fen
    posted = received = 0
    for before, payment, receipt in _receipts(history):
        received += payment.amount_fen
        accrued = accrued_interest_fen(before, payment.on)
        journals = [accrual_journal(accrued - posted), repayment_journal(receipt.allocation, receipt.suspense_change_fen)]
        posted = accrued
        for line in (line for one in journals for line in one.lines):
            balances[line.account] += line.amount_fen
        assert balances[Account.LOANS] == receipt.loan.outstanding_fen
        assert balances[Account.REPAYMENT_SUSPENSE] == -receipt.loan.suspense_fen
        paid = sum(account.interest_paid_fen for account in receipt.loan.accounts)
        assert balances[Account.INTEREST_RECEIVABLE] == accrued - paid >= 0
        assert balances[Account.CORE_BANK_CLEARING] == received
