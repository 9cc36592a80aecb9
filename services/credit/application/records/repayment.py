"""A repayment on its way: asked for, debited at the core bank, allocated."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class RepaymentKind(Enum):
    """DUE pays what is due, PREPAYMENT before it is due, PAYOFF everything; REVERSAL takes one back."""

    DUE = "DUE"
    PREPAYMENT = "PREPAYMENT"
    PAYOFF = "PAYOFF"
    REVERSAL = "REVERSAL"


class RepaymentSource(Enum):
    """Who asked for the money."""

    BORROWER = "BORROWER"
    AUTO_DEBIT = "AUTO_DEBIT"
    STAFF = "STAFF"


class RepaymentState(Enum):
    """DEBITING: the core bank was or is being asked, the answer is not known yet."""

    REQUESTED = "REQUESTED"
    DEBITING = "DEBITING"
    ALLOCATED = "ALLOCATED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class Repayment:
    """Amounts in fen; `business_date` is its value date."""

    repayment_id: str
    loan_id: str
    party_id: str
    outlet_id: str
    source: RepaymentSource
    kind: RepaymentKind
    amount_fen: int
    state: RepaymentState
    business_date: date
    received_fen: int = 0
    reason: str | None = None

    @property
    def batch_no(self) -> str:
        """Number of the debit at the core bank."""
        return f"RP{self.repayment_id.replace('-', '')}"


@dataclass(frozen=True, slots=True)
class DebitToMake:
    """What to ask the core bank for."""

    repayment: Repayment
    mandate_id: str
