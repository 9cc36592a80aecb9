"""Books a receipt: loan, limit, history, ledger and what the others hear, in one transaction."""
from __future__ import annotations

from datetime import date

from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.records.booked_loan import BookedLoan, RepaymentCase
from services.credit.application.records.repayment import Repayment, RepaymentKind
from services.credit.domain.allocation import Part
from services.credit.domain.journals import repayment_journal
from services.credit.domain.lifecycle import LoanStatus
from services.credit.domain.limit_tree import repay
from services.credit.domain.repayment import Receipt
from shared.schemas.event import Event
from shared.schemas.events.credit import LoanCured, LoanPrepaid, LoanSettled, RepaymentAllocated


async def post_receipt(
    case: RepaymentCase, repayment: Repayment, receipt: Receipt, on: date, uow: CreditUnitOfWork
) -> None:
    """The caller holds the locks of the case and has read the loan under them."""
    before, after = case.booked, case.booked.with_loan(receipt.loan)
    principal_fen = receipt.allocation.part_fen(Part.PRINCIPAL)
    if principal_fen:
        await uow.loans.save_nodes(repay(case.path, principal_fen))
    await uow.loans.save(before, after, on)
    journal = repayment_journal(receipt.allocation, receipt.suspense_change_fen)
    await uow.repayments.book(after, repayment, receipt, journal, on=on, at=uow.now)
    for event in receipt_events(case, repayment, receipt, on):
        uow.publish(event)


def receipt_events(case: RepaymentCase, repayment: Repayment, receipt: Receipt, on: date) -> list[Event]:
    """What the others hear of a receipt, in the order in which it happened."""
    booked, allocation = case.booked, receipt.allocation
    owner = {"loan_id": booked.loan_id, "party_id": booked.party_id, "outlet_id": booked.outlet_id}
    outstanding_fen = receipt.loan.outstanding_fen
    arrears_after = receipt.loan.arrears(on)
    events: list[Event] = [
        RepaymentAllocated(
            **owner,
            repayment_id=repayment.repayment_id,
            business_date=on,
            source=repayment.source.value,
            amount_fen=repayment.received_fen,
            fee_fen=allocation.part_fen(Part.FEE),
            compound_fen=allocation.part_fen(Part.COMPOUND),
            penalty_fen=allocation.part_fen(Part.PENALTY),
            interest_fen=allocation.part_fen(Part.INTEREST),
            principal_fen=allocation.part_fen(Part.PRINCIPAL),
            suspense_fen=max(receipt.suspense_change_fen, 0),
            outstanding_principal_fen=outstanding_fen,
            overdue_fen=arrears_after.part_fen(Part.PRINCIPAL) + arrears_after.part_fen(Part.INTEREST),
            earliest_unpaid_due_date=arrears_after.earliest_unpaid_due_date,
        )
    ]
    if repayment.kind in (RepaymentKind.PREPAYMENT, RepaymentKind.PAYOFF):
        events.append(
            LoanPrepaid(
                **owner,
                business_date=on,
                amount_fen=repayment.received_fen,
                outstanding_principal_fen=outstanding_fen,
            )
        )
    return events + standing_events(booked, receipt, on)


def standing_events(booked: BookedLoan, receipt: Receipt, on: date) -> list[Event]:
    """That nothing is overdue any more, that nothing is owed any more."""
    owner = {"loan_id": booked.loan_id, "party_id": booked.party_id, "outlet_id": booked.outlet_id}
    events: list[Event] = []
    if booked.loan.status is LoanStatus.OVERDUE and not receipt.loan.arrears(on).overdue:
        events.append(LoanCured(**owner, business_date=on, days_past_due=booked.loan.arrears(on).dpd_regulatory))
    if receipt.loan.status is LoanStatus.SETTLED and booked.loan.status is not LoanStatus.SETTLED:
        events.append(LoanSettled(**owner, business_date=on, line_id=booked.line_id))
    return events
