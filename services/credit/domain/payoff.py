"""Early settlement: the quote of a day is what posting on that day accepts, by construction (domain.md 2.3.13, 2.3.14)."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from services.credit.domain.allocation import Part
from services.credit.domain.errors import NothingOwed, PayoffAmountMismatch
from services.credit.domain.instalment import Instalment
from services.credit.domain.instalment_account import InstalmentAccount
from services.credit.domain.interest import accrued_within_period_fen
from services.credit.domain.lifecycle import LoanStatus
from services.credit.domain.loan import Loan, dues, interest_since_settlement_fen
from services.credit.domain.repayment import Receipt, receive


@dataclass(frozen=True, slots=True)
class PayoffQuote:
    """Fen that settle the loan on `on`, by part; `total_fen` is what remains to be paid beyond what lies in suspense."""

    on: date
    compound_fen: int
    penalty_fen: int
    interest_fen: int
    principal_fen: int
    suspense_fen: int

    @property
    def owed_fen(self) -> int:
        """All parts."""
        return self.compound_fen + self.penalty_fen + self.interest_fen + self.principal_fen

    @property
    def total_fen(self) -> int:
        """The amount to pay."""
        return max(self.owed_fen - self.suspense_fen, 0)


def payoff_quote(loan: Loan, on: date) -> PayoffQuote:
    """Everything owed if the loan ended on `on`: interest for the real period only (民法典 677), no fee.

    Raises NothingOwed when the loan is settled.
    """
    if loan.status is LoanStatus.SETTLED:
        raise NothingOwed
    owed = dict.fromkeys(Part, 0)
    for due in dues(matured_on(loan, on), on):
        owed[due.part] += due.amount_fen
    return PayoffQuote(on, owed[Part.COMPOUND], owed[Part.PENALTY], owed[Part.INTEREST], owed[Part.PRINCIPAL], loan.suspense_fen)


def settle_early(loan: Loan, amount_fen: int, on: date) -> Receipt:
    """Posts a payoff. Raises PayoffAmountMismatch unless the amount is the day's quote, NothingOwed when settled."""
    quote = payoff_quote(loan, on)
    if amount_fen != quote.total_fen:
        raise PayoffAmountMismatch(quoted_fen=quote.total_fen)
    return receive(matured_on(loan, on), amount_fen, on)


def matured_on(loan: Loan, on: date) -> Loan:
    """The loan with all that is left falling due on `on`: one final instalment instead of the later ones."""
    if loan.running is not None:
        kept = [account for account in loan.accounts if account.instalment.period_end <= loan.running.since]
        start, interest_fen = loan.running.since, interest_since_settlement_fen(loan, on)
    else:
        kept = [account for account in loan.accounts if account.instalment.period_end <= on]
        running = next((account.instalment for account in loan.accounts if account.instalment.period_end > on), None)
        if running is None:
            return replace(loan, accounts=tuple(_due_by(account, on) for account in kept))
        start, rounding = running.period_start, loan.terms.conventions.rounding
        interest_fen = accrued_within_period_fen(running.interest_fen, start, running.period_end, on, rounding)
    principal_fen = loan.outstanding_fen - sum(account.principal_unpaid_fen for account in kept)
    last = Instalment(len(kept) + 1, on, principal_fen, interest_fen, start, on)
    return replace(loan, accounts=(*(_due_by(account, on) for account in kept), InstalmentAccount(last)), running=None)


def _due_by(account: InstalmentAccount, on: date) -> InstalmentAccount:
    """An ended period whose due date was shifted beyond `on` is paid with the rest."""
    return replace(account, instalment=replace(account.instalment, due_date=min(account.instalment.due_date, on)))
