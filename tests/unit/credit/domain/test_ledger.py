"""Every journal sums to zero and says where money went (architecture.md rule 4)."""
from __future__ import annotations

import pytest

from services.credit.domain.allocation import Allocation, AllocationLine, Part
from services.credit.domain.errors import JournalUnbalanced
from services.credit.domain.journals import accrual_journal, disbursement_journal, provision_journal, repayment_journal, write_off_journal
from services.credit.domain.ledger import Account, Journal, JournalKind, JournalLine, journal

E9 = Allocation(
    (
        AllocationLine(1, Part.FEE, 12_000),
        AllocationLine(1, Part.COMPOUND, 1_536),
        AllocationLine(1, Part.PENALTY, 24_050),
        AllocationLine(1, Part.INTEREST, 186_000),
        AllocationLine(1, Part.PRINCIPAL, 576_414),
    )
)


def _entries(posted: Journal) -> dict[Account, int]:
    return {line.account: line.amount_fen for line in posted.lines}


def test_an_unbalanced_journal_is_refused() -> None:
    with pytest.raises(JournalUnbalanced) as refused:
        journal(JournalKind.ACCRUAL, (Account.LOANS, 100), (Account.CORE_BANK_CLEARING, -99))
    assert refused.value.facts == {"difference_fen": 1}


def test_a_disbursement_pays_out_the_whole_principal() -> None:
    assert _entries(disbursement_journal(100)) == {Account.LOANS: 100, Account.CORE_BANK_CLEARING: -100}


def test_a_repayment_is_posted_by_its_parts_and_debits_what_was_received() -> None:
    assert _entries(repayment_journal(E9, 0)) == {
        Account.CORE_BANK_CLEARING: 800_000,
        Account.FEE_INCOME: -12_000,
        Account.COMPOUND_RECEIVABLE: -1_536,
        Account.PENALTY_RECEIVABLE: -24_050,
        Account.INTEREST_RECEIVABLE: -186_000,
        Account.LOANS: -576_414,
    }


def test_suspense_is_owed_to_the_customer_and_used_before_new_money() -> None:
    assert _entries(repayment_journal(Allocation((), 500), 500)) == {Account.CORE_BANK_CLEARING: 500, Account.REPAYMENT_SUSPENSE: -500}
    used = repayment_journal(Allocation((AllocationLine(1, Part.PRINCIPAL, 500),)), -500)
    assert _entries(used) == {Account.LOANS: -500, Account.REPAYMENT_SUSPENSE: 500}


def test_accrual_posts_each_kind_against_its_income_and_a_correction_swaps_the_sides() -> None:
    posted = _entries(accrual_journal(300, 20, 1))
    assert posted[Account.INTEREST_RECEIVABLE] == 300 == -posted[Account.INTEREST_INCOME]
    assert posted[Account.PENALTY_RECEIVABLE] == 20 == -posted[Account.PENALTY_INCOME]
    assert posted[Account.COMPOUND_RECEIVABLE] == 1 == -posted[Account.COMPOUND_INCOME]
    assert _entries(accrual_journal(-300)) == {Account.INTEREST_RECEIVABLE: -300, Account.INTEREST_INCOME: 300}


def test_provision_is_an_expense_and_a_write_off_uses_it() -> None:
    assert _entries(provision_journal(7)) == {Account.CREDIT_IMPAIRMENT_LOSS: 7, Account.LOAN_LOSS_PROVISION: -7}
    assert _entries(write_off_journal(7)) == {Account.LOAN_LOSS_PROVISION: 7, Account.LOANS: -7}


def test_a_reversal_is_a_new_journal_that_cancels_the_old_one() -> None:
    back = disbursement_journal(100).reversed()
    assert back.kind is JournalKind.REVERSAL
    assert back.lines == (JournalLine(Account.LOANS, -100), JournalLine(Account.CORE_BANK_CLEARING, 100))
