"""First step: the day's dues and all arrears are asked of the core bank, a chunk of loans a batch (domain.md 2.8.2, T0)."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from services.credit.application.end_of_day.errors import CloseInProgress, DayBarrier, DayNotCurrent
from services.credit.application.end_of_day.ports import ClosingUnitOfWork
from services.credit.application.end_of_day.records import Chunk, DayStanding, DebitBatch, Step
from shared.schemas.events.platform import DAY_PROCESSED

CHUNK_LOANS: Final = 1_000
"""The core bank takes so many debits in one batch."""
LEASE: Final = timedelta(seconds=60)
"""Longer than the core bank may take; then another process may go on with the chunk."""


@dataclass(frozen=True, slots=True)
class CollectDues:
    """Asks for the next chunk of a close that begins or goes on."""

    closed_date: date


@dataclass(frozen=True, slots=True)
class PutBack:
    """The chunk was not answered: whoever comes next need not wait for its lease to expire."""

    closed_date: date
    chunk: int


async def collect_dues(command: CollectDues, uow: ClosingUnitOfWork) -> DebitBatch | None:
    """The batch to send; None when nothing is left to collect.

    Orders are written before anything is sent. Raises DayNotCurrent, DayBarrier, CloseInProgress.
    """
    uow.authorize("business-day.close")
    on, days = command.closed_date, uow.closing.days
    standing = await days.standing(on)
    if standing.is_done:
        return None
    require_closable(on, standing)
    await days.begin(on, uow.now)
    if await days.is_done(on, Step.BOOKS):
        return None
    chunk = await _next_chunk(on, await days.last_chunk(on, uow.now), uow)
    if chunk is None:
        return None
    items = await uow.closing.dues.items(batch_no(on, chunk.number))
    return DebitBatch(batch_no(on, chunk.number), chunk.number, on, tuple(items), chunk.loans < CHUNK_LOANS)


async def put_back(command: PutBack, uow: ClosingUnitOfWork) -> None:
    """Ends the lease."""
    await uow.closing.days.lease(command.closed_date, command.chunk, None)


def require_closable(closed_date: date, standing: DayStanding) -> None:
    """Raises DayNotCurrent, or DayBarrier naming who has not processed the day before."""
    if closed_date != standing.business_date:
        raise DayNotCurrent(business_date=standing.business_date.isoformat())
    if not standing.closed_the_day_before:
        return
    day_before = closed_date - timedelta(days=1)
    missing = [service for service in DAY_PROCESSED if standing.processed.get(service, date.min) < day_before]
    if missing:
        raise DayBarrier(missing=",".join(missing), day=day_before.isoformat())


def batch_no(on: date, chunk: int) -> str:
    """Number of a chunk's batch at the core bank."""
    return f"DD{on:%Y%m%d}-{chunk}"


async def _next_chunk(on: date, last: Chunk | None, uow: ClosingUnitOfWork) -> Chunk | None:
    """The chunk that still waits for its answer, else a new one behind the last."""
    if last is None:
        return await _order(on, 1, None, uow)
    if last.is_done:
        return await _order(on, last.number + 1, last.to_key, uow) if last.loans == CHUNK_LOANS else None
    if last.is_taken:
        raise CloseInProgress()
    await uow.closing.days.lease(on, last.number, uow.now + LEASE)
    return last


async def _order(on: date, number: int, after: str | None, uow: ClosingUnitOfWork) -> Chunk | None:
    dues = uow.closing.dues
    loan_ids = await dues.lock(on, after=after, limit=CHUNK_LOANS)
    if not loan_ids:
        return None
    owed = [due for due in await dues.owed(on, loan_ids) if due.amount_fen > 0]
    await dues.order(on, batch_no(on, number), {uow.new_id(): due for due in owed}, uow.now)
    return await uow.closing.days.add_chunk(on, number, loan_ids, uow.now + LEASE)
