"""Loans: the note, its schedule, its payoff, its history."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query

from services.credit.api.bodies import LoanQuery, PageQuery, PathId, PayoffQuery
from services.credit.api.loan_views import dues_view, instalments_view, loan_view, payoff_view, transaction_view
from services.credit.api.paging import page_of, page_view, visible_to
from services.credit.application.errors import PayoffDateOutOfRange
from services.credit.application.records.booked_loan import BookedLoan
from services.credit.domain.payoff import payoff_quote
from services.credit.domain.replay import settled_through
from services.credit.queries.loans import find_loan, list_loans, list_transactions
from shared.db import business_day
from shared.kernel.errors import NotFound
from shared.web.calls import ReadCall, read_call

router = APIRouter(tags=["loans"])

_QUOTE_AHEAD: Final = timedelta(days=31)


@router.get("/v1/loans", operation_id="listLoans")
async def read_loans(query: Annotated[LoanQuery, Query()], call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """Loans the caller may see, newest first: borrowers their own, staff those of their outlets."""
    call.authorize("loan.read")
    visible, status = visible_to(call.principal), query.status.value if query.status else None
    listing = f"loans:{call.principal.key}:{status}:{query.line_id}"
    page = page_of(call, query, listing)
    async with call.connection() as connection:
        today = await business_day.read(connection)
        rows = await list_loans(connection, visible, page, status=status, line_id=query.line_id)
    return page_view(call, query, rows, listing=listing, view=lambda row: loan_view(row, today))


@router.get("/v1/loans/{loan_id}", operation_id="getLoan")
async def read_loan(loan_id: PathId, call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """One note, what is outstanding and what is past due on the business date."""
    row, booked, today = await _loan(loan_id, call)
    return {**loan_view(row, today), **dues_view(booked, today)}


@router.get("/v1/loans/{loan_id}/schedule", operation_id="getSchedule")
async def read_schedule(loan_id: PathId, call: ReadCall = Depends(read_call)) -> dict[str, Any]:
    """Every instalment, paid and unpaid."""
    _, booked, today = await _loan(loan_id, call)
    return {"loan_id": loan_id, "as_of": today, "items": instalments_view(booked, today)}


@router.get("/v1/loans/{loan_id}/payoff", operation_id="getPayoff")
async def read_payoff(
    loan_id: PathId, query: Annotated[PayoffQuery, Query()], call: ReadCall = Depends(read_call)
) -> dict[str, Any]:
    """What settles the loan on a day, from the business date to 31 days on, if nothing else happens before."""
    _, booked, today = await _loan(loan_id, call)
    on = query.on or today
    if not today <= on <= today + _QUOTE_AHEAD:
        raise PayoffDateOutOfRange(earliest=today.isoformat(), latest=(today + _QUOTE_AHEAD).isoformat())
    ahead = replace(booked, loan=settled_through(booked.loan, on))
    return payoff_view(ahead, payoff_quote(ahead.loan, on))


@router.get("/v1/loans/{loan_id}/transactions", operation_id="listLoanTransactions")
async def read_transactions(
    loan_id: PathId, query: Annotated[PageQuery, Query()], call: ReadCall = Depends(read_call)
) -> dict[str, Any]:
    """The loan's history, oldest first; rows are never changed, a correction is a row of its own."""
    await _loan(loan_id, call)
    listing = f"loan-transactions:{loan_id}"
    page = page_of(call, query, listing)
    async with call.connection() as connection:
        rows = await list_transactions(connection, loan_id, page)
    return page_view(call, query, rows, listing=listing, view=transaction_view)


async def _loan(loan_id: str, call: ReadCall) -> tuple[Any, BookedLoan, date]:
    async with call.connection() as connection:
        today = await business_day.read(connection)
        found = await find_loan(connection, loan_id)
    if found is None:
        raise NotFound()
    row, booked = found
    call.authorize("loan.read", booked)
    return row, booked, today
