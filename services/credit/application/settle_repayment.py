"""The core bank's answer to a debit: money received is allocated, money refused ends the repayment."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.post_receipt import post_receipt
from services.credit.application.records.booked_loan import RepaymentCase
from services.credit.application.records.repayment import DebitToMake, Repayment, RepaymentKind, RepaymentState
from services.credit.domain.allocation import Allocation
from services.credit.domain.lifecycle import LoanStatus
from services.credit.domain.payoff import payoff_quote, settle_early
from services.credit.domain.repayment import Receipt, receive


@dataclass(frozen=True, slots=True)
class StartDebit:
    """Marks the repayment as asked for, just before the core bank is asked."""

    repayment_id: str


@dataclass(frozen=True, slots=True)
class SettleRepayment:
    """What the core bank took; 0 with its reason when it took nothing."""

    repayment_id: str
    received_fen: int
    reason: str | None = None


async def start_debit(command: StartDebit, uow: CreditUnitOfWork) -> DebitToMake | None:
    """The debit to make, None when the repayment is finished. Asking again is safe: the number is the same."""
    return await uow.repayments.start(command.repayment_id)


async def settle_repayment(command: SettleRepayment, uow: CreditUnitOfWork) -> RepaymentState:
    """The final state; a finished repayment does not change."""
    loan_id = (await uow.repayments.get(command.repayment_id)).loan_id
    case = await uow.loans.lock(loan_id)
    repayment = await uow.repayments.get(command.repayment_id)
    if repayment.state is not RepaymentState.DEBITING:
        return repayment.state
    if command.received_fen == 0:
        refused = replace(repayment, state=RepaymentState.REFUSED, reason=command.reason or "REFUSED")
        await uow.repayments.finish(refused, uow.now)
        return refused.state
    done = replace(repayment, state=RepaymentState.ALLOCATED, received_fen=command.received_fen)
    on = await uow.business_date()
    await post_receipt(case, done, _receipt(case, done, on), on, uow)
    await uow.repayments.finish(done, uow.now)
    return done.state


def _receipt(case: RepaymentCase, repayment: Repayment, on: date) -> Receipt:
    """A payoff that still is the day's quote ends the loan; other money is poured; a settled loan's goes to suspense."""
    loan, amount_fen = case.booked.loan, repayment.received_fen
    if loan.status is LoanStatus.SETTLED:
        kept = replace(loan, suspense_fen=loan.suspense_fen + amount_fen)
        return Receipt(kept, Allocation((), amount_fen), amount_fen)
    if repayment.kind is RepaymentKind.PAYOFF and payoff_quote(loan, on).total_fen == amount_fen:
        return settle_early(loan, amount_fen, on)
    return receive(loan, amount_fen, on)
