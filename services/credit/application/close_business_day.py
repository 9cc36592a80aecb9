"""End of day (日终): the steps in order, each one transaction, the core bank asked between them and never inside.

Whatever dies in between, the next call goes on where the last one stopped; a day closed twice is closed once.
"""
from __future__ import annotations

from datetime import date
from typing import Final

from services.credit.application.end_of_day.allocate_debits import AllocateDebits
from services.credit.application.end_of_day.close_books import CloseBooks
from services.credit.application.end_of_day.collect_dues import CollectDues, PutBack
from services.credit.application.end_of_day.ports import Bus, CoreBankDesk
from services.credit.application.end_of_day.records import BankDay, DayVoucher, DebitBatch
from shared.kernel.context import CommandContext

MOST_CHUNKS: Final = 10_000


async def close_business_day(closed_date: date, *, bus: Bus, core_bank: CoreBankDesk, context: CommandContext) -> BankDay | None:
    """All but the last transaction, `FinishDay`, which takes the result; None when the day was closed before.

    Raises DayNotCurrent, DayBarrier, CloseInProgress, CoreBankAnswerUnusable, Unavailable.
    """
    for _ in range(MOST_CHUNKS):
        batch: DebitBatch | None = await bus.handle(CollectDues(closed_date), context)
        if batch is None:
            break
        await _collect(batch, bus, core_bank, context)
        if batch.is_last:
            break
    voucher: DayVoucher = await bus.handle(CloseBooks(closed_date), context)
    if voucher.is_confirmed:
        return None
    if voucher.lines:
        await core_bank.post(voucher)
    return await core_bank.day(closed_date)


async def _collect(batch: DebitBatch, bus: Bus, core_bank: CoreBankDesk, context: CommandContext) -> None:
    try:
        results = await core_bank.collect(batch) if batch.items else ()
        await bus.handle(AllocateDebits(batch.business_date, batch.chunk, tuple(results)), context)
    except Exception:
        await bus.handle(PutBack(batch.business_date, batch.chunk), context)
        raise
