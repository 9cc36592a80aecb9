"""The core bank's answers to pay-outs: loans live, or limits are free again. The same answer twice is one."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from services.credit.application.fail_drawdown import fail_drawdown
from services.credit.application.ports import CreditUnitOfWork
from services.credit.application.records.booked_loan import BookedLoan
from services.credit.application.records.payout import Disbursement, PayoutBook, PayoutCase, PayoutStatus
from services.credit.domain.journals import disbursement_journal
from services.credit.domain.lifecycle import DrawdownStatus, require_transition
from services.credit.domain.limit_tree import commit
from services.credit.domain.loan import next_period_end, originate
from services.credit.domain.loan_terms import agree_terms
from shared.kernel.context import Journey
from shared.kernel.errors import NotFound
from shared.kernel.rate import rate_text
from shared.schemas.events.credit import LoanDisbursed

NOT_RECEIVED_AFTER: Final = timedelta(minutes=30)
"""A pay-out the core bank has never heard of is given up this long after it was last sent (its time-out is seconds)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """From the call itself, a callback or the sweeper; `reason` is the core bank's code."""

    drawdown_id: str
    status: PayoutStatus
    journey: Journey
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SettlePayouts:
    """Answers that arrived together; each drawdown is settled by itself, all in one transaction."""

    answers: tuple[Answer, ...]


async def settle_payouts(command: SettlePayouts, uow: CreditUnitOfWork) -> Mapping[str, DrawdownStatus]:
    """The state of each drawdown after its answer; one that has its answer already does not change. Raises NotFound."""
    book = await uow.drawdowns.payout_book([answer.drawdown_id for answer in command.answers])
    on = await uow.business_date()
    states: dict[str, DrawdownStatus] = {}
    disbursements: list[Disbursement] = []
    for answer in command.answers:
        case = book.cases.get(answer.drawdown_id)
        if case is None:
            raise NotFound()
        state = states.get(answer.drawdown_id, case.drawdown.state)
        failure = _failure(answer, case, uow)
        if state is not DrawdownStatus.DISBURSING:
            states[answer.drawdown_id] = state
        elif answer.status is PayoutStatus.PAID:
            disbursements.append(_disburse(case, book, answer.journey, uow))
            states[answer.drawdown_id] = DrawdownStatus.DISBURSED
        elif failure is not None:
            await fail_drawdown(case, book, failure, uow, answer.journey)
            states[answer.drawdown_id] = DrawdownStatus.FAILED
        else:
            states[answer.drawdown_id] = state
    if disbursements:
        await uow.drawdowns.disbursed(disbursements, book, business_date=on, at=uow.now)
    return states


def _failure(answer: Answer, case: PayoutCase, uow: CreditUnitOfWork) -> str | None:
    """Why the drawdown is over, None while it may still be paid."""
    if answer.status is PayoutStatus.REFUSED:
        return answer.reason or "REFUSED"
    sent_at = case.drawdown.sent_at or case.drawdown.requested_at
    is_lost = answer.status is PayoutStatus.UNKNOWN and uow.now > sent_at + NOT_RECEIVED_AFTER
    return "NOT_RECEIVED" if is_lost else None


def _disburse(case: PayoutCase, book: PayoutBook, journey: Journey, uow: CreditUnitOfWork) -> Disbursement:
    booked = _loan_of(case, uow.new_id())
    drawdown = replace(
        case.drawdown,
        state=require_transition(case.drawdown.state, DrawdownStatus.DISBURSED),
        loan_id=booked.loan_id,
    )
    book.put(commit(book.path(case), drawdown.amount_fen))
    uow.publish(_disbursed_event(booked), journey)
    return Disbursement(drawdown, booked, disbursement_journal(drawdown.amount_fen))


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
    terms = booked.terms
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
        first_due_date=_first_due_date(booked),
        annual_cost=rate_text(booked.annual_cost),
        pay_mode=booked.pay_mode,
        flags=booked.flags,
    )


def _first_due_date(booked: BookedLoan) -> date:
    accounts = booked.loan.accounts
    if accounts:
        return accounts[0].instalment.due_date
    return next_period_end(booked.loan) or booked.terms.maturity
