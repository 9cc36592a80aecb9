"""An account at the core bank: every movement is a numbered line, and the balance never goes below zero."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from shared.kernel.errors import Category, DomainError


class AccountKind(Enum):
    """CURRENT is the card account that loans are paid to and debited from; the others are shown to the bank's scoring."""

    CURRENT = "CURRENT"
    PAYROLL = "PAYROLL"
    ACQUIRING = "ACQUIRING"
    MORTGAGE = "MORTGAGE"
    CREDIT_CARD = "CREDIT_CARD"


class AccountStatus(Enum):
    """Only an OPEN account moves."""

    OPEN = "OPEN"
    FROZEN = "FROZEN"
    CLOSED = "CLOSED"


class LineKind(Enum):
    """Why money moved."""

    OPENING = "OPENING"
    LOAN_PROCEEDS = "LOAN_PROCEEDS"
    LOAN_DEBIT = "LOAN_DEBIT"
    SALARY = "SALARY"
    SALES = "SALES"
    PURCHASE = "PURCHASE"
    WITHDRAWAL = "WITHDRAWAL"
    DEPOSIT = "DEPOSIT"


_MOVES_PROCEEDS = (LineKind.LOAN_PROCEEDS, LineKind.PURCHASE)


class AccountNotOpen(DomainError):
    """The account is frozen or closed."""

    code = "corebank.account-not-open"
    title_zh = "账户已冻结或已销户，不能收付款"
    title_en = "The account is frozen or closed; money cannot move"


class InsufficientFunds(DomainError):
    """A debit would take the balance below zero."""

    code = "corebank.insufficient-funds"
    title_zh = "账户余额不足"
    title_en = "The balance does not cover the amount"


class AccountNumberMalformed(DomainError):
    """A card account has 16 to 19 digits and ends in the Luhn digit (domain.md 2.10)."""

    code = "corebank.account-number-malformed"
    category = Category.INVALID
    title_zh = "账号应为 16 至 19 位数字并通过校验"
    title_en = "An account number has 16 to 19 digits and a valid check digit"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement; `amount_fen` is positive for money in. `sequence` is dense per account from 1."""

    account_no: str
    sequence: int
    business_date: date
    kind: LineKind
    amount_fen: int
    balance_fen: int
    reference: str


@dataclass(frozen=True, slots=True)
class Account:
    """`proceeds_fen` is loan money that has not been spent on its purpose yet; part of the balance."""

    account_no: str
    customer_no: str
    kind: AccountKind = AccountKind.CURRENT
    status: AccountStatus = AccountStatus.OPEN
    balance_fen: int = 0
    line_count: int = 0
    proceeds_fen: int = 0

    def post(self, kind: LineKind, amount_fen: int, *, on: date, reference: str) -> tuple[Account, StatementLine]:
        """The account after a movement, and its line. Raises AccountNotOpen, InsufficientFunds."""
        if self.status is not AccountStatus.OPEN:
            raise AccountNotOpen()
        balance_fen = self.balance_fen + amount_fen
        if balance_fen < 0:
            raise InsufficientFunds()
        proceeds_fen = self.proceeds_fen + (amount_fen if kind in _MOVES_PROCEEDS else 0)
        moved = replace(
            self, balance_fen=balance_fen, line_count=self.line_count + 1, proceeds_fen=min(proceeds_fen, balance_fen)
        )
        line = StatementLine(self.account_no, moved.line_count, on, kind, amount_fen, balance_fen, reference)
        return moved, line

def require_card_number(text: str) -> str:
    """The number itself; raises AccountNumberMalformed."""
    if not (text.isascii() and text.isdigit() and 16 <= len(text) <= 19) or _luhn_sum(text) % 10 != 0:
        raise AccountNumberMalformed()
    return text


def _luhn_sum(digits: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total
