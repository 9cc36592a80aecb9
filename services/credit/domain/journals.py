"""The journal of each money fact of a loan, fen. A negative difference (back-dated correction) swaps the sides."""
from __future__ import annotations

from collections.abc import Mapping

from services.credit.domain.allocation import Allocation, Part
from services.credit.domain.ledger import Account, Journal, JournalKind, journal

_CREDITED: Mapping[Part, Account] = {
    Part.FEE: Account.FEE_INCOME,
    Part.COMPOUND: Account.COMPOUND_RECEIVABLE,
    Part.PENALTY: Account.PENALTY_RECEIVABLE,
    Part.INTEREST: Account.INTEREST_RECEIVABLE,
    Part.PRINCIPAL: Account.LOANS,
}


def disbursement_journal(principal_fen: int) -> Journal:
    """Money paid out; the net amount always equals the principal (A4)."""
    return journal(JournalKind.DISBURSEMENT, (Account.LOANS, principal_fen), (Account.CORE_BANK_CLEARING, -principal_fen))


def accrual_journal(interest_fen: int, penalty_fen: int = 0, compound_fen: int = 0) -> Journal:
    """Difference between what is accrued to date and what was posted before, by kind (architecture.md rule 5)."""
    return journal(
        JournalKind.ACCRUAL,
        (Account.INTEREST_RECEIVABLE, interest_fen),
        (Account.INTEREST_INCOME, -interest_fen),
        (Account.PENALTY_RECEIVABLE, penalty_fen),
        (Account.PENALTY_INCOME, -penalty_fen),
        (Account.COMPOUND_RECEIVABLE, compound_fen),
        (Account.COMPOUND_INCOME, -compound_fen),
    )


def repayment_journal(allocation: Allocation, suspense_change_fen: int) -> Journal:
    """Money received by parts, with what went to suspense or came from it; its debit is the amount received."""
    received_fen = allocation.allocated_fen + suspense_change_fen
    return journal(
        JournalKind.REPAYMENT,
        (Account.CORE_BANK_CLEARING, received_fen),
        *((account, -allocation.part_fen(part)) for part, account in _CREDITED.items()),
        (Account.REPAYMENT_SUSPENSE, -suspense_change_fen),
    )


def provision_journal(change_fen: int) -> Journal:
    """Change of the provision of the book."""
    return journal(JournalKind.PROVISION, (Account.CREDIT_IMPAIRMENT_LOSS, change_fen), (Account.LOAN_LOSS_PROVISION, -change_fen))


def write_off_journal(principal_fen: int) -> Journal:
    """Principal written off against the provision."""
    return journal(JournalKind.WRITE_OFF, (Account.LOAN_LOSS_PROVISION, principal_fen), (Account.LOANS, -principal_fen))
