"""The core bank's answer to a pay-out: the loan lives, or the limit is free again. The same answer twice is one."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from typing import Final

from services.credit.application.fail_drawdown import fail_drawdown
from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.records.booked_loan import BookedLoan
from services.credit.application.records.drawdown import PayoutCase
from services.credit.domain.journals import disbursement_journal
from services.credit.domain.lifecycle import DrawdownStatus, require_transition
from services.credit.domain.limit_tree import commit
from services.credit.domain.loan import next_period_end, originate
from services.credit.domain.loan_terms import agree_terms
from shared.kernel.rate import rate_text
from shared.schemas.events.credit import LoanDisbursed

NOT_RECEIVED_AFTER: Final = timedelta(minutes=30)
"""A pay-out the core bank has never heard of is given up this long after it was last sent (its time-out is seconds)."""


class PayoutStatus(Enum):
    """What the core bank says; UNKNOWN when it has never heard of the request."""

    ACCEPTED = "ACCEPTED"
    PAID = "PAID"
    REFUSED = "REFUSED"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class SettlePayout:
    """An answer, from the call itself, a callback or the sweeper; `reason` is the core bank's code."""

    drawdown_id: str
    status: PayoutStatus
    reason: str | None = None


async def settle_payout(command: SettlePayout, uow: CreditUnitOfWork) -> DrawdownStatus:
    """The state after the answer; a drawdown that has its answer already does not change."""
    case = await uow.drawdowns.payout_case(command.drawdown_id)
    drawdown = case.drawdown
    if drawdown.state is not DrawdownStatus.DISBURSING:
        return drawdown.state
    if command.status is PayoutStatus.PAID:
        await _disburse(case, uow)
        return DrawdownStatus.DISBURSED
    if command.status is PayoutStatus.REFUSED:
        await fail_drawdown(case, command.reason or "REFUSED", uow)
        return DrawdownStatus.FAILED
    sent_at = drawdown.sent_at or drawdown.requested_at
    if command.status is PayoutStatus.UNKNOWN and uow.now > sent_at + NOT_RECEIVED_AFTER:
        await fail_drawdown(case, "NOT_RECEIVED", uow)
        return DrawdownStatus.FAILED
    return drawdown.state


async def _disburse(case: PayoutCase, uow: CreditUnitOfWork) -> None:
    booked = _loan_of(case, uow.new_id())
    drawdown = replace(
        case.drawdown,
        state=require_transition(case.drawdown.state, DrawdownStatus.DISBURSED),
        loan_id=booked.loan_id,
    )
    path = commit(case.path, drawdown.amount_fen)
    journal = disbursement_journal(drawdown.amount_fen)
    on = await uow.business_date()
    await uow.drawdowns.disbursed(drawdown, path, booked, journal, business_date=on, at=uow.now)
    uow.publish(_disbursed_event(booked))


def _loan_of(case: PayoutCase, loan_id: str) -> BookedLoan:
    """The note as agreed, dated from the day the money was sent."""
    drawdown, line = case.drawdown, case.line
    terms = agree_terms(
        case.product,
        method=drawdown.method,
        amount_fen=drawdown.amount_fen,
        annual_rate=line.annual_rate,
        term_months=drawdown.term_months,
        disbursed_on=drawdown.business_date,
    )
    return BookedLoan(
        loan_id=loan_id,
        party_id=line.party_id,
        outlet_id=line.outlet_id,
        line_id=line.line_id,
        drawdown_id=drawdown.drawdown_id,
        product_code=line.product_code,
        product_version=line.product_version,
        mandate_id=case.mandate_id,
        annual_cost=case.annual_cost,
        pay_mode=drawdown.pay_mode,
        flags=("CONSUMER",) if case.product.consumer else ("INCLUSIVE_MICRO",),
        loan=originate(terms),
        class_since=terms.disbursed_on,
        limit_path=line.limit_path,
    )


def _disbursed_event(booked: BookedLoan) -> LoanDisbursed:
    terms, loan = booked.terms, booked.loan
    first_due = loan.accounts[0].instalment.due_date if loan.accounts else next_period_end(loan)
    return LoanDisbursed(
        loan_id=booked.loan_id,
        party_id=booked.party_id,
        outlet_id=booked.outlet_id,
        line_id=booked.line_id,
        drawdown_id=booked.drawdown_id,
        product_code=booked.product_code,
        product_version=booked.product_version,
        principal_fen=terms.principal_fen,
        annual_rate=rate_text(terms.annual_rate),
        method=terms.method.value,
        term_months=terms.term_months,
        start_date=terms.disbursed_on,
        maturity_date=terms.maturity,
        first_due_date=first_due or terms.maturity,
        annual_cost=rate_text(booked.annual_cost),
        pay_mode=booked.pay_mode,
        flags=booked.flags,
    )
