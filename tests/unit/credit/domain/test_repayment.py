"""Receiving money on the loans of the main road (domain.md 2.3.5, 2.3.7)."""
from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.credit.domain.allocation import Part, Situation
from services.credit.domain.errors import NothingOwed, PayoffAmountMismatch
from services.credit.domain.lifecycle import LoanStatus
from services.credit.domain.loan import Loan, dues, next_period_end, originate, settle_interest, status_on
from services.credit.domain.payoff import payoff_quote, settle_early
from services.credit.domain.repayment import allocation_order, receive
from services.credit.domain.replay import settled_through
from tests.unit.credit.domain.builders import note

EQ_INST = originate(note("EQ_INST"))
FIRST_DUE = date(2026, 4, 20)


def test_an_instalment_paid_on_its_due_date_leaves_nothing_due() -> None:
    receipt = receive(EQ_INST, 860_664, FIRST_DUE)
    assert [(line.part, line.amount_fen) for line in receipt.allocation.lines] == [(Part.INTEREST, 50_000), (Part.PRINCIPAL, 810_664)]
    assert dues(receipt.loan, FIRST_DUE) == ()
    assert receipt.loan.outstanding_fen == 9_189_336


def test_an_amount_is_due_on_its_due_date_and_past_due_the_day_after() -> None:
    assert dues(EQ_INST, FIRST_DUE - timedelta(days=1)) == ()
    assert {due.situation for due in dues(EQ_INST, FIRST_DUE)} == {Situation.DUE}
    assert {due.situation for due in dues(EQ_INST, FIRST_DUE + timedelta(days=1))} == {Situation.PAST_DUE}


def test_money_before_the_due_date_waits_in_suspense_and_pays_when_it_is_due() -> None:
    early = receive(EQ_INST, 900_000, date(2026, 4, 1))
    assert (early.allocation.lines, early.suspense_change_fen) == ((), 900_000)
    due = receive(early.loan, 0, FIRST_DUE)
    assert (due.allocation.allocated_fen, due.suspense_change_fen, due.loan.suspense_fen) == (860_664, -860_664, 39_336)


def test_a_loan_is_overdue_the_day_after_the_due_date_and_cured_when_all_arrears_are_paid() -> None:
    assert status_on(EQ_INST, FIRST_DUE) is LoanStatus.ACTIVE
    late = date(2026, 4, 21)
    assert status_on(EQ_INST, late) is LoanStatus.OVERDUE
    owed = EQ_INST.arrears(late).total_fen
    assert receive(EQ_INST, owed - 1, late).loan.status is LoanStatus.OVERDUE
    assert receive(EQ_INST, owed, late).loan.status is LoanStatus.ACTIVE


def test_beyond_ninety_days_principal_is_paid_first() -> None:
    at_90, at_91 = FIRST_DUE + timedelta(days=90), FIRST_DUE + timedelta(days=91)
    conventions = EQ_INST.terms.conventions
    assert allocation_order(EQ_INST, at_90) is conventions.performing_order
    assert allocation_order(EQ_INST, at_91) is conventions.non_performing_order
    assert {line.part for line in receive(EQ_INST, 1_000_000, at_91).allocation.lines} == {Part.PRINCIPAL}


def test_j10_a_missed_interest_of_1240_is_paid_with_its_compound() -> None:
    """INT_M_BULLET of E3: the interest due 2026-06-21, paid eight days late."""
    loan = originate(note("INT_M_BULLET", yuan=200_000, rate="0.072", disbursed_on=date(2026, 3, 5)))
    for day, fen in ((date(2026, 3, 21), 64_000), (date(2026, 4, 21), 124_000), (date(2026, 5, 21), 120_000)):
        loan = receive(settled_through(loan, day), fen, day).loan
    paid_on = date(2026, 6, 29)
    loan = settled_through(loan, paid_on)
    assert (loan.arrears(paid_on).dpd_regulatory, loan.arrears(paid_on).part_fen(Part.COMPOUND)) == (8, 198)
    receipt = receive(loan, 124_198, paid_on)
    assert (receipt.loan.status, receipt.loan.suspense_fen) == (LoanStatus.ACTIVE, 0)


def test_a_daily_loan_takes_principal_any_day_and_bears_interest_on_what_is_left() -> None:
    loan = originate(note("DAILY", yuan=20_000, rate="0.108", disbursed_on=date(2026, 6, 1)))
    loan = receive(loan, 500_000, date(2026, 6, 11)).loan
    assert loan.outstanding_fen == 1_500_000
    assert next_period_end(loan) == date(2026, 6, 21)
    _, settled = settle_interest(loan)
    assert (settled.seq, settled.due_date, settled.interest_fen) == (1, date(2026, 6, 21), 10_500)


def test_all_principal_of_a_daily_loan_repaid_still_owes_its_interest_on_the_20th() -> None:
    loan = originate(note("DAILY", yuan=20_000, rate="0.108", disbursed_on=date(2026, 6, 1)))
    loan = receive(loan, 2_000_000, date(2026, 6, 11)).loan
    assert (loan.outstanding_fen, loan.status) == (0, LoanStatus.ACTIVE)
    loan, settled = settle_interest(loan)
    assert settled.interest_fen == 6_000
    assert receive(loan, 6_000, settled.due_date).loan.status is LoanStatus.SETTLED


def test_a_daily_loan_falls_due_whole_at_maturity() -> None:
    terms = note("DAILY", yuan=20_000, rate="0.108", months=2, disbursed_on=date(2026, 6, 1))
    loan = settled_through(originate(terms), terms.maturity)
    assert [account.instalment.due_date for account in loan.accounts] == [date(2026, 6, 21), date(2026, 7, 21), date(2026, 8, 1)]
    assert loan.accounts[-1].instalment.principal_fen == 2_000_000
    assert next_period_end(loan) is None
    with pytest.raises(ValueError, match="no interest period runs"):
        settle_interest(loan)


def _settled() -> Loan:
    return settle_early(EQ_INST, payoff_quote(EQ_INST, FIRST_DUE).total_fen, FIRST_DUE).loan


def test_a_settled_loan_takes_no_more_money() -> None:
    for take in (lambda loan: receive(loan, 1, FIRST_DUE), lambda loan: payoff_quote(loan, FIRST_DUE)):
        with pytest.raises(NothingOwed):
            take(_settled())


@pytest.mark.parametrize("difference", [-1, 1])
def test_an_early_settlement_takes_exactly_its_quote(difference: int) -> None:
    quoted = payoff_quote(EQ_INST, FIRST_DUE).total_fen
    with pytest.raises(PayoffAmountMismatch) as refused:
        settle_early(EQ_INST, quoted + difference, FIRST_DUE)
    assert refused.value.facts == {"quoted_fen": quoted}


def test_suspense_counts_towards_the_payoff() -> None:
    loan = receive(EQ_INST, 300_000, date(2026, 4, 1)).loan
    quote, without = payoff_quote(loan, date(2026, 4, 5)), payoff_quote(EQ_INST, date(2026, 4, 5))
    assert quote.total_fen == without.total_fen - 300_000
    assert settle_early(loan, quote.total_fen, date(2026, 4, 5)).loan.suspense_fen == 0
