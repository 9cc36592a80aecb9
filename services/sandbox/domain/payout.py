"""Paying a loan out: once per request number, to the account of the mandate."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from services.sandbox.domain.account import Account, AccountStatus, LineKind, StatementLine


class PayoutStatus(Enum):
    """ACCEPTED means the answer follows by callback."""

    ACCEPTED = "ACCEPTED"
    PAID = "PAID"
    REFUSED = "REFUSED"


class PayoutRefusal(Enum):
    """Why the core bank does not pay."""

    ACCOUNT_NOT_OPEN = "ACCOUNT_NOT_OPEN"
    MANDATE_UNKNOWN = "MANDATE_UNKNOWN"
    CARD_REFUSED = "CARD_REFUSED"


@dataclass(frozen=True, slots=True)
class Payout:
    """A pay-out as asked for. `callback_url` gets the final status; None means nobody listens."""

    request_no: str
    mandate_id: str
    amount_fen: int
    business_date: date
    callback_url: str | None
    client_id: str


@dataclass(frozen=True, slots=True)
class PayoutAnswer:
    """What the core bank says to a pay-out."""

    status: PayoutStatus
    reason: PayoutRefusal | None = None


def pay_out(account: Account, payout: Payout) -> tuple[Account, tuple[StatementLine, ...], PayoutAnswer]:
    """The account with the money on it, or unchanged with the reason why not."""
    if account.status is not AccountStatus.OPEN:
        return account, (), PayoutAnswer(PayoutStatus.REFUSED, PayoutRefusal.ACCOUNT_NOT_OPEN)
    paid, line = account.post(
        LineKind.LOAN_PROCEEDS, payout.amount_fen, on=payout.business_date, reference=payout.request_no
    )
    return paid, (line,), PayoutAnswer(PayoutStatus.PAID)
