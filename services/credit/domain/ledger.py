"""Double entry: the chart of accounts and journals that sum to zero (architecture.md rule 4)."""
from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from services.credit.domain.errors import JournalUnbalanced


class Account(Enum):
    """会计科目; the value is the account code, sub-account after the point."""

    INTEREST_RECEIVABLE = "1132.01"
    PENALTY_RECEIVABLE = "1132.02"
    COMPOUND_RECEIVABLE = "1132.03"
    LOANS = "1301"
    LOAN_LOSS_PROVISION = "1304"
    REPAYMENT_SUSPENSE = "2241.01"
    CORE_BANK_CLEARING = "3001"
    INTEREST_INCOME = "6011.01"
    PENALTY_INCOME = "6011.02"
    COMPOUND_INCOME = "6011.03"
    FEE_INCOME = "6021"
    CREDIT_IMPAIRMENT_LOSS = "6702"


class JournalKind(Enum):
    """What happened."""

    DISBURSEMENT = "DISBURSEMENT"
    ACCRUAL = "ACCRUAL"
    REPAYMENT = "REPAYMENT"
    PROVISION = "PROVISION"
    WRITE_OFF = "WRITE_OFF"
    REVERSAL = "REVERSAL"


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry in fen: debit positive, credit negative."""

    account: Account
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Journal:
    """Entries of one fact. Raises JournalUnbalanced when they do not sum to zero."""

    kind: JournalKind
    lines: tuple[JournalLine, ...]

    def __post_init__(self) -> None:
        difference = sum(line.amount_fen for line in self.lines)
        if difference:
            raise JournalUnbalanced(difference_fen=difference)

    def reversed(self) -> Journal:
        """The reversing journal; what was posted stays."""
        return Journal(JournalKind.REVERSAL, tuple(JournalLine(line.account, -line.amount_fen) for line in self.lines))


def journal(kind: JournalKind, *entries: tuple[Account, int]) -> Journal:
    """A journal of (account, fen) entries without the empty ones."""
    return Journal(kind, tuple(JournalLine(account, amount_fen) for account, amount_fen in entries if amount_fen))
