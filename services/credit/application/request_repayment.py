"""A customer pays: what he asks is checked, then his account is debited at the core bank, then it is allocated."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.credit.application.errors import AmountExceedsDues, PrepaymentNotOffered
from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.records.repayment import Repayment, RepaymentKind, RepaymentSource, RepaymentState
from services.credit.domain.allocation import Situation
from services.credit.domain.errors import NothingOwed, PayoffAmountMismatch
from services.credit.domain.lifecycle import LoanStatus
from services.credit.domain.loan import Loan, dues
from services.credit.domain.payoff import payoff_quote

DEBIT = "debit-repayment"
"""The due command that asks the core bank for the money."""


@dataclass(frozen=True, slots=True)
class RequestRepayment:
    """DUE pays what is due today or before, PREPAYMENT repays principal early, PAYOFF pays the day's quote."""

    loan_id: str
    amount_fen: int
    kind: RepaymentKind


async def request_repayment(command: RequestRepayment, uow: CreditUnitOfWork) -> Repayment:
    """The repayment, REQUESTED. Raises NothingOwed, AmountExceedsDues, PrepaymentNotOffered, PayoffAmountMismatch,
    RepaymentInProgress.
    """
    booked = await uow.loans.get(command.loan_id)
    uow.authorize("repayment.request", booked)
    on = await uow.business_date()
    _require_sensible(command, booked.loan, on)
    repayment = Repayment(
        repayment_id=uow.new_id(),
        loan_id=booked.loan_id,
        party_id=booked.party_id,
        outlet_id=booked.outlet_id,
        source=RepaymentSource.BORROWER,
        kind=command.kind,
        amount_fen=command.amount_fen,
        state=RepaymentState.REQUESTED,
        business_date=on,
    )
    await uow.repayments.add(repayment, uow.now)
    uow.schedule(DEBIT, {"repayment_id": repayment.repayment_id}, due_at=uow.now, key=repayment.repayment_id)
    return repayment


def _require_sensible(command: RequestRepayment, loan: Loan, on: date) -> None:
    if loan.status is LoanStatus.SETTLED:
        raise NothingOwed()
    if command.kind is RepaymentKind.PAYOFF:
        quoted_fen = payoff_quote(loan, on).total_fen
        if command.amount_fen != quoted_fen:
            raise PayoffAmountMismatch(quoted_fen=quoted_fen)
        return
    owed = dues(loan, on)
    early_fen = sum(due.amount_fen for due in owed if due.situation is Situation.IN_ADVANCE)
    due_fen = sum(due.amount_fen for due in owed) - early_fen
    if command.kind is RepaymentKind.PREPAYMENT:
        if not early_fen:
            raise PrepaymentNotOffered(method=loan.terms.method.value)
        due_fen += early_fen
    if command.amount_fen > due_fen:
        raise AmountExceedsDues(due_fen=due_fen)
