"""The core bank's answer to a batch is booked: dues paid on the day as a set, everything else by the rules, loan by loan."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.credit.application.end_of_day.collect_dues import batch_no
from services.credit.application.end_of_day.errors import CoreBankAnswerUnusable
from services.credit.application.end_of_day.ports import BookedReceipt, ClosingUnitOfWork, Counts
from services.credit.application.end_of_day.records import (
    Chunk,
    DebitResult,
    DebitStatus,
    OnTimePayment,
    PaidOrder,
    Refusal,
    SentOrder,
    Step,
)
from services.credit.application.post_receipt import receipt_events, standing_events
from services.credit.application.records.booked_loan import RepaymentCase
from services.credit.application.records.repayment import Repayment, RepaymentKind, RepaymentSource, RepaymentState
from services.credit.domain.allocation import Part
from services.credit.domain.repayment import receive
from shared.schemas.event import Event
from shared.schemas.events.credit import LoanArrearsChanged, LoanCured, LoanSettled, RepaymentAllocated

_NO_REASON: Final = "REFUSED"


@dataclass(frozen=True, slots=True)
class AllocateDebits:
    """What the core bank took for a chunk."""

    closed_date: date
    chunk: int
    results: tuple[DebitResult, ...]


async def allocate_debits(command: AllocateDebits, uow: ClosingUnitOfWork) -> None:
    """Once a chunk, however often its answer comes. Raises CoreBankAnswerUnusable; then nothing is booked."""
    on, closing = command.closed_date, uow.closing
    chunk = await closing.days.finish_chunk(on, command.chunk, uow.now)
    if chunk is None:
        return
    refusals, paid = matched(await closing.dues.sent(batch_no(on, command.chunk)), command.results, uow.new_id)
    if refusals:
        await closing.dues.refuse(refusals, uow.now)
    using_suspense = await closing.receipts.suspense_in_use(on, chunk)
    loan_ids = sorted({*(one.order.loan_id for one in paid), *using_suspense})
    on_time: Sequence[OnTimePayment] = ()
    booked: list[BookedReceipt] = []
    if loan_ids:
        await closing.receipts.lock(loan_ids)
        on_time = await closing.receipts.pay_on_time(paid, on, uow.now) if paid else ()
        booked = await _by_the_rules(paid, on_time, using_suspense, on, uow)
    events = [*_on_time_events(on_time, on), *(event for one in booked for event in _events(one, on))]
    for event in events:
        uow.publish(event)
    await closing.days.note(on, Step.COLLECT, _counts(chunk, refusals, paid, events), chunk=chunk.number)


def matched(
    orders: Sequence[SentOrder], results: Sequence[DebitResult], new_id: Callable[[], str]
) -> tuple[list[Refusal], list[PaidOrder]]:
    """Every order with its answer. Raises CoreBankAnswerUnusable when one is missing, foreign or contradicts itself."""
    by_item = {result.item_no: result for result in results}
    if len(by_item) != len(results) or by_item.keys() != {order.request_no for order in orders}:
        raise CoreBankAnswerUnusable(items=len(results), orders=len(orders))
    refusals, paid = [], []
    for order in orders:
        result = by_item[order.request_no]
        if result.status is not _status(order.amount_fen, result.paid_fen):
            raise CoreBankAnswerUnusable(item_no=order.request_no)
        if result.paid_fen:
            paid.append(PaidOrder(order, result.paid_fen, new_id()))
        else:
            refusals.append(Refusal(order, result.reason or _NO_REASON))
    return refusals, paid


def _status(asked_fen: int, paid_fen: int) -> DebitStatus | None:
    if not 0 <= paid_fen <= asked_fen:
        return None
    if paid_fen == 0:
        return DebitStatus.REFUSED
    return DebitStatus.PAID if paid_fen == asked_fen else DebitStatus.PARTIAL


async def _by_the_rules(
    paid: Sequence[PaidOrder],
    on_time: Iterable[OnTimePayment],
    using_suspense: Sequence[str],
    on: date,
    uow: ClosingUnitOfWork,
) -> list[BookedReceipt]:
    done = {payment.loan_id for payment in on_time}
    money = {one.order.loan_id: one for one in paid if one.order.loan_id not in done}
    loan_ids = sorted({*money, *using_suspense})
    if not loan_ids:
        return []
    booked = []
    for before in await uow.closing.receipts.loans(loan_ids):
        one = money.get(before.loan_id)
        receipt = receive(before.loan, one.paid_fen if one else 0, on)
        if one is not None or receipt.allocation.lines:
            repayment_id = one.order.repayment_id if one else None
            booked.append(BookedReceipt(one.journal_id if one else uow.new_id(), before, receipt, repayment_id))
    if booked:
        await uow.closing.receipts.book(booked, on, uow.now)
    return booked


def _events(booked: BookedReceipt, on: date) -> list[Event]:
    """What the others hear. Where only suspense was used nothing was received, but arrears may have changed."""
    before = booked.before
    if booked.repayment_id is None:
        return _arrears_left(booked, on) or standing_events(before, booked.receipt, on)
    repayment = Repayment(
        repayment_id=booked.repayment_id,
        loan_id=before.loan_id,
        party_id=before.party_id,
        outlet_id=before.outlet_id,
        source=RepaymentSource.AUTO_DEBIT,
        kind=RepaymentKind.DUE,
        amount_fen=booked.received_fen,
        received_fen=booked.received_fen,
        state=RepaymentState.ALLOCATED,
        business_date=on,
    )
    return receipt_events(RepaymentCase(before, ()), repayment, booked.receipt, on)


def _arrears_left(booked: BookedReceipt, on: date) -> list[Event]:
    before, arrears = booked.before, booked.receipt.loan.arrears(on)
    if arrears.earliest_unpaid_due_date is None:
        return []
    return [
        LoanArrearsChanged(
            loan_id=before.loan_id,
            party_id=before.party_id,
            outlet_id=before.outlet_id,
            line_id=before.line_id,
            business_date=on,
            earliest_unpaid_due_date=arrears.earliest_unpaid_due_date,
            overdue_principal_fen=arrears.part_fen(Part.PRINCIPAL),
            overdue_interest_fen=arrears.part_fen(Part.INTEREST),
            outstanding_principal_fen=booked.receipt.loan.outstanding_fen,
        )
    ]


def _on_time_events(payments: Iterable[OnTimePayment], on: date) -> list[Event]:
    events: list[Event] = []
    for paid in payments:
        owner = {"loan_id": paid.loan_id, "party_id": paid.party_id, "outlet_id": paid.outlet_id}
        events.append(
            RepaymentAllocated(
                **owner,
                repayment_id=paid.repayment_id,
                business_date=on,
                source=RepaymentSource.AUTO_DEBIT.value,
                amount_fen=paid.interest_fen + paid.principal_fen,
                fee_fen=0,
                compound_fen=0,
                penalty_fen=0,
                interest_fen=paid.interest_fen,
                principal_fen=paid.principal_fen,
                suspense_fen=0,
                outstanding_principal_fen=paid.outstanding_fen,
                overdue_fen=0,
            )
        )
        if paid.is_settled:
            events.append(LoanSettled(**owner, business_date=on, line_id=paid.line_id))
    return events


def _counts(chunk: Chunk, refusals: Sequence[Refusal], paid: Sequence[PaidOrder], events: Sequence[Event]) -> Counts:
    in_full = sum(one.paid_fen == one.order.amount_fen for one in paid)
    return {
        "due": chunk.loans,
        "paid": in_full,
        "partial": len(paid) - in_full,
        "refused": len(refusals),
        "collected_fen": sum(one.paid_fen for one in paid),
        "cured": sum(isinstance(event, LoanCured) for event in events),
        "settled": sum(isinstance(event, LoanSettled) for event in events),
    }
