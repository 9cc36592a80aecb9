"""Debits for repayments at the core bank, outside any transaction. Safe to run again."""
from __future__ import annotations

from services.credit.adapters.core_bank import CORE_BANK, CoreBank
from services.credit.application.ask_later import AskLater
from services.credit.application.request_repayment import DEBIT
from services.credit.application.settle_repayment import SettleRepayment, StartDebit
from shared.db.due_commands import MAX_ATTEMPTS, DueCommand
from shared.kernel.authorization import SYSTEM
from shared.kernel.context import CommandContext
from shared.kernel.errors import Unavailable
from shared.runtime.runtime import Runtime


async def debit_repayment(command: DueCommand, runtime: Runtime) -> None:
    """Debits the customer's account for a repayment he asked for."""
    repayment_id = command.payload["repayment_id"]
    context = CommandContext(SYSTEM, command.correlation_id, causation_id=command.causation_id)
    debit = await runtime.bus.handle(StartDebit(repayment_id), context)
    if debit is None:
        return
    try:
        answer = await CoreBank(runtime.client(CORE_BANK)).debit(
            item_no=debit.repayment.batch_no,
            mandate_id=debit.mandate_id,
            amount_fen=debit.repayment.amount_fen,
            business_date=debit.repayment.business_date,
        )
    except Unavailable:
        if command.attempts >= MAX_ATTEMPTS:
            round_no = int(command.payload.get("round", "0")) + 1
            await runtime.bus.handle(AskLater(DEBIT, repayment_id, {"repayment_id": repayment_id}, round_no), context)
        raise
    await runtime.bus.handle(SettleRepayment(repayment_id, answer.paid_fen, answer.reason), context)
