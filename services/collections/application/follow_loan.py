"""Credit said something about a loan; the customer's case follows."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.collections.application.judge_promise import judge_by_payment
from services.collections.application.ports import CollectionsUnitOfWork
from services.collections.application.refresh_cases import refresh_cases
from services.collections.domain.loan import Loan


@dataclass(frozen=True, slots=True)
class AddLoan:
    """A loan was disbursed."""

    loan: Loan


@dataclass(frozen=True, slots=True)
class RecordArrears:
    """A loan is overdue as of a business date."""

    loan: Loan
    business_date: date


@dataclass(frozen=True, slots=True)
class RecordPayment:
    """Money was applied to a loan; balances after it, in fen."""

    repayment_id: str
    loan_id: str
    party_id: str
    business_date: date
    amount_fen: int
    outstanding_fen: int
    overdue_fen: int
    earliest_unpaid_due_date: date | None = None


@dataclass(frozen=True, slots=True)
class ReversePayment:
    """A payment was taken back."""

    reversal_id: str
    reverses_id: str


@dataclass(frozen=True, slots=True)
class ClearArrears:
    """A loan was cured, or settled altogether."""

    loan_id: str
    party_id: str
    business_date: date
    settled: bool


@dataclass(frozen=True, slots=True)
class ClassifyLoan:
    """The five-class grade of a loan changed."""

    loan_id: str
    five_class: str


async def add_loan(command: AddLoan, uow: CollectionsUnitOfWork) -> None:
    """Knows the loan from its first day."""
    await uow.loans.add(command.loan)


async def record_arrears(command: RecordArrears, uow: CollectionsUnitOfWork) -> None:
    """Opens or moves the customer's case at once where the date allows; else the day job does."""
    await uow.loans.fall_overdue(command.loan)
    await refresh_cases(uow, [command.loan.party_id], await uow.as_of(command.business_date))


async def record_payment(command: RecordPayment, uow: CollectionsUnitOfWork) -> None:
    """Balances follow; on an overdue loan the money also counts for the promise and may close the case."""
    was_overdue = await uow.loans.take_payment(
        loan_id=command.loan_id,
        outstanding_fen=command.outstanding_fen,
        overdue_fen=command.overdue_fen,
        earliest_unpaid_due_date=command.earliest_unpaid_due_date,
    )
    if not was_overdue:
        return
    await uow.payments.add(
        repayment_id=command.repayment_id,
        loan_id=command.loan_id,
        party_id=command.party_id,
        business_date=command.business_date,
        amount_fen=command.amount_fen,
    )
    on = await uow.as_of(command.business_date)
    await judge_by_payment(uow, command.party_id, paid_on=command.business_date, on=on)
    await refresh_cases(uow, [command.party_id], on)


async def reverse_payment(command: ReversePayment, uow: CollectionsUnitOfWork) -> None:
    """The money no longer counts for the promise; arrears come back with their own event."""
    reversed_payment = await uow.payments.reverse(reversal_id=command.reversal_id, reverses_id=command.reverses_id)
    if reversed_payment is None:
        return
    party_id, paid_on = reversed_payment
    await judge_by_payment(uow, party_id, paid_on=paid_on, on=await uow.as_of(paid_on))


async def clear_arrears(command: ClearArrears, uow: CollectionsUnitOfWork) -> None:
    """Closes the case if nothing else of the customer is late."""
    if command.settled:
        await uow.loans.settle(command.loan_id)
    else:
        await uow.loans.clear_arrears(command.loan_id)
    await refresh_cases(uow, [command.party_id], await uow.as_of(command.business_date))


async def classify_loan(command: ClassifyLoan, uow: CollectionsUnitOfWork) -> None:
    """Shown beside the case."""
    await uow.loans.classify(loan_id=command.loan_id, five_class=command.five_class)
