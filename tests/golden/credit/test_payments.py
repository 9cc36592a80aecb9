"""Order of payment, early settlement, penalties and replay against published and worked figures."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.credit.domain.allocation import AllocationOrder, Direction, Due, Part, Situation, allocate
from services.credit.domain.instalment_account import InstalmentAccount
from services.credit.domain.loan import Loan, originate
from services.credit.domain.payoff import payoff_quote, settle_early
from services.credit.domain.product import CompoundRate
from services.credit.domain.repayment import receive
from services.credit.domain.replay import Payment, replay, settled_through
from shared.kernel.rounding import Rounding
from tests.golden.credit.published import Case, cases
from tests.unit.credit.domain.builders import note


@pytest.mark.parametrize("case", cases("allocations"))
def test_order_of_payment(case: Case) -> None:
    dues = [Due(seq, date.fromisoformat(day), Part(part), fen, Situation(where)) for seq, day, part, fen, where in case["dues"]]
    sequence = tuple((situation, Part(part)) for situation in Situation for part in case["parts"])
    allocation = allocate(case["payment_fen"], dues, AllocationOrder(sequence, Direction(case["direction"])))
    assert [[line.seq, line.part.value, line.amount_fen] for line in allocation.lines] == case["expected"]["lines"]
    assert allocation.unallocated_fen == case["expected"]["unallocated_fen"]


def test_e8_and_a15_daily_loans_settle_on_the_20th_and_pay_off_exactly() -> None:
    """Two draws of a wallet: 60 + 18 + 45 = 123.00 settled on 2026-06-20, payoff 2026-07-01 25,075.00, interest 198.00."""
    first = originate(note("DAILY", yuan=20_000, rate="0.108", disbursed_on=date(2026, 6, 1)))
    first = receive(first, 500_000, date(2026, 6, 11)).loan
    second = originate(note("DAILY", yuan=10_000, rate="0.108", disbursed_on=date(2026, 6, 15)))
    wallet = [settled_through(loan, date(2026, 6, 21)) for loan in (first, second)]
    settled = [loan.accounts[0].instalment for loan in wallet]
    assert sum(row.interest_fen for row in settled) == 12_300
    assert {row.due_date for row in settled} == {date(2026, 6, 21)}
    wallet = [receive(loan, loan.accounts[0].interest_unpaid_fen, date(2026, 6, 21)).loan for loan in wallet]
    assert sum(payoff_quote(loan, date(2026, 7, 1)).total_fen for loan in wallet) == 2_507_500
    assert sum(payoff_quote(loan, date(2026, 7, 1)).interest_fen for loan in wallet) + 12_300 == 19_800


def _paid_on_time(loan: Loan, *, but: int) -> Loan:
    """All interest paid when due, except the instalment designated as missed."""

    def paid(account: InstalmentAccount) -> InstalmentAccount:
        row = account.instalment
        return account if row.seq == but else account.paid(Part.INTEREST, row.interest_fen, row.due_date, loan.terms)

    return replace(loan, accounts=tuple(map(paid, loan.accounts)))


def test_e10_penalty_and_compound_of_a_missed_settlement_and_a_missed_maturity() -> None:
    """The interest of June 2026 and the principal of E3 paid on 2027-04-10; receipts were designated (A16)."""
    terms = note("INT_M_BULLET", yuan=200_000, rate="0.072", disbursed_on=date(2026, 3, 5))
    loan = _paid_on_time(settled_through(originate(terms), terms.maturity), but=4)
    june, last, paid_on = loan.accounts[3], loan.accounts[-1], date(2027, 4, 10)
    assert june.instalment.due_date == date(2026, 6, 21)
    assert june.compound_accrued_fen(terms, terms.maturity) == 6_374
    assert june.compound_accrued_fen(terms, paid_on) - 6_374 == 1_339
    assert last.penalty_accrued_fen(terms, paid_on) == 216_000
    assert loan.arrears(paid_on).total_fen == 20_347_713


@pytest.mark.parametrize(("rule", "compound_fen"), [(CompoundRate.CONTRACT, 140), (CompoundRate.PENALTY, 209)])
def test_e10b_an_instalment_twenty_days_late(rule: CompoundRate, compound_fen: int) -> None:
    terms = note("EQ_INST", conventions={"compound_rate_in_term": rule})
    third, paid_on = originate(terms).accounts[2], date(2026, 7, 10)
    assert (paid_on - third.instalment.due_date).days == 20
    assert third.penalty_accrued_fen(terms, paid_on) == 4_094
    assert third.compound_accrued_fen(terms, paid_on) == compound_fen


def test_e12b_payoff_pays_interest_for_the_real_days_only() -> None:
    terms = note("INT_M_BULLET", yuan=200_000, rate="0.072", disbursed_on=date(2026, 3, 5))
    loan = originate(terms)
    for account in loan.accounts[:6]:
        loan = settled_through(loan, account.instalment.due_date)
        loan = receive(loan, account.instalment.interest_fen, account.instalment.due_date).loan
    quote = payoff_quote(loan, date(2026, 9, 1))
    assert (quote.interest_fen, quote.principal_fen) == (44_000, 20_000_000)
    assert settle_early(loan, quote.total_fen, date(2026, 9, 1)).loan.outstanding_fen == 0


def test_fineract_payoff_till_preclose() -> None:
    """apache/fineract Loan.feature, early pay-off, TILL_PRECLOSE: 83.81 on 2024-02-15 after the first instalment."""
    rounding = {"rounding": Rounding.HALF_EVEN}
    loan = originate(note("EQ_INST", yuan=100, rate="0.07", months=6, disbursed_on=date(2024, 1, 1), conventions=rounding))
    loan = receive(loan, 1_701, date(2024, 2, 1)).loan
    quote = payoff_quote(loan, date(2024, 2, 15))
    assert (quote.principal_fen, quote.interest_fen, quote.total_fen) == (8_357, 24, 8_381)


def test_fineract_later_payments_are_reallocated_when_an_earlier_one_is_reversed() -> None:
    """FIN-ALLOC-07: undo 10.00, undo 500.00, then a back-dated 500.00 arrives."""
    terms = note("DAILY", yuan=1_000, rate="0", disbursed_on=date(2022, 11, 1))
    days = {500: date(2022, 11, 2), 10: date(2022, 11, 3), 400: date(2022, 11, 4), 390: date(2022, 11, 5)}

    def after(*amounts: int) -> tuple[int, int]:
        loan = replay(terms, [Payment(days[yuan], yuan * 100) for yuan in amounts], date(2022, 11, 6))
        return loan.outstanding_fen, loan.suspense_fen

    assert after(500, 10, 400, 390) == (0, 30_000)
    assert after(500, 400, 390) == (0, 29_000)
    assert after(400, 390) == (21_000, 0)
    assert after(400, 390, 500) == (0, 29_000)
